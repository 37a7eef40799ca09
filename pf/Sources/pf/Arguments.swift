public import ArgumentParser
public import Household
public import Money
import Operations
public import Store

extension CalendarDay: ExpressibleByArgument {
    /// Reads `YYYY-MM-DD`.
    public init?(argument: String) { self.init(argument) }
}

extension FlowColumn: ExpressibleByArgument {}

extension DocumentStatus: ExpressibleByArgument {}

extension Spending.Key: ExpressibleByArgument {}
