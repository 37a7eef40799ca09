import ArgumentParser
import Money
import Operations

/// `pf ynab-spending`.
struct YnabSpending: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ynab-spending", abstract: "What was spent, in cents; refunds lower their own group.",
        discussion: "Example: pf ynab-spending --year 2026 --by month")

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "group, category, month or payee.") var by: Spending.Key = .group
    @Option(help: "What is later has not happened; default today.") var asOf: CalendarDay?

    func run() async throws {
        try await common.run {
            let household = try HouseholdYear(
                Surroundings.databasePath(common.database), tell: CommonOptions.note)
            let spending = try Spending(household, year: year, by: by, asOf: asOf ?? Surroundings.today)
            return Outcome(text: common.text(spending.json))
        }
    }
}
