internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import HeartbeatFile
internal import Kit
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
