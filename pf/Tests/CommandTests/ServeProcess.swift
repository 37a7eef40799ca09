import Foundation
import JSONText
import KitTesting
import Testing

/// `pf serve` as a process of its own, ended with its last user.
final class ServeProcess: Sendable {
    let process: Process
    private let log: URL
    /// What it printed: one JSON line.
    let line: JSONNode
    let port: Int

    /// Starts the server and waits until it listens.
    init(_ home: Home, _ options: [String] = [], environment more: [String: String] = [:]) throws {
        process = CommandResult.process(
            Home.program, ["serve", "--port", "0"] + options,
            environment: home.environment.merging(more) { $1 },
            in: home.work)
        let out = home.work.appendingPathComponent("\(UUID().uuidString).out")
        log = home.work.appendingPathComponent("\(UUID().uuidString).log")
        for file in [out, log] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: log)
        try CommandResult.start(process)
        var text = ""
        for _ in 0..<1500 where !text.hasSuffix("\n") && process.isRunning {
            usleep(20_000)
            text = (try? String(contentsOf: out, encoding: .utf8)) ?? ""
        }
        let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        try #require(text.hasSuffix("\n"), "the server did not start: \(said)")
        line = try JSONParser.parse(text)
        port = line["port"]?.int ?? 0
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var messages: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// Asks it to end as systemd and container engines do; its exit code.
    func end() -> Int32 {
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }

    /// The value that a link sets as cookie, and the token of its pages.
    func enter() throws -> (cookie: String, token: String) {
        let link = try #require(line["link"]?.string)
        let parts = link.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let target = "/" + (try #require(parts.last))
        let opened = try RawHTTP.get(port, target)
        let cookie = try #require(opened.headers.first { $0.lowercased().hasPrefix("set-cookie: ") })
            .dropFirst("set-cookie: ".count).prefix { $0 != ";" }
        let page = try RawHTTP.get(port, "/documents", ["Cookie: \(cookie)"])
        let match = try #require(page.body.firstMatch(of: /name="pf-token" content="([0-9a-f]+)"/))
        return (String(cookie), String(match.1))
    }
}

/// HTTP by hand, so that a test can send what no client library would.
struct RawHTTP {
    var status: Int
    var headers: [String]
    var body: String

    static func get(_ port: Int, _ target: String, _ headers: [String] = []) throws -> RawHTTP {
        try send(port, head("GET", target, port, headers))
    }

    static func head(_ method: String, _ target: String, _ port: Int, _ headers: [String]) -> String {
        var lines = ["\(method) \(target) HTTP/1.1"]
        if !headers.contains(where: { $0.lowercased().hasPrefix("host:") }) {
            lines.append("Host: 127.0.0.1:\(port)")
        }
        return (lines + headers + ["Connection: close", "", ""]).joined(separator: "\r\n")
    }

    /// Sends bytes and reads the answer to its end.
    static func send(_ port: Int, _ text: String, then body: [UInt8] = []) throws -> RawHTTP {
        let socket = try connect(port)
        defer { close(socket) }
        write(socket, Array(text.utf8))
        if !body.isEmpty { write(socket, body) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(socket, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            bytes += chunk[0..<count]
        }
        let answer = String(decoding: bytes, as: UTF8.self)
        let end = answer.range(of: "\r\n\r\n")
        let lines = answer[..<(end?.lowerBound ?? answer.endIndex)].components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return RawHTTP(
            status: status, headers: Array(lines.dropFirst()),
            body: end.map { String(answer[$0.upperBound...]) } ?? "")
    }

    static func connect(_ port: Int) throws -> Int32 {
        #if canImport(Glibc)
            let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let done = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(done == 0, "no connection to port \(port)")
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return socket
    }

    static func write(_ socket: Int32, _ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            #if canImport(Glibc)
                let flags = Int32(MSG_NOSIGNAL)
            #else
                let flags: Int32 = 0
            #endif
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(socket, $0.baseAddress, $0.count, flags)
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
