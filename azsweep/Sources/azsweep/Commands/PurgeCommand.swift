private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Kit
private import Sweep

/// Removes a deleted account for ever.
struct PurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Remove a deleted account for ever; its name and quota become free.",
        discussion: """
            Needs Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete at the scope of \
            the subscription; 'azsweep check' tells whether it is there.

            Example: azsweep purge exp-one --execute --confirm exp-one
            """)

    @Argument(help: "Name or full id of the deleted account.")
    var name: String
    @Flag(help: "Do it; without this only GET is sent.")
    var execute = false
    @Option(help: "The account's name once more.")
    var confirm: String?
    @OptionGroup var pace: SweepPace
    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard let confirm, confirm.lowercased() == name.lowercased() else {
            throw SweepError.refused(reason: "a purge cannot be undone; confirm it by --confirm \(name)")
        }
        let client = try common.client(timeout: pace.timeout, allowsWrites: execute)
        let deleted = try await DeletedChoice.one(name, client: client, common: common)
        guard execute else {
            try StandardStreams.printResult(Visible.text("would purge \(deleted.id)") + "\n")
            StandardStreams.say("dry run: nothing was sent but GET; --execute carries it out\n")
            return
        }
        let remover = Remover(
            client: client, journal: nil, conflictLimitSeconds: Double(pace.conflictTimeout.seconds),
            plannedAt: nil)
        let step = PlanStep(number: 1, kind: .purge, id: deleted.id, after: [])
        let result: Remover.Result
        do {
            result = try await remover.remove(step, progress: nil)
        } catch ARMError.deadlinePassed(let path) {
            StandardStreams.say(
                Visible.text("azsweep: \(path): time ran out; 'azsweep deleted' tells whether it is gone")
                    + "\n")
            throw ExitStatus.resumable.exit
        }
        switch result {
        case .done: try StandardStreams.printResult(Visible.text("purged \(deleted.id)") + "\n")
        case .failed(let reason):
            StandardStreams.say(
                Visible.text("azsweep: \(deleted.id.name) was not purged: \(reason)") + "\n")
            throw ExitStatus.stepFailed.exit
        case .nested: throw ExitStatus.stepFailed.exit
        }
    }
}
