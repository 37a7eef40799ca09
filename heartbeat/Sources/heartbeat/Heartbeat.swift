internal import ArgumentParser

/// The command `heartbeat`.
@main
struct Heartbeat {
    static func main() async {
        do {
            var command = try RootCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            ExitStatus.end(with: error)
        }
    }
}

/// The root of all commands.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heartbeat",
        abstract: "Run scheduled tasks whose messages provably arrive.",
        discussion: """
            Wakes agents at the times of HEARTBEAT.md, brings what they say to the routes of heartbeat.toml, counts \
            a message as done when its arrival is acknowledged, and raises the alarm by another route when it is not.

            Results go to standard output, messages to standard error.
            Exit codes: 0 well; 1 an alarm is open, or a test failed; 2 bad usage; 65 bad HEARTBEAT.md or \
            heartbeat.toml; 66 no such task, message, route or file; 69 route unreachable; 74 the state cannot be \
            written, as on a full disk; 75 another heartbeat holds the state; 78 refused.
            Completions: heartbeat --generate-completion-script bash|zsh|fish

            Example: heartbeat check
            """,
        version: "0.1.0",
        subcommands: [
            CheckCommand.self, NextCommand.self, RunCommand.self, TickCommand.self, OnceCommand.self,
            StateCommand.self, LogCommand.self, RouteCommand.self, DeadCommand.self, AckCommand.self,
            WatchdogCommand.self, UnitCommand.self,
        ])
}
