import ArgumentParser
import Budgets
import JSONText
import Kit
import Operations

/// `pf budget-convert`.
struct BudgetConvert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-convert",
        abstract: "A budget of version 1 in version 2, on stdout; writes nothing.",
        discussion: "Example: pf budget-convert old.json > new.json")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The budget document.") var file: String

    func run() async throws {
        try await common.run {
            let desk = BudgetDesk(Surroundings.databasePath(common.database))
            let document = try BudgetInput.parse(TextFile.bytes(file), file, desk, year: nil)
            guard common.pretty, let node = try? JSONParser.parse(document.canonicalText) else {
                return Outcome(text: document.canonicalText + "\n")
            }
            return Outcome(text: node.json.prettyText + "\n")
        }
    }
}
