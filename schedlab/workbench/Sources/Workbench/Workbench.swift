private import Foundation
private import Kit
public import PageAssets
private import Recording
private import TextFormats

/// Answers requests about the records below a folder.
public actor Workbench {
    /// What a server is to be.
    public struct Settings: Sendable {
        /// The folder.
        public var folder: String
        /// Where the server listens.
        public var port: Int
        /// What requests must bring; 128 bits.
        public var token: String
        /// Where parts are kept.
        public var cacheFolder: String?
        /// What the page is made of.
        public var files = WebFiles.embedded
        /// Environment of the process.
        public var environment: [String: String] = [:]

        /// A server of a folder.
        public init(folder: String, port: Int, token: String) {
            self.folder = folder
            self.port = port
            self.token = token
        }
    }

    private let settings: Settings
    private let doorkeeper: Guard
    private let cache: PartCache
    private var runs: RunFolder
    private var open: [String: (stamp: RunFolder.Stamp, run: OpenRun)] = [:]
    private var order: [String] = []

    /// Records that are held open.
    private static let openLimit = 4

    /// Looks through a folder.
    public init(_ settings: Settings) {
        self.settings = settings
        doorkeeper = Guard(token: settings.token, port: settings.port)
        cache = settings.cacheFolder.map { PartCache(folder: $0) } ?? .usual(settings.environment)
        runs = RunFolder(path: settings.folder)
    }

    /// A token for ``Settings``.
    public static func newToken() -> String {
        var random = SystemRandomNumberGenerator()
        return Guard.newToken(using: &random)
    }

    /// Answers a request; never fails.
    public func respond(_ request: Request) async -> Response {
        do {
            try doorkeeper.check(request)
            var response = try await answer(request)
            response.headers += Self.safety
            if request.method == "HEAD" { response.body = [] }
            return response
        } catch {
            var response = Self.refusal(error).response
            response.headers += Self.safety
            return response
        }
    }

    private static let safety = [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
    ]

    private static func refusal(_ error: any Error) -> Refusal {
        switch error {
        case let refusal as Refusal: return refusal
        case let error as RecordError:
            var status = 422
            if case .notRecorded = error { status = 404 }
            return Refusal(
                status: status, code: "record", message: "\(error)",
                hint: "schedlab check says what is wrong with a record")
        case let error as FileError:
            return Refusal(
                status: 404, code: "file", message: "\(error)",
                hint: "reload the list of runs: it may have been moved or deleted")
        default:
            return Refusal(
                status: 500, code: "internal", message: "\(error)", hint: "schedlab serve shows more")
        }
    }

    // MARK: Routes

    private func answer(_ request: Request) async throws -> Response {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(
            String.init)
        if parts == [""] { return try page() }
        guard parts.first == "api" else { throw Refusal.unknown("page \(request.path)") }
        try doorkeeper.checkToken(request)
        if parts == ["api", "runs"] { return list(request) }
        guard parts.count >= 5, parts[1] == "runs", parts[3] == "parts" else {
            throw Refusal.unknown("address \(request.path)")
        }
        let run = try openRun(parts[2])
        return try await answer(run, part: parts[4...].joined(separator: "/"), request)
    }

    private func answer(_ run: OpenRun, part: String, _ request: Request) async throws -> Response {
        switch part {
        case "why":
            let (job, round) = (try Self.whole("job", request), try Self.whole("round", request))
            return Self.json(try await run.why(job: job, round: round))
        case "job": return Self.json(try await run.life(job: try Self.whole("n", request)))
        case "at":
            guard let text = request.query["t"], let seconds = Double(text), seconds.isFinite else {
                throw Refusal.bad(
                    "t is '\(request.query["t"] ?? "")'", hint: "give seconds on the run's clock")
            }
            return Self.json(try await run.at(seconds: seconds))
        case "diff":
            let id = request.query["other"] ?? ""
            guard let other = runs[id] else { throw Refusal.unknown("run \(id)") }
            return Self.json(try await run.difference(to: other.path, id: id))
        default:
            let tag = "\"\(run.tag)\""
            let headers = [("ETag", tag), ("Cache-Control", "no-cache")]
            if request.headers["if-none-match"] == tag { return Response(status: 304, headers: headers) }
            guard Self.isPart(part), let bytes = try await run.part(part) else {
                throw Refusal.unknown("part \(part)")
            }
            let type = part == "run" ? "application/json" : "application/octet-stream"
            return Response(
                headers: headers + [("Content-Type", type), ("Content-Encoding", "deflate")], body: bytes)
        }
    }

    /// Names that a part can have: nothing that could be a path.
    private static func isPart(_ name: String) -> Bool {
        if ["run", "times", "rounds", "jobs", "first"].contains(name) { return true }
        let pieces = name.split(separator: "/", omittingEmptySubsequences: false)
        return pieces.count == 2 && pieces[0] == "stays" && (1...9).contains(pieces[1].count)
            && pieces[1].allSatisfy { ("0"..."9").contains($0) }
    }

    private static func whole(_ name: String, _ request: Request) throws(Refusal) -> Int {
        guard let text = request.query[name], let value = Int(text), abs(value) < 1 << 31 else {
            throw .bad("\(name) is '\(request.query[name] ?? "")'", hint: "give a whole number")
        }
        return value
    }

    private static func json(_ text: String) -> Response {
        Response(
            headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
            body: Array(text.utf8))
    }

    // MARK: Page and list

    private func page() throws -> Response {
        let shell = try PageShell(settings.files, title: "schedlab", isServed: true)
        let index = JSONValue.object([
            ("version", .int(1)), ("generator", .string("schedlab-workbench")), ("mode", .string("server")),
            ("command", .string("")), ("runs", .array([])),
        ])
        let packed = PartCache.packed(Array(index.oneLine.utf8)) ?? []
        let element = PageShell.element(name: "index", base64: Data(packed).base64EncodedString())
        return Response(
            headers: [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")],
            body: Array((shell.head + element + shell.tail).utf8))
    }

    private func list(_ request: Request) -> Response {
        runs.scan()
        let lines = runs.entries.map(\.described).joined(separator: ",\n")
        let body = Array(
            "{\"version\": 1, \"folder\": \(JSONValue.string(runs.path).oneLine), \"runs\": [\n\(lines)\n]}"
                .utf8)
        let tag = "\"\(SHA256.hexDigest(body).prefix(32))\""
        let headers = [("ETag", tag), ("Cache-Control", "no-cache"), ("Content-Type", "application/json")]
        if request.headers["if-none-match"] == tag { return Response(status: 304, headers: headers) }
        return Response(headers: headers, body: body)
    }

    /// A record by its id; opened anew when the file is another one by now.
    private func openRun(_ id: String) throws -> OpenRun {
        if runs.entries.isEmpty || runs[id] == nil { runs.scan() }
        guard let entry = runs[id] else { throw Refusal.unknown("run \(id)") }
        guard let stamp = RunFolder.stamp(entry.path) else {
            open[id] = nil
            throw Refusal(
                status: 410, code: "gone", message: "\(entry.path) is not there any more",
                hint: "reload the list of runs: it was moved or deleted")
        }
        if let known = open[id], known.stamp == stamp { return known.run }
        let run = try OpenRun(path: entry.path, id: id, cache: cache)
        open[id] = (stamp, run)
        order.removeAll { $0 == id }
        order.append(id)
        while order.count > Self.openLimit { open[order.removeFirst()] = nil }
        return run
    }
}
