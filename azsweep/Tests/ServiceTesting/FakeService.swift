package import Foundation
private import KitTesting

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// A server of the tests' own, on a port of its own; ends with its last reference.
package final class FakeService: @unchecked Sendable {
    // Sendable: everything is set in the initializer; the process is only ended, in deinit.
    /// A folder for the test's files; removed at the end.
    package let folder: URL
    /// Where the server listens.
    package let endpoint: String
    private let process = Process()
    private let logPath: URL

    /// The folder of servers and worlds.
    package static let support = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Support")

    /// A request that the server has seen.
    package struct Request: Sendable {
        /// Seconds since the server began.
        package let seconds: Double
        /// The verb.
        package let method: String
        /// Without the query.
        package let path: String
        /// Of the answer.
        package let status: Int
        /// Whether it may change the world.
        package var isWrite: Bool { method != "GET" }
    }

    /// Serves a world of the folder.
    package convenience init(world: String) throws {
        let data = try Data(contentsOf: Self.support.appendingPathComponent("Worlds/\(world).json"))
        try self.init(json: data)
    }

    /// Serves a world of the folder with changes.
    package convenience init(world: String, _ change: (inout [String: Any]) -> Void) throws {
        let data = try Data(contentsOf: Self.support.appendingPathComponent("Worlds/\(world).json"))
        var value = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        change(&value)
        try self.init(json: try JSONSerialization.data(withJSONObject: value))
    }

    /// Serves a world.
    package convenience init(json: Data) throws {
        let folder = try Self.newFolder()
        let world = folder.appendingPathComponent("world.json")
        try json.write(to: world)
        try self.init(folder: folder, script: "armfake.py", argument: world.path)
    }

    /// A server that breaks its word.
    package convenience init(fault: String) throws {
        try self.init(folder: try Self.newFolder(), script: "faultserver.py", argument: fault)
    }

    private init(folder: URL, script: String, argument: String) throws {
        self.folder = folder
        let portFile = folder.appendingPathComponent("port")
        logPath = folder.appendingPathComponent("requests.log")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", Self.support.appendingPathComponent(script).path, argument, "--port-file",
            portFile.path,
            "--log", logPath.path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try CommandResult.start(process)
        let end = Date().addingTimeInterval(20)
        var port = ""
        while port.isEmpty, Date() < end {
            usleep(20_000)
            port = (try? String(contentsOf: portFile, encoding: .utf8)) ?? ""
        }
        endpoint = "http://127.0.0.1:\(port)"
    }

    deinit {
        // A child of a pool's thread has SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func newFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "azsweep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// A path in the test's folder.
    package func file(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// The end state of the world.
    package func state() throws -> [String: Any] {
        let data = try Data(contentsOf: URL(string: endpoint + "/_world") ?? folder)
        return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// A list of names in the world: `accounts`, `deleted`, `groups`.
    package func names(_ list: String) throws -> [String] { try state()[list] as? [String] ?? [] }

    /// All lines of the log.
    package func lines() throws -> [String] {
        try String(contentsOf: logPath, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// All requests so far; of a world's server.
    package func requests() throws -> [Request] {
        try lines().compactMap { line in
            guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            else { return nil }
            let status = object["status"] as? Int ?? 0
            return Request(
                seconds: object["t"] as? Double ?? 0, method: object["method"] as? String ?? "",
                path: (object["path"] as? String ?? "").lowercased(), status: status)
        }
    }
}
