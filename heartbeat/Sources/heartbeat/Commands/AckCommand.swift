internal import ArgumentParser
private import Gateway
private import Kit
private import Ledger

/// A person's acknowledgement.
struct AckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Say that a message has arrived.",
        discussion: """
            Whoever receives a message calls this with its id: a person, or a program behind a webhook.

            Example: heartbeat ack 3f2a9c0d1e4b5a69
            """)

    @Argument(help: "The message.")
    var id: String
    @OptionGroup var state: StateOptions

    func run() throws {
        let ledger = try state.changing()
        guard let message = try ledger.message(id), [.accepted, .done].contains(message.state)
        else {
            throw CommandError(.notFound, "no message '\(id)' that was sent")
        }
        let now = try ledger.value(.lastPass).flatMap { Int($0) } ?? GatewayClock.system.now
        let isNew = try ledger.acknowledge(id, .confirmed, needed: .accepted, now: now)
        StandardStreams.say("\(id): \(isNew ? "confirmed" : "was done already")\n")
    }
}
