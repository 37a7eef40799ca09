private import Foundation
private import HeartbeatFile
private import TOMLKit

/// Reads heartbeat.toml and collects what is wrong with it.
public struct SettingsReader {
    private let path: String
    private let folder: String
    private var problems: [String] = []

    /// Reads the text of a file.
    ///
    /// - Parameters:
    ///   - text: TOML 1.0.
    ///   - path: Its path; relative paths in it start from its folder.
    /// - Returns: What it says.
    /// - Throws: ``SettingsError`` with everything that is wrong.
    public static func read(_ text: String, path: String) throws(SettingsError) -> Settings {
        var reader = SettingsReader(path: path)
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw SettingsError(path: path, problems: ["\(error.source.begin.line): \(error.description)"])
        } catch {
            throw SettingsError(path: path, problems: ["it is not TOML: \(error)"])
        }
        let settings = reader.settings(table)
        guard reader.problems.isEmpty else { throw SettingsError(path: path, problems: reader.problems) }
        return settings
    }

    private init(path: String) {
        self.path = path
        folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    private mutating func settings(_ table: TOMLTable) -> Settings {
        var root = TableReader(
            table, "heartbeat.toml", ["workspace", "prompt_env", "agents", "routes", "alarm"])
        let workspace = root.string("workspace") ?? "."
        let promptEnvironment = root.strings("prompt_env") ?? []
        var agents: [AgentSettings] = []
        for (name, table) in root.tables("agents") { agents.append(agent(name, table)) }
        var routes: [RouteSettings] = []
        for (name, table) in root.tables("routes") {
            if let route = route(name, table) { routes.append(route) }
        }
        let alarm = root.table("alarm").map { self.alarm($0) } ?? AlarmSettings()
        problems += root.problems
        for name in alarm.routes where !routes.contains(where: { $0.name == name }) && problems.isEmpty {
            problems.append(
                "alarm.routes: '\(name)' is no route; known are \(routes.map(\.name).joined(separator: ", "))"
            )
        }
        return Settings(
            path: path, workspace: absolute(workspace), promptEnvironment: promptEnvironment, agents: agents,
            routes: routes, alarm: alarm)
    }

    private mutating func agent(_ name: String, _ table: TOMLTable) -> AgentSettings {
        var reader = TableReader(table, "agents.\(name)", ["argv", "env"])
        let arguments =
            reader.required(reader.strings("argv"), "argv", "a list of program and arguments") ?? []
        if arguments.isEmpty { reader.note("argv", "it is empty; expected program and arguments") }
        let environment = reader.strings("env") ?? []
        problems += reader.problems
        return AgentSettings(name: name, arguments: arguments, environment: environment)
    }

    private mutating func route(_ name: String, _ table: TOMLTable) -> RouteSettings? {
        let common = ["kind", "ack", "ack_within", "timeout", "ttl", "enabled"]
        let own: [String: [String]] = [
            "signal": ["url", "account", "recipients", "insecure"],
            "webhook": ["url", "headers", "hmac", "insecure"],
            "command": ["argv", "env", "subject"],
            "file": ["path"],
        ]
        let kindName = table["kind"]?.string ?? ""
        guard let keys = own[kindName] else {
            problems.append("routes.\(name).kind: '\(kindName)'; expected signal, webhook, command or file")
            return nil
        }
        var reader = TableReader(table, "routes.\(name)", common + keys)
        let kind = kind(kindName, &reader)
        let acknowledgement = reader.choice("ack", ["accepted", "delivered", "confirmed"]) ?? "accepted"
        let route = RouteSettings(
            name: name, kind: kind ?? .file(path: ""), acknowledgement: acknowledgement,
            acknowledgeWithinSeconds: reader.period("ack_within") ?? 600,
            timeoutSeconds: reader.period("timeout", 1...300) ?? 10,
            lifetimeSeconds: reader.period("ttl") ?? RouteSettings.standardLifetimeSeconds,
            isEnabled: reader.bool("enabled") ?? true)
        problems += reader.problems
        return kind == nil ? nil : route
    }

    private func kind(_ name: String, _ reader: inout TableReader) -> RouteSettings.Kind? {
        switch name {
        case "signal":
            guard
                let url = reader.required(reader.string("url"), "url", "the address of signal-cli's daemon"),
                let account = reader.required(reader.secret("account"), "account", "the sender's number"),
                let recipients = reader.required(
                    reader.secrets("recipients"), "recipients", "a list of numbers")
            else { return nil }
            reader.checkURL(url, isInsecure: reader.bool("insecure") ?? false)
            if recipients.isEmpty { reader.note("recipients", "it is empty; expected at least one number") }
            return .signal(url: url, account: account, recipients: recipients)
        case "webhook":
            guard let url = reader.required(reader.secret("url"), "url", "where to POST to") else {
                return nil
            }
            if case .literal(let text) = url {
                reader.checkURL(text, isInsecure: reader.bool("insecure") ?? false)
            }
            return .webhook(url: url, headers: reader.headers("headers"), signingKey: reader.secret("hmac"))
        case "command":
            guard
                let arguments = reader.required(
                    reader.strings("argv"), "argv", "a list of program and arguments"),
                !arguments.isEmpty
            else { return nil }
            return .command(
                arguments: arguments, environment: reader.strings("env") ?? [],
                subject: reader.string("subject"))
        default:
            guard let path = reader.required(reader.string("path"), "path", "the file that grows") else {
                return nil
            }
            return .file(path: absolute(path))
        }
    }

    private mutating func alarm(_ table: TOMLTable) -> AlarmSettings {
        var reader = TableReader(table, "alarm", ["routes", "ping", "canary", "grace", "insecure"])
        var alarm = AlarmSettings()
        alarm.routes = reader.strings("routes") ?? []
        alarm.ping = reader.secret("ping")
        if case .literal(let url) = alarm.ping {
            reader.checkURL(url, key: "ping", isInsecure: reader.bool("insecure") ?? false)
        }
        alarm.canarySeconds = reader.period("canary", 600...Period.limitSeconds) ?? alarm.canarySeconds
        alarm.graceSeconds = reader.period("grace") ?? alarm.graceSeconds
        problems += reader.problems
        return alarm
    }

    private func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
            .standardizedFileURL.path
    }
}
