internal import ArgumentParser
private import Foundation
private import Gateway
private import Kit

/// The look from outside.
struct WatchdogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchdog",
        abstract: "Look at the gateway from outside, once, and raise alarms by itself.",
        discussion: """
            For a timer of its own, every minute. Reads the ledger only; finds a gateway that hangs or is gone, a full \
            disk, and alarms that do not get out. Ends with 1 while an alarm is open.

            Example: heartbeat watchdog --config /etc/heartbeat/heartbeat.toml
            """)

    @OptionGroup var files: FileOptions
    @OptionGroup var state: StateOptions
    @Option(
        help: "Folder of its own memory; default: the state's name with -watchdog.", completion: .directory)
    var memory: String?
    @Option(help: "The time, as 2026-03-08T10:00:00Z; with --state only.")
    var now: TimeArgument?

    func run() async throws {
        guard now == nil || state.state != nil else {
            throw CommandError(.refused, "--now goes with --state only")
        }
        let time = try now?.seconds ?? state.clock().now
        let folder = state.folder.hasSuffix("/") ? String(state.folder.dropLast()) : state.folder
        let watchdog = try Watchdog(
            settingsText: files.settingsText(), settingsPath: files.paths.settings,
            environment: ProcessInfo.processInfo.environment, stateFolder: folder,
            memoryFolder: memory ?? folder + "-watchdog", log: .standardError, now: time)
        if try await watchdog.look() { throw ExitStatus.alarmOpen.exit }
    }
}
