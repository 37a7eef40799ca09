import FakeYnab
import Foundation
import Household
import JSONText
import KitTesting
import Money
import Operations
import PDFText
import PfTesting
import Store
import Synchronization
import Testing
import WebApp
import YnabClient

/// A household in a fresh folder with its app in memory: no socket, no clock but the test's.
final class WebHome: Sendable {
    let folder: URL
    let app: WebApp
    private let cookie = Mutex("")
    private let token = Mutex("")

    static let address = "127.0.0.1:8177"

    /// A home with the fixtures of 2026: five budgets and four stubs.
    static func golden(_ access: AccessMode = .local, ynab: String? = nil) async throws -> WebHome {
        let home = try WebHome(access, ynab: ynab)
        try home.saveBudgets(["2026-1", "2026-2", "2026-3", "2026-4", "2026-5"])
        for name in ["avery-2026-08-31", "avery-2026-09-15", "blake-2026-09-04", "blake-2026-09-18"] {
            try home.saveStub("stub-\(name)", person: String(name.prefix { $0 != "-" }))
        }
        if case .local = access { try await home.enter() }
        return home
    }

    init(_ access: AccessMode = .local, ynab: String? = nil) throws {
        let folder = try TemporaryFolder.make("pf-web")
        self.folder = folder
        let path = folder.appendingPathComponent("home/pf.db").path
        let day = try #require(CalendarDay("2026-09-18"))
        let box = Box()
        app = WebApp(
            WebApp.Settings(
                databasePath: path, searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "",
                access: access,
                user: "tester", now: { Moment(seconds: box.seconds, day: day) }, random: { box.secret() },
                ynab: {
                    guard let ynab else { throw YnabError.noToken }
                    return try YnabClient.Settings(
                        base: ynab, resource: "plans", token: "t", retrySeconds: [0.01])
                }))
        self.box = box
    }

    /// What the app asks for and the test decides.
    final class Box: Sendable {
        // 2026-09-18T12:00:00Z
        private let state = Mutex((seconds: 1_789_732_800, secrets: 0))
        var seconds: Int { state.withLock(\.seconds) }
        func wait(_ seconds: Int) { state.withLock { $0.seconds += seconds } }
        func secret() -> String {
            state.withLock { state in
                state.secrets += 1
                return "secret-\(state.secrets)-of-the-test"
            }
        }
    }

    let box: Box

    deinit { try? FileManager.default.removeItem(at: folder) }

    var database: String { folder.appendingPathComponent("home/pf.db").path }

    func saveBudgets(_ names: [String]) throws {
        let desk = BudgetDesk(database)
        for name in names {
            let bytes = [UInt8](try Fixtures.data("budgets/\(name).json"))
            let document = try desk.parse(bytes, year: nil)
            _ = try desk.save(bytes, document, note: nil, expected: nil, stamp)
        }
    }

    func saveStub(_ name: String, person: String) throws {
        let intake = try DocumentIntake(database, person: person, year: 2026)
        let reading = try intake.read(
            .paystub, .file(Fixtures.path("documents/\(name).pdf")),
            searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
        _ = try intake.store(reading.parsed, stamp)
    }

    private var stamp: Store.Stamp { Store.Stamp(at: "2026-09-18T12:00:00Z", actor: "tester") }

    /// Opens the link, and keeps cookie and page token as a browser does.
    func enter() async throws {
        let opened = await send("GET", "/" + app.link.drop { $0 == "/" }, cookie: nil)
        try #require(opened.status == 303)
        let set = try #require(opened.header("Set-Cookie"))
        cookie.withLock { $0 = String(set.prefix { $0 != ";" }) }
        let page = await send("GET", "/documents")
        let match = try #require(page.text.firstMatch(of: /name="pf-token" content="([0-9a-f]+)"/))
        token.withLock { $0 = String(match.1) }
    }

    var session: String { cookie.withLock { $0 } }
    var pageToken: String { token.withLock { $0 } }

    /// Sends a request as a browser of this home does; headers that are given replace those.
    func send(
        _ method: String, _ target: String, body: String? = nil, bytes: [UInt8]? = nil,
        headers: [(String, String)] = [], cookie: String?? = .none, peer: String = "127.0.0.1"
    ) async -> WebResponse {
        var all: [(name: String, value: String)] = headers.map { ($0.0, $0.1) }
        func add(_ name: String, _ value: String) {
            if !all.contains(where: { $0.name.lowercased() == name.lowercased() }) {
                all.append((name, value))
            }
        }
        add("Host", Self.address)
        if let given = cookie { if let given { add("Cookie", given) } } else { add("Cookie", session) }
        if method != "GET" {
            add("Origin", "http://\(Self.address)")
            add("X-PF-Token", pageToken)
            add("Content-Type", bytes == nil ? "application/json" : "application/pdf")
        }
        all.removeAll { $0.value == "-" }
        return await app.respond(
            WebRequest(
                method: method, target: target, headers: all, peer: peer,
                body: bytes ?? Array((body ?? "").utf8)))
    }

    /// The JSON of an answer.
    func json(_ response: WebResponse) throws -> JSONNode { try JSONParser.parse(response.text) }

    /// A PDF of the fixtures.
    static func pdf(_ name: String) throws -> [UInt8] { [UInt8](try Fixtures.data("documents/\(name).pdf")) }
}

/// The fake of YNAB on a thread of this process.
enum FakeThread {
    /// Starts one; it ends with the process.
    static func start(_ faults: [String] = [], folder: String = Fixtures.path("ynab")) throws -> String {
        let day = try #require(CalendarDay("2026-09-18"))
        let answers = FakeAnswers(folder: folder, clock: day, hasDelta: false)
        nonisolated(unsafe) let server = try #require(
            FakeServer(port: 0, answers: answers, faults: faults, log: { _ in }))
        let port = server.port
        Thread.detachNewThread { server.run() }
        return "http://127.0.0.1:\(port)/v1"
    }
}
