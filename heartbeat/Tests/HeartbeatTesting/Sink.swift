package import Foundation
private import KitTesting

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// A server of a test's own that plays the receiving side; ends with its last reference.
package final class Sink: @unchecked Sendable {
    // Sendable: everything is set in the initializer; the process is only ended, in deinit.
    /// As `http://127.0.0.1:PORT`, or the port alone for mail.
    package let port: String
    private let folder: URL
    private let process = Process()

    /// The folder of servers and data.
    package static let support = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Support")

    /// Plays signal-cli and a webhook.
    package convenience init() throws { try self.init("python3", "sinkfake.py", []) }

    /// Plays a mail server that gives each recipient the next of the answers.
    package convenience init(mailBy python: String, answers: [Int] = []) throws {
        try self.init(python, "mailsink.py", ["--answers", answers.map(String.init).joined(separator: ",")])
    }

    private init(_ python: String, _ script: String, _ arguments: [String]) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sink-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let portFile = folder.appendingPathComponent("port")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [python, Self.support.appendingPathComponent(script).path, "--port-file", portFile.path]
            + ["--log", folder.appendingPathComponent("log").path] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try CommandResult.start(process)
        let end = Date().addingTimeInterval(20)
        var found = ""
        while found.isEmpty, Date() < end {
            usleep(20_000)
            found = (try? String(contentsOf: portFile, encoding: .utf8)) ?? ""
        }
        port = found
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Where it listens.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// Changes how it answers.
    package func play(_ mode: String) throws {
        let run = try CommandResult.run(
            URL(fileURLWithPath: "/usr/bin/env"), ["curl", "-sf", "-X", "POST", "\(url)/_mode?m=\(mode)"],
            in: folder)
        guard run.status == 0 else { throw SinkError(problem: "mode \(mode): curl ended with \(run.status)") }
    }

    /// What it has seen, in order, of a kind: `hook`, `signal`, `ping`, `mail`, `rcpt`.
    package func seen(_ kind: String) throws -> [[String: Any]] {
        let text = (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").compactMap {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }.filter { $0["kind"] as? String == kind }
    }

    /// A field of everything of a kind that it has seen.
    package func seen(_ kind: String, _ field: String) throws -> [String] {
        try seen(kind).map { $0[field] as? String ?? "" }
    }
}

/// Why a sink cannot be used.
struct SinkError: Error {
    let problem: String
}
