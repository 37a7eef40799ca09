internal import ArgumentParser
private import Foundation
private import Gateway
private import HeartbeatFile
private import Kit
private import Ledger

/// One task, now.
struct OnceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "once", abstract: "Run a task now, whatever its times, and deliver what it says.",
        discussion: """
            Prints what became of it, and ends with 1 when that is a failure or nobody took the message. --dry-run \
            prints the prompt and starts nothing.

            Example: heartbeat once morning-mindfulness --dry-run
            """)

    @Argument(help: "The task.")
    var task: String
    @OptionGroup var files: FileOptions
    @OptionGroup var state: StateOptions
    @Flag(help: "Print the prompt; start and send nothing.")
    var dryRun = false

    func run() async throws {
        let clock = try state.clock()
        guard try files.tasks(now: clock.now).contains(where: { $0.id == task }) else {
            throw CommandError(.notFound, "\(files.file): no task '\(task)'")
        }
        let environment = ProcessInfo.processInfo.environment
        if dryRun {
            let ledger = try? state.reading()
            let prompt = try Gateway.prompt(
                of: task, paths: files.paths, ledger: ledger, environment: environment, now: clock.now)
            return try StandardStreams.printResult(prompt + "\n")
        }
        let folder = try StateFolder(locking: state.folder)
        let ledger = try Ledger(path: StateFolder.ledgerPath(folder.path))
        let gateway = Gateway(
            Gateway.Parts(
                paths: files.paths, ledger: ledger, environment: environment, clock: clock,
                log: .standardError),
            isDaemon: false)
        let end = try await gateway.once(task)
        await gateway.close()
        try StandardStreams.printResult(end.words + "\n")
        if !end.isWell { throw ExitStatus.alarmOpen.exit }
    }
}
