private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Kit
private import Sweep

/// Goes on with a sweep.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a sweep that was stopped, killed or failed in part.",
        discussion: """
            The journal holds the plan as it was confirmed. What was begun is looked at before anything is \
            sent; steps that failed are tried again.

            Example: azsweep resume plan.json.journal
            """)

    @Argument(help: "The journal.", completion: .file())
    var file: String
    @Option(help: "table or json.")
    var format = OutputFormat.table
    @OptionGroup var pace: SweepPace
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (journal, record) = try Journal.open(path: file, now: CommonOptions.clock())
        let client = try common.client(
            timeout: pace.timeout, allowsWrites: true, apiVersion: record.apiVersion)
        guard "\(client.endpoint)" == record.endpoint else {
            throw SweepError.refused(
                reason:
                    "\(file) was begun at \(record.endpoint), AZSWEEP_ARM_ENDPOINT leads to \(client.endpoint)"
            )
        }
        try await checkUntouched(record)
        let executor = Executor(
            client: client, journal: journal, parallel: pace.parallel,
            conflictLimitSeconds: Double(pace.conflictTimeout.seconds), report: SweepReport.tell)
        try SweepReport.end(
            await executor.run(plan: record.plan, steps: record.steps, progress: record.progress),
            journal: file,
            format: format)
    }

    /// Accounts of which nothing was touched yet must still be what they were.
    private func checkUntouched(_ record: JournalRecord) async throws {
        let untouched = record.untouchedAccounts
        guard !untouched.accounts.isEmpty else { return }
        let client = try common.client(
            timeout: pace.timeout, allowsWrites: false, apiVersion: record.apiVersion)
        let differences = try await Planner(client: client, now: CommonOptions.now()).drift(of: untouched)
            .differences
        guard differences.isEmpty else { throw SweepError.drift(differences: differences) }
    }
}
