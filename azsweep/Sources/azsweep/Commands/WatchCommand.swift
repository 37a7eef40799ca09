private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Kit
private import Sweep

/// Watches something to its end.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Watch the deletion of a group to its end.",
        discussion: "Example: azsweep watch group exp-rg", subcommands: [WatchGroupCommand.self])
}

/// Watches a group.
struct WatchGroupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "group", abstract: "Watch a group until it is gone.",
        discussion: """
            Ends with 0 when it is gone, 1 when its deletion rolled back or nothing deletes it, 75 when time ran out.

            Example: azsweep watch group exp-rg --timeout 20m
            """)

    @Argument(help: "The group's name.")
    var name: String
    @OptionGroup var common: CommonOptions
    @Option(help: "The command ends after this.")
    var timeout = Span(seconds: 3_600)

    func run() async throws {
        let client = try common.client(timeout: timeout, allowsWrites: false)
        let subscriptions = try await Inventory(client: client, now: CommonOptions.now())
            .subscriptions(common.subscription)
        guard subscriptions.count == 1, let subscription = subscriptions.first else {
            throw SweepError.badUsage(
                reason: "\(subscriptions.count) subscriptions; give one by --subscription")
        }
        guard let group = ResourceID("/subscriptions/\(subscription.id)/resourceGroups/\(name)") else {
            throw SweepError.badUsage(reason: "'\(name)' is not the name of a group")
        }
        let end: GroupWatch.End
        do {
            end = try await GroupWatch.run(group, client: client) { state in
                StandardStreams.say(Visible.text("\(name): \(state)") + "\n")
            }
        } catch ARMError.deadlinePassed {
            StandardStreams.say("azsweep: time ran out; the group is still there\n")
            throw ExitStatus.resumable.exit
        }
        switch end {
        case .gone: try StandardStreams.printResult(Visible.text("\(name): gone") + "\n")
        case .notDeleting(let state):
            try StandardStreams.printResult(Visible.text("\(name): nothing deletes it (\(state))") + "\n")
            throw ExitStatus.stepFailed.exit
        case .rolledBack(let state):
            try StandardStreams.printResult(Visible.text("\(name): rolled back (\(state))") + "\n")
            throw ExitStatus.stepFailed.exit
        }
    }
}
