internal import ArgumentParser
private import Gateway
private import HeartbeatFile
private import Kit
internal import Ledger
private import Settings

/// Messages that were given up.
struct DeadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead", abstract: "List messages that were given up, send them again, or put them away.",
        discussion: "Example: heartbeat dead list",
        subcommands: [List.self, Replay.self, Drop.self])

    /// Shows them.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List messages that were given up.",
            discussion: "Example: heartbeat dead list --json")

        @OptionGroup var state: StateOptions
        @Flag(help: "Print JSON.")
        var json = false

        func run() throws {
            var rows = Rows(["ID", "ROUTE", "TASK", "DUE", "TRIES", "ERROR"])
            for message in try state.reading().messages(.dead) {
                let due = Instant.text(message.due)
                rows.add(
                    [message.id, message.route, message.task, due, "\(message.tries)", message.error ?? ""],
                    [
                        ("id", .string(message.id)), ("route", .string(message.route)),
                        ("task", .string(message.task)), ("due", .string(due)),
                        ("tries", .int(message.tries)),
                        ("error", .text(message.error)), ("text", .string(message.body)),
                    ])
            }
            try rows.print(json: json)
        }
    }

    /// Sends one again.
    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Put a dead message back into the outbox; the next pass sends it.",
            discussion: "Example: heartbeat dead replay 3f2a9c0d1e4b5a69")

        @Argument(help: "The message.")
        var id: String
        @OptionGroup var state: StateOptions

        func run() throws { try DeadCommand.revive(id, as: .pending, state) }
    }

    /// Puts one away.
    struct Drop: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop", abstract: "Put a dead message away; it will not be sent.",
            discussion: "Example: heartbeat dead drop 3f2a9c0d1e4b5a69")

        @Argument(help: "The message.")
        var id: String
        @OptionGroup var state: StateOptions

        func run() throws { try DeadCommand.revive(id, as: .dropped, state) }
    }

    private static func revive(_ id: String, as newState: MessageState, _ state: StateOptions) throws {
        let ledger = try state.changing()
        // A given time may be far from the system's: what the last pass saw is now.
        let now = try ledger.value(.lastPass).flatMap { Int($0) } ?? GatewayClock.system.now
        let lifetime = RouteSettings.standardLifetimeSeconds
        guard
            try ledger.revive(
                id, as: newState, now: now, expires: max(now, GatewayClock.system.now) + lifetime)
        else {
            throw CommandError(.notFound, "no dead message '\(id)'; 'heartbeat dead list' shows them")
        }
        StandardStreams.say("\(id): \(newState == .pending ? "the next pass sends it" : "put away")\n")
    }
}
