import ArgumentParser
import Money
import Operations

/// `pf ynab-sync`.
struct YnabSync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ynab-sync", abstract: "Fetch what changed at YNAB; writes nothing there.",
        discussion: "Example: pf ynab-sync --since 2025-01-01")

    @OptionGroup var common: CommonOptions
    @Option(help: "The plan; default the one of the last sync, or the only one.") var plan: String?
    @Option(help: "First day wanted; default that of the last sync, or 1 January of last year.") var since:
        CalendarDay?
    @Flag(help: "Fetch everything anew.") var full = false

    func run() async throws {
        try await common.run {
            let result = try await YnabPlans.session(common).sync(
                plan: plan, since: since, isFull: full, actor: Surroundings.user)
            return Outcome(text: common.text(result))
        }
    }
}
