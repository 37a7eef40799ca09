import ArgumentParser
import Budgets
import Kit
import Operations

/// Reads budget documents with the name of the file in each finding.
enum BudgetInput {
    static func parse(_ bytes: [UInt8], _ file: String, _ desk: BudgetDesk, year: Int?) throws
        -> BudgetDocument
    {
        do { return try desk.parse(bytes, year: year) } catch let error as BudgetErrors {
            let lines = error.findings.map { "\(file):\($0)" }.joined(separator: "\n")
            throw Failure("budget.invalid", lines, .badData, findings: error.findings.map(\.json))
        }
    }
}
