internal import ArgumentParser
private import Foundation
private import Gateway
private import Ledger

/// The gateway.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the tasks until asked to end.",
        discussion: """
            SIGTERM: no new slots, 30 s for agents. SIGHUP: the files are read anew; bad ones change nothing and open \
            an alarm.

            Example: heartbeat run --file HEARTBEAT.md
            """)

    @OptionGroup var files: FileOptions
    @OptionGroup var state: StateOptions

    func run() async throws {
        try files.require(hasBegun: state.hasLedger)
        let folder = try StateFolder(locking: state.folder)
        let environment = ProcessInfo.processInfo.environment
        let ledger = try Ledger(path: StateFolder.ledgerPath(folder.path))
        let gateway = Gateway(
            Gateway.Parts(
                paths: files.paths, ledger: ledger, environment: environment, clock: try state.clock(),
                log: .standardError),
            isDaemon: true)
        Interrupts.on([SIGTERM, SIGINT]) { await gateway.stop() }
        Interrupts.on([SIGHUP]) { await gateway.reload() }
        try await gateway.run(Notifier(environment: environment))
    }
}
