import ArgumentParser
import JSONText
import Operations
import Ynab

/// `pf ynab-plans`.
struct YnabPlans: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ynab-plans", abstract: "The plans of your YNAB account.",
        discussion: "Example: pf ynab-plans")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run {
            let plans = try await Self.session(common).plans()
            return Outcome(text: common.text(.array(plans.map(\.json))))
        }
    }

    /// A session with YNAB as the surroundings say.
    static func session(_ common: CommonOptions) throws -> Operations.YnabSync {
        try Operations.YnabSync(
            Surroundings.databasePath(common.database), settings: Surroundings.ynab(), now: Surroundings.now)
    }
}
