internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import HeartbeatFile
internal import Ledger

/// Where the state is.
struct StateOptions: ParsableArguments {
    @Option(
        help:
            "Folder of the ledger; default: $STATE_DIRECTORY, or heartbeat in $XDG_STATE_HOME or ~/.local/state.",
        completion: .directory)
    var state: String?

    /// The folder.
    var folder: String {
        let environment = ProcessInfo.processInfo.environment
        if let state { return state }
        if let given = environment["STATE_DIRECTORY"]?.split(separator: ":").first { return String(given) }
        let base = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (base ?? "\(environment["HOME"] ?? ".")/.local/state") + "/heartbeat"
    }

    /// Whether there is a ledger.
    var hasLedger: Bool { FileManager.default.fileExists(atPath: StateFolder.ledgerPath(folder)) }

    /// The ledger, to look at.
    func reading() throws -> Ledger { try Ledger(readingFrom: StateFolder.ledgerPath(folder)) }

    /// The ledger, for a change beside a gateway that may run.
    func changing() throws -> Ledger {
        let path = StateFolder.ledgerPath(folder)
        guard FileManager.default.fileExists(atPath: path) else { throw LedgerError.missing(file: path) }
        return try Ledger(path: path)
    }

    /// The clock; `HEARTBEAT_CLOCK=START,ORIGIN,RATE` lets it run faster, for tests.
    func clock() throws -> GatewayClock {
        guard let text = ProcessInfo.processInfo.environment["HEARTBEAT_CLOCK"], !text.isEmpty else {
            return .system
        }
        let parts = text.split(separator: ",").map(String.init)
        guard parts.count == 3, let start = Instant.seconds(parts[0]), let origin = Double(parts[1]),
            let rate = Double(parts[2]), (0.01...1e5).contains(rate), origin.magnitude < 1e11
        else {
            throw CommandError(.badUsage, "HEARTBEAT_CLOCK: '\(text)'; expected TIME,SECONDS SINCE 1970,RATE")
        }
        guard state != nil else { throw CommandError(.refused, "HEARTBEAT_CLOCK goes with --state only") }
        return .accelerated(start: start, origin: origin, rate: rate)
    }
}
