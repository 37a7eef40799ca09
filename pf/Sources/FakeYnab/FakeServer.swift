private import Foundation

/// A small HTTP server on 127.0.0.1 that answers one request a connection; for tests and the demo only.
public final class FakeServer {
    private let answers: FakeAnswers
    private var faults: [String]
    /// Called with each request's target and the headers it came with.
    private let log: (String) -> Void
    private let socket: Int32
    /// The port on which it listens.
    public let port: UInt16

    /// Listens on a port of 127.0.0.1; nil when it is taken.
    ///
    /// - Parameters:
    ///   - port: The port; 0 = any free one.
    ///   - answers: What it answers.
    ///   - faults: What goes wrong, one a request: a status, `404.2`, `delay`, `cut`, `type` or `behind`;
    ///     `ok` = nothing.
    ///   - log: Takes a line for each request.
    public init?(port: UInt16, answers: FakeAnswers, faults: [String], log: @escaping (String) -> Void) {
        self.answers = answers
        self.faults = faults
        self.log = log
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        socket = Foundation.socket(AF_INET, stream, 0)
        guard socket >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && listen(socket, 16) == 0
                    && getsockname(socket, address, &length) == 0
            }
        }
        guard isBound else {
            close(socket)
            return nil
        }
        self.port = UInt16(bigEndian: address.sin_port)
    }

    private static let delaySeconds: UInt32 = 1

    deinit { close(socket) }

    /// Answers requests until the process ends.
    public func run() {
        while true {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { continue }
            serve(connection)
            close(connection)
        }
    }

    private func serve(_ connection: Int32) {
        let request = Self.readHead(connection)
        let lines = request.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count == 3, words[0] == "GET" else { return }
        let target = String(words[1])
        let hasToken = lines.contains { $0.lowercased().hasPrefix("authorization: bearer ") }
        log("\(target) \(hasToken ? "with token" : "without token")")
        var (answer, type) = (hasToken ? answer(target) : answers.error(401, "401"), "application/json")
        var length: Int?
        if !faults.isEmpty {
            let fault = faults.removeFirst()
            switch fault {
            case "ok": break
            case "delay": sleep(Self.delaySeconds)
            case "cut":
                length = answer.body.utf8.count
                answer.body = String(answer.body.prefix(answer.body.count / 2))
            case "type": (answer.body, type) = ("<html>no</html>", "text/html")
            case "behind":
                answer.body = answer.body.split(
                    separator: "\"server_knowledge\":100", omittingEmptySubsequences: false
                )
                .joined(separator: "\"server_knowledge\":1")
            default: answer = answers.error(Int(fault.prefix(3)) ?? 500, fault)
            }
        }
        let head =
            "HTTP/1.1 \(answer.status) X\r\nContent-Type: \(type)\r\n"
            + "Content-Length: \(length ?? answer.body.utf8.count)\r\nConnection: close\r\n\r\n"
        Self.write(connection, head + answer.body)
    }

    private func answer(_ target: String) -> FakeAnswers.Answer {
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1).map(String.init)
            if sides.count == 2 { query[sides[0]] = sides[1] }
        }
        return answers.answer(path: parts[0], query: query)
    }

    private static func readHead(_ connection: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 1 << 16 {
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[0..<count]
            if bytes.suffix(4) == [13, 10, 13, 10] { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ connection: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, noSignal)
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}

#if canImport(Glibc)
    /// A client that went away is no reason to end.
    private let noSignal = Int32(MSG_NOSIGNAL)
#else
    private let noSignal: Int32 = 0
#endif
