import ArgumentParser
import Operations

/// `pf budget-show`.
struct BudgetShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-show", abstract: "A budget, or what differs from another version.",
        discussion: "Example: pf budget-show --year 2026 --diff 1")

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "The version; default the latest.") var version: Int?
    @Option(help: ArgumentHelp("Show what changed since this version.", valueName: "version")) var diff: Int?

    func run() async throws {
        try await common.run {
            let desk = BudgetDesk(Surroundings.databasePath(common.database))
            let answer =
                if let diff { try desk.difference(year: year, from: diff, to: version) } else {
                    try desk.show(year: year, version: version)
                }
            return Outcome(text: common.text(answer))
        }
    }
}
