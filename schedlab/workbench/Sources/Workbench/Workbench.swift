private import Foundation
private import Kit
public import PageAssets
private import Recording
private import Reports

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

    private nonisolated let executor = QueueExecutor("folder")
    private let settings: Settings
    private let doorkeeper: Guard
    private let exporter = Exporter(generator: Workbench.generator)
    private let cache: PartCache
    private var runs: RunFolder
    private var open: [String: (stamp: RunFolder.Stamp, run: OpenRun)] = [:]
    private var order: [String] = []

    /// Records that are held open.
    private static let openLimit = 4
    private static let generator = "schedlab-workbench"

    /// Looking through a folder of thousands of records takes seconds: not on a thread that serves connections.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

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
    public nonisolated func respond(_ request: Request) async -> Response {
        do {
            try doorkeeper.check(request)
            var response = try await answer(request)
            response.headers += Self.safety
            return response
        } catch {
            return Self.refuse(Self.refusal(error))
        }
    }

    /// The answer to a request that cannot be read.
    public static func refuse(_ refusal: Refusal) -> Response {
        var response = refusal.response
        response.headers += safety
        return response
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

    private nonisolated func answer(_ request: Request) async throws -> Response {
        let steps = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(
            String.init)
        if steps == [""] { return try page() }
        guard steps.first == "api" else { throw Refusal.unknown("page \(request.path)") }
        try doorkeeper.checkToken(request)
        if steps == ["api", "runs"] { return await list(request) }
        guard steps.count >= 5, steps[1] == "runs" else { throw Refusal.unknown("address \(request.path)") }
        let rest = steps[4...].joined(separator: "/")
        switch steps[3] {
        case "parts":
            let run = try await openRun(steps[2], wanted: request.headers["if-match"])
            var other: OpenRun?
            if let id = request.query["other"] { other = try await openRun(id) }
            return try await PartAnswer(run: run, other: other, request: request).answer(rest)
        case "export": return try await export(steps[2], rest, request)
        default: throw Refusal.unknown("address \(request.path)")
        }
    }

    private nonisolated func export(
        _ id: String, _ name: String, _ request: Request
    ) async throws -> Response {
        let pieces = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard let form = pieces.first.flatMap(ExportForm.init(rawValue:)) else {
            let forms = ExportForm.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal.bad("there is no form \(name)", hint: "one of \(forms)")
        }
        var table: String?
        if form == .csv {
            table = pieces.last
            guard pieces.count == 2, CSVExport.tables.contains(pieces[1]) else {
                let tables = CSVExport.tables.joined(separator: ", ")
                throw Refusal.bad("csv is several tables", hint: "ask for csv/ and one of \(tables)")
            }
        } else if pieces.count > 1 {
            throw Refusal.unknown("export \(name)")
        }
        var records = [try await openRun(id).record]
        if let other = request.query["other"], form.recordLimit > 1 {
            records.append(try await openRun(other).record)
        }
        let file = try await exporter.file(form, records, table: table)
        let fileName = table ?? form.fileName
        return Response(
            headers: [
                ("Content-Type", "application/octet-stream"), ("Cache-Control", "no-store"),
                ("Content-Disposition", "attachment; filename=\"\(fileName)\""),
            ], body: .file(file, 0..<file.byteCount))
    }

    // MARK: Page and list

    private nonisolated func page() throws -> Response {
        let shell = try PageShell(settings.files, title: "schedlab", isServed: true)
        let index = JSONValue.object([
            ("version", .int(1)), ("generator", .string(Self.generator)), ("mode", .string("server")),
            ("command", .string("")), ("runs", .array([])),
        ])
        let packed = PartCache.packed(Array(index.oneLine.utf8)) ?? []
        let element = PageShell.element(name: "index", base64: Data(packed).base64EncodedString())
        return Response(
            headers: [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")],
            body: .bytes(Array((shell.head + element + shell.tail).utf8)))
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
        return Response(headers: headers, body: .bytes(body))
    }

    /// A record by its id; opened anew when the file is another one by now.
    ///
    /// - Parameters:
    ///   - id: What pages call it.
    ///   - wanted: The content that a page began with: of a record that only grows, it stays open.
    /// - Returns: The record.
    /// - Throws: ``Refusal``, `RecordError`, `FileError`.
    private func openRun(_ id: String, wanted: String? = nil) throws -> OpenRun {
        if runs[id] == nil { runs.scan() }
        guard let entry = runs[id] else { throw Refusal.unknown("run \(id)") }
        guard let stamp = RunFolder.stamp(entry.path) else {
            open[id] = nil
            throw Refusal(
                status: 410, code: "gone", message: "\(entry.path) is not there any more",
                hint: "reload the list of runs: it was moved or deleted")
        }
        order.removeAll { $0 == id }
        order.append(id)
        if let known = open[id],
            known.stamp == stamp || stamp.isGrown(from: known.stamp) && wanted == known.run.quotedTag
        {
            return known.run
        }
        let run = try OpenRun(path: entry.path, id: id, cache: cache)
        open[id] = (stamp, run)
        while order.count > Self.openLimit { open[order.removeFirst()] = nil }
        return run
    }
}
