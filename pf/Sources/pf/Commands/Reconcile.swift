import ArgumentParser
import Flow
import Money
import Operations

/// `pf reconcile`.
struct Reconcile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Check stubs against each other, W-2s against stubs, net pay against YNAB.",
        discussion: "Example: pf reconcile --year 2026\nExit code 4 when anything differs.")

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "Only this earner.") var person: String?
    @Option(help: "What is later has not happened; default today.") var asOf: CalendarDay?

    func run() async throws {
        try await common.run {
            let household = try HouseholdYear(
                Surroundings.databasePath(common.database), tell: CommonOptions.note)
            let input = try household.reconcileInput(year: year, asOf: asOf ?? Surroundings.today)
            let result = try Reconciliation(input, earner: person)
            return Outcome(
                text: common.text(result.json), exit: result.hasDifferences ? PfExit.differences : PfExit.done
            )
        }
    }
}
