internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import HeartbeatFile
internal import Kit
internal import Ledger
internal import Settings

/// Where the files are.
struct FileOptions: ParsableArguments {
    @Option(help: "The tasks.", completion: .file(extensions: ["md"]))
    var file = "HEARTBEAT.md"

    @Option(help: "Agents, routes and alarms; default: heartbeat.toml beside the tasks.", completion: .file())
    var config: String?

    /// Both paths.
    var paths: FilePaths {
        FilePaths(tasks: file, settings: config ?? Self.beside(file))
    }

    /// The settings.
    func settings() throws -> Settings { try SettingsReader.read(settingsText(), path: paths.settings) }

    /// Refuses to begin without the files.
    ///
    /// - `hasBegun`: Whether a ledger remembers the tasks.
    func require(hasBegun: Bool) throws {
        _ = try settingsText()
        guard hasBegun || FileManager.default.fileExists(atPath: file) else {
            throw CommandError(.notFound, "\(file): there is no such file; give another by --file")
        }
    }

    /// The settings' text.
    func settingsText() throws -> String {
        guard FileManager.default.fileExists(atPath: paths.settings) else {
            throw CommandError(
                .notFound, "\(paths.settings): there is no such file; give another by --config")
        }
        return try TextFile.text(paths.settings, limit: FilePaths.limitBytes)
    }

    /// The tasks.
    ///
    /// - Throws: When there is no file, or anything is wrong with it.
    func tasks(now: Int) throws -> [TaskSpec] {
        let (file, findings) = try TasksFile.read(file, now: now)
        guard findings.isEmpty else {
            throw CommandError(.badFiles, findings.map { "\(self.file):\($0)" }.joined(separator: "\n"))
        }
        return file.tasks
    }

    /// The settings that belong to a file of tasks.
    static func beside(_ tasks: String) -> String {
        URL(fileURLWithPath: tasks).deletingLastPathComponent().appendingPathComponent("heartbeat.toml")
            .relativePath
    }
}

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

/// A time on the command line.
struct TimeArgument: ExpressibleByArgument {
    /// Seconds since 1970.
    let seconds: Int

    init?(argument: String) {
        guard let seconds = Instant.seconds(argument) else { return nil }
        self.seconds = seconds
    }
}

/// A length of time on the command line.
struct PeriodArgument: ExpressibleByArgument, CustomStringConvertible {
    /// In seconds.
    let seconds: Int

    init?(argument: String) {
        guard let seconds = Period.seconds(argument), seconds > 0 else { return nil }
        self.seconds = seconds
    }

    init(seconds: Int) { self.seconds = seconds }

    var description: String { seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s" }
}

extension Log {
    /// Lines on standard error.
    static var standardError: Log {
        Log(hasPriorities: ProcessInfo.processInfo.environment["JOURNAL_STREAM"]?.isEmpty == false) {
            StandardStreams.say($0)
        }
    }
}
