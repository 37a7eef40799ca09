internal import ArgumentParser
private import Foundation
private import Gateway
private import HeartbeatFile
private import Ledger

/// One pass.
struct TickCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tick", abstract: "Make one pass, for cron or a systemd timer.",
        discussion: """
            Runs what is due, delivers, checks expectations; ends with 1 while an alarm is open. --now takes a time as \
            given, for tests, and --until repeats passes up to another; both with --state only.

            Example: heartbeat tick --state /tmp/try --now 2026-03-08T10:00:00Z
            """)

    @OptionGroup var files: FileOptions
    @OptionGroup var state: StateOptions
    @Option(help: "The time of the pass, as 2026-03-08T10:00:00Z.")
    var now: TimeArgument?
    @Option(help: "Repeat passes up to this time.")
    var until: TimeArgument?
    @Option(help: "Time between repeated passes.")
    var step = PeriodArgument(seconds: 60)

    func validate() throws {
        if until != nil, now == nil { throw ValidationError("--until goes with --now only") }
    }

    func run() async throws {
        guard now == nil || state.state != nil else {
            throw CommandError(.refused, "--now goes with --state only")
        }
        try files.require(hasBegun: state.hasLedger)
        let folder = try StateFolder(locking: state.folder)
        let ledger = try Ledger(path: StateFolder.ledgerPath(folder.path))
        let given = now.map { GatewayClock.GivenTime($0.seconds) }
        let gateway = Gateway(
            Gateway.Parts(
                paths: files.paths, ledger: ledger, environment: ProcessInfo.processInfo.environment,
                clock: try given.map(GatewayClock.given) ?? state.clock(), log: .standardError),
            isDaemon: false)
        try await gateway.pass()
        if let given, let until {
            while given.seconds + step.seconds <= until.seconds {
                given.seconds += step.seconds
                try await gateway.pass()
            }
        }
        await gateway.close()
        if try !ledger.openAlarms().isEmpty { throw ExitStatus.alarmOpen.exit }
    }
}
