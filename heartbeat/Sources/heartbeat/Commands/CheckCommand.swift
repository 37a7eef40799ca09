internal import ArgumentParser
private import Foundation
private import Gateway
private import HeartbeatFile
private import Kit
private import Settings

/// Says what is wrong with the files.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check HEARTBEAT.md, and heartbeat.toml when it is there.",
        discussion: """
            Prints the tasks with their next slots when all is well; else each finding with its line, and ends with 65.

            Example: heartbeat check HEARTBEAT.md
            """)

    @Argument(help: "The tasks.", completion: .file(extensions: ["md"]))
    var file = "HEARTBEAT.md"
    @Option(help: "Agents, routes and alarms; default: heartbeat.toml beside the tasks.", completion: .file())
    var config: String?
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let now = GatewayClock.system.now
        let (tasks, findings) = try TasksFile.read(file, now: now)
        var problems = findings.map { "\(file):\($0)" }
        let path = config ?? FileOptions.beside(file)
        if config != nil || FileManager.default.fileExists(atPath: path) {
            do {
                let settings = try FileOptions.parse(["--file", file, "--config", path]).settings()
                problems += Self.mismatches(tasks, settings).map { "\(file):\($0)" }
            } catch let error as SettingsError {
                problems.append("\(error)")
            }
        }
        guard problems.isEmpty else { throw CommandError(.badFiles, problems.joined(separator: "\n")) }
        StandardStreams.say(
            "\(file): \(tasks.tasks.count) \(tasks.tasks.count == 1 ? "task" : "tasks"), all well\n")
        try NextCommand.rows(tasks.tasks, count: 1, after: now).print(json: json)
    }

    /// What tasks name and settings do not have.
    private static func mismatches(_ file: HeartbeatFile, _ settings: Settings) -> [Finding] {
        file.tasks.filter(\.isEnabled).flatMap { task in
            var found: [Finding] = []
            if let route = task.route, task.say != .never, settings.route(route) == nil {
                found.append(
                    Finding(
                        line: task.line, key: "route",
                        problem: "'\(route)' is not in heartbeat.toml, or disabled"))
            }
            if settings.agent(task.agent) == nil {
                found.append(
                    Finding(
                        line: task.line, key: "agent", problem: "'\(task.agent)' is not in heartbeat.toml"))
            }
            for case .placeholder(.environment(let name)?, _) in Placeholder.pieces(task.prompt)
            where !settings.promptEnvironment.contains(name) {
                found.append(
                    Finding(
                        line: task.promptLine,
                        problem: "variable \(name) is not in prompt_env of heartbeat.toml"))
            }
            return found
        }
    }
}
