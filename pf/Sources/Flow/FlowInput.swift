public import Household
public import Money
public import Rules

/// All that a flow is made of.
///
/// No clock, no database, no order that matters.
public struct FlowInput: Sendable {
    /// The plan.
    public var budget: Budget
    /// Its version.
    public var budgetVersion: Int
    /// Accepted documents, of any year and in any order.
    public var documents: [FiledDocument]
    /// Rows of YNAB, of any year and in any order.
    public var ynabRows: [YnabRow]
    /// Which boxes and labels make up which line.
    public var mapping: Mapping
    /// The facts of law of the year.
    public var parameters: Parameters
    /// What is later than this day has not happened.
    public var asOf: CalendarDay

    /// All that a flow is made of.
    public init(
        budget: Budget, budgetVersion: Int, documents: [FiledDocument], ynabRows: [YnabRow], mapping: Mapping,
        parameters: Parameters, asOf: CalendarDay
    ) {
        self.budget = budget
        self.budgetVersion = budgetVersion
        self.documents = documents
        self.ynabRows = ynabRows
        self.mapping = mapping
        self.parameters = parameters
        self.asOf = asOf
    }
}
