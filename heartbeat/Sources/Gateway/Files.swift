import Delivery
import HeartbeatFile
private import Kit
internal import Ledger
private import Schedule
import Settings

/// HEARTBEAT.md and heartbeat.toml as they are in force: the last good state of each.
struct Files: Sendable {
    /// The tasks.
    package var tasks: [TaskSpec]
    /// Agents, routes, alarms.
    package var settings: Settings
    /// The channels of the routes in use, by name.
    var channels: [String: any Channel]
    /// Why routes or agents that tasks name cannot be used, by `route:NAME` or `agent:NAME`.
    package var unusable: [(name: String, problem: String)]
    /// What is wrong with the files as they are now; nil = nothing.
    package var problem: String?

    /// The enabled tasks by name.
    private let enabled: [String: TaskSpec]

    /// The enabled task of a name.
    func task(_ id: String) -> TaskSpec? { enabled[id] }

    /// The enabled tasks that may speak, by route.
    func speaking(on route: String) -> [TaskSpec] {
        tasks.filter { $0.isEnabled && $0.say != .never && $0.route == route }
    }

    /// The routes that enabled tasks speak on and that there are, by name.
    var routesInUse: [RouteSettings] {
        settings.routes.filter { $0.isEnabled && !speaking(on: $0.name).isEmpty }
    }

    init(tasks: [TaskSpec], settings: Settings, environment: [String: String]) {
        self.tasks = tasks
        self.settings = settings
        enabled = Dictionary(tasks.filter(\.isEnabled).map { ($0.id, $0) }) { first, _ in first }
        channels = [:]
        unusable = []
        for route in settings.routes where route.isEnabled {
            switch Channels.channel(route, folder: settings.workspace, environment: environment) {
            case .success(let channel): channels[route.name] = channel
            case .failure(let missing): unusable.append(("route:\(route.name)", "cannot be used: \(missing)"))
            }
        }
        for task in tasks where task.isEnabled {
            if let name = task.route, task.say != .never, settings.route(name) == nil {
                let isDisabled = settings.routes.contains { $0.name == name }
                note(
                    "route:\(name)", isDisabled ? "is disabled in heartbeat.toml" : "is not in heartbeat.toml"
                )
            }
            if settings.agent(task.agent) == nil { note("agent:\(task.agent)", "is not in heartbeat.toml") }
        }
    }

    private mutating func note(_ name: String, _ problem: String) {
        if !unusable.contains(where: { $0.name == name }) { unusable.append((name, problem)) }
    }
}

/// Reads the files anew for each pass; what did not change is not read again in earnest.
struct FilesReader {
    let paths: FilePaths
    let environment: [String: String]
    private var bytes: (tasks: [UInt8], settings: [UInt8]) = ([], [])
    private var current: Files?
    private var problems: (tasks: String?, settings: String?)

    init(_ paths: FilePaths, environment: [String: String]) {
        self.paths = paths
        self.environment = environment
    }

    /// The files in force.
    ///
    /// - Throws: ``FilesError`` when there is no good state to go on with.
    mutating func read(_ ledger: Ledger, now: Int) throws -> Files {
        let isNewSettings = try readSettings(ledger)
        let isNewTasks = try readTasks(ledger, now: now)
        if isNewSettings || isNewTasks, let files = current {
            current = Files(tasks: files.tasks, settings: files.settings, environment: environment)
            try ledger.seeRoutes(files.settings.routes.map(\.name), now: now)
        }
        guard var files = current else {
            throw FilesError(problems: [problems.tasks, problems.settings].compactMap(\.self))
        }
        let found = [problems.tasks, problems.settings].compactMap(\.self)
        files.problem = found.isEmpty ? nil : found.joined(separator: "\n")
        return files
    }

    private mutating func readSettings(_ ledger: Ledger) throws -> Bool {
        do {
            let found = try TextFile.bytes(paths.settings, limit: FilePaths.limitBytes)
            if found == bytes.settings { return false }
            let settings = try SettingsReader.read(
                String(decoding: found, as: UTF8.self), path: paths.settings)
            bytes.settings = found
            problems.settings = nil
            current = Files(tasks: current?.tasks ?? [], settings: settings, environment: environment)
            return true
        } catch let error as any CustomStringConvertible & Error {
            problems.settings = "\(error)"
            bytes.settings = current == nil ? [] : bytes.settings
            guard current != nil else { throw FilesError(problems: ["\(error)"]) }
            return false
        }
    }

    private mutating func readTasks(_ ledger: Ledger, now: Int) throws -> Bool {
        let isFirst = bytes.tasks.isEmpty
        var findings: [Finding]
        do throws(FileError) {
            let found = try TextFile.bytes(paths.tasks, limit: FilePaths.limitBytes)
            if found == bytes.tasks { return false }
            bytes.tasks = found
            let file = HeartbeatFile(found)
            findings = file.findings.isEmpty ? FileCheck.findings(file, now: now) : file.findings
            if findings.isEmpty {
                problems.tasks = nil
                current?.tasks = file.tasks
                try? ledger.set(.goodFile, String(decoding: found, as: UTF8.self))
                return true
            }
        } catch {
            bytes.tasks = []
            problems.tasks = "\(error)"
            return try isFirst && current?.tasks.isEmpty != false && takeGoodFile(ledger)
        }
        problems.tasks = findings.map { "\(paths.tasks):\($0)" }.joined(separator: "\n")
        return try isFirst && takeGoodFile(ledger)
    }

    /// After a start, the tasks that ran before.
    private mutating func takeGoodFile(_ ledger: Ledger) throws -> Bool {
        guard let good = try ledger.value(.goodFile), !HeartbeatFile(good).tasks.isEmpty else {
            throw FilesError(problems: [problems.tasks ?? ""])
        }
        current?.tasks = HeartbeatFile(good).tasks
        return true
    }
}

/// Where the files are.
package struct FilePaths: Sendable {
    /// HEARTBEAT.md.
    package var tasks: String
    /// heartbeat.toml.
    package var settings: String

    /// Two paths.
    package init(tasks: String, settings: String) {
        self.tasks = tasks
        self.settings = settings
    }

    /// Most bytes that are read of either.
    package static let limitBytes = 1 << 20
}

/// Files that cannot be used, and no earlier state of them that could.
package struct FilesError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, a line each, the file in front.
    package let problems: [String]
    /// All problems.
    package var description: String { problems.joined(separator: "\n") }
}
