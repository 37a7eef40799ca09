package import Foundation
package import KitTesting

/// A folder with HEARTBEAT.md, heartbeat.toml and a state, and the built command to work on them.
package final class Home: Sendable {
    /// The folder; removed at the end.
    package let folder: URL

    /// The built command.
    package static let executable: URL = {
        // The test bundle lies beside the program.
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        return (bundle ?? URL(fileURLWithPath: CommandLine.arguments[0])).deletingLastPathComponent()
            .appendingPathComponent("heartbeat")
    }()

    /// A folder with files; an agent `default` that says `HEARTBEAT_OK` unless the settings have one.
    package init(_ tasks: String, _ settings: String, agent: [String]? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "heartbeat-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write("HEARTBEAT.md", tasks)
        let words = (agent ?? ["echo", "HEARTBEAT_OK"]).map { "'''\($0)'''" }.joined(separator: ", ")
        try write("heartbeat.toml", settings + "\n[agents.default]\nargv = [\(words)]\n")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A path in the folder.
    package func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Writes a file.
    package func write(_ name: String, _ text: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    /// Writes a program.
    package func writeProgram(_ name: String, _ text: String) throws {
        try write(name, text)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
    }

    /// A file's text; empty when there is none.
    package func text(_ name: String) -> String {
        (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
    }

    /// Objects of a file of JSON lines.
    package func lines(_ name: String) throws -> [[String: Any]] {
        try text(name).split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
    }

    /// A field of each line of a file of JSON lines.
    package func lines(_ name: String, _ field: String) throws -> [String] {
        try lines(name).map { $0[field] as? String ?? "" }
    }

    /// Runs the command, with the state of this folder.
    @discardableResult
    package func run(_ arguments: String..., environment: [String: String] = [:]) throws -> CommandResult {
        try CommandResult.run(
            Self.executable, arguments + ["--state", "state"], environment: environment, in: folder)
    }

    /// One pass at a time.
    @discardableResult
    package func tick(
        _ time: String, _ more: String..., environment: [String: String] = [:]
    ) throws -> CommandResult {
        try CommandResult.run(
            Self.executable, ["tick", "--state", "state", "--now", time] + more, environment: environment,
            in: folder)
    }

    /// A command's JSON.
    package func json(_ arguments: String...) throws -> [[String: Any]] {
        let result = try CommandResult.run(
            Self.executable, arguments + ["--json", "--state", "state"], in: folder)
        return try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
    }

    /// The slots of a task, the oldest first, as `2026-03-08T10:00:00Z state`.
    package func slots(_ task: String) throws -> [String] {
        try json("log", task, "--count", "100000").reversed().map {
            "\($0["due"] as? String ?? "") \($0["state"] as? String ?? "")"
        }
    }

    /// The keys of the open alarms.
    package func alarms() throws -> [String] {
        let result = try run("state", "--json")
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        return (object?["alarms"] as? [[String: Any]] ?? []).map { $0["key"] as? String ?? "" }
    }

    /// Settings with two routes into files: `me` for messages, `alarms` for alarms.
    package static let fileRoutes = """
        [routes.me]
        kind = "file"
        path = "out"
        [routes.alarms]
        kind = "file"
        path = "alarms"
        [alarm]
        routes = ["alarms"]
        """

    /// Starts the gateway; whoever asks ends it.
    package func start(environment: [String: String] = [:], log: String = "run.log") throws -> Process {
        let process = CommandResult.process(
            Self.executable, ["run", "--state", "state"], environment: environment, in: folder)
        if !FileManager.default.fileExists(atPath: path(log)) { try write(log, "") }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path(log)))
        try file.seekToEnd()
        process.standardError = file
        try CommandResult.start(process)
        return process
    }

    /// Waits until something is so.
    ///
    /// - Returns: Whether it came to be so in time.
    package static func wait(_ seconds: Double, until isSo: () throws -> Bool) rethrows -> Bool {
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            if try isSo() { return true }
            usleep(50_000)
        }
        return try isSo()
    }
}
