import ArgumentParser
import JSONText
import Operations

/// `pf budget-list`.
struct BudgetList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-list", abstract: "The versions of budgets.",
        discussion: "Example: pf budget-list --year 2026")

    @OptionGroup var common: CommonOptions
    @Option(help: "Only this year.") var year: Int?

    func run() async throws {
        try await common.run {
            let versions = try BudgetDesk(Surroundings.databasePath(common.database)).versions(year: year)
            return Outcome(text: common.text(.array(versions.map(\.summary))))
        }
    }
}
