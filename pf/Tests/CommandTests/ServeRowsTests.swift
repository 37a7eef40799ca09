import Foundation
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("Rows of pf serve", .serialized)
struct ServeRowsTests {
    @Test("Row 47: serve listens on this machine only")
    func listens() throws {
        let server = try ServeProcess(Home())
        let hex = String(server.port, radix: 16, uppercase: true)
        let port = ":" + String(repeating: "0", count: 4 - hex.count) + hex
        var addresses: Set<String> = []
        for table in ["tcp", "tcp6"] {
            let text = (try? String(contentsOfFile: "/proc/net/\(table)", encoding: .utf8)) ?? ""
            for line in text.split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                if fields.count > 3, fields[1].hasSuffix(port), fields[3] == "0A" {
                    addresses.insert(String(fields[1].prefix { $0 != ":" }))
                }
            }
        }
        #if os(Linux)
            #expect(addresses.contains("0100007F"))
            #expect(addresses.isSubset(of: ["0100007F", "00000000000000000000000001000000"]), "\(addresses)")
        #endif
        #expect(try RawHTTP.get(server.port, "/healthz").body == "ok\n")
        #expect(server.end() == 0)
    }

    @Test("Row 54: what would open the page to others is refused with 78 and what is missing")
    func refuses() throws {
        let home = try Home()
        for (arguments, environment, word) in [
            (["--host", "0.0.0.0"], [:], "--auth lan"), (["--host", "192.168.1.20"], [:], "--auth lan"),
            (["--auth", "lan"], [:], "--host"), (["--auth", "proxy"], [:], "PF_ALLOWED_USERS"),
            (["--auth", "proxy"], ["PF_ALLOWED_USERS": " , "], "PF_ALLOWED_USERS"),
            (["--auth", "proxy", "--host", "0.0.0.0"], ["PF_ALLOWED_USERS": "avery"], "PF_TRUSTED_PROXIES"),
            (
                ["--auth", "proxy", "--host", "127.evil.test"], ["PF_ALLOWED_USERS": "avery"],
                "PF_TRUSTED_PROXIES"
            ),
            (
                ["--auth", "proxy"], ["PF_ALLOWED_USERS": "avery", "PF_TRUSTED_PROXIES": "10.0.0.0/99"],
                "10.0.0.0/99"
            ),
        ] as [([String], [String: String], String)] {
            let run = try home.run(["serve", "--port", "0"] + arguments, environment: environment)
            #expect(run.status == 78, "\(arguments)")
            #expect(run.messages.contains(word), "\(run.messages)")
        }
    }

    @Test(
        "Rows 49 and 56: over a socket too large bodies end with 413, doubled headers with 400, and nothing is written"
    )
    func limits() throws {
        let home = try Home()
        try home.saveBudgets(["2026-5"])
        let server = try ServeProcess(home)
        let (cookie, token) = try server.enter()
        let before = try home.dump()
        let own = ["Cookie: \(cookie)", "X-PF-Token: \(token)", "Origin: http://127.0.0.1:\(server.port)"]
        let pdf = own + ["Content-Type: application/pdf"]
        let target = "/api/paystubs?person=avery&year=2026"
        let declared = try RawHTTP.send(
            server.port,
            RawHTTP.head("POST", target, server.port, pdf + ["Content-Length: \(10 * 1024 * 1024 + 1)"]))
        #expect(declared.status == 413)
        let chunk = [UInt8]("10000\r\n".utf8) + [UInt8](repeating: 65, count: 0x10000) + [UInt8]("\r\n".utf8)
        let chunks = [[UInt8]](repeating: chunk, count: 170).flatMap { $0 } + [UInt8]("0\r\n\r\n".utf8)
        let chunked = try RawHTTP.send(
            server.port, RawHTTP.head("POST", target, server.port, pdf + ["Transfer-Encoding: chunked"]),
            then: chunks)
        #expect(chunked.status == 413)
        let host = "Host: 127.0.0.1:\(server.port)"
        let doubled = [
            [host, host], [host, "Cookie: \(cookie)", "Cookie: \(cookie)"],
            [host, "Cookie: \(cookie)", "Content-Length: 2", "Content-Length: 3"],
            [host, "Cookie: \(cookie)", "Transfer-Encoding: chunked", "Content-Length: 3"],
        ]
        for headers in doubled {
            #expect(try RawHTTP.get(server.port, "/plan", headers).status == 400, "\(headers)")
        }
        let huge = try RawHTTP.get(
            server.port, "/plan", ["X-Large: " + String(repeating: "x", count: 200_000)])
        #expect([400, 431].contains(huge.status))
        let strange = [
            "GET / HTTP/9.9\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        ]
        for text in strange {
            #expect([0, 400, 505].contains(try RawHTTP.send(server.port, text).status), "\(text)")
        }
        #expect(try home.dump() == before)
        #expect(try RawHTTP.get(server.port, "/plan?year=2026", own).status == 200)
    }

    @Test("The demo's household opens with what flow shows: the pages take the day of --as-of for today")
    func asOf() throws {
        let home = try FlowRowsTests.household2026()
        let server = try ServeProcess(home, ["--as-of", "2026-09-18"])
        let cookie = ["Cookie: \(try server.enter().cookie)"]
        let drawing = try RawHTTP.get(server.port, "/api/sankey.svg?year=2026", cookie)
        let drawn = try home.run(
            "flow", "--year", "2026", "--as-of", "2026-09-18", "--format", "svg")
        #expect(drawing.status == 200 && drawing.body == drawn.output)
        for page in ["/flow", "/spending", "/reconcile", "/documents", "/plan"] {
            #expect(try RawHTTP.get(server.port, page, cookie).status == 200, "\(page)")
        }
    }

    @Test("Row 55: two headers of a proxy are seen as two")
    func doubledUser() throws {
        let home = try Home()
        try home.saveBudgets(["2026-5"])
        let server = try ServeProcess(
            home, ["--auth", "proxy"], environment: ["PF_ALLOWED_USERS": "avery@example.test"])
        let name = "X-MS-CLIENT-PRINCIPAL-NAME: Avery@Example.Test"
        #expect(server.line["link"]?.isNull == true)
        #expect(try RawHTTP.get(server.port, "/plan?year=2026").status == 401)
        #expect(try RawHTTP.get(server.port, "/plan?year=2026", [name]).status == 200)
        #expect(try RawHTTP.get(server.port, "/plan?year=2026", [name, name]).status == 400)
        #expect(try RawHTTP.get(server.port, "/plan?year=2026", [name, name.lowercased()]).status == 400)
    }

    @Test("The token of lan is kept as its SHA-256 alone, works after a restart, and a new one replaces it")
    func lanToken() throws {
        let home = try Home()
        let first = try ServeProcess(home, ["--auth", "lan", "--host", "127.0.0.1"])
        let link = try #require(first.line["link"]?.string)
        let target = "/open?token=" + link.components(separatedBy: "token=")[1]
        #expect(try RawHTTP.get(first.port, target).status == 303)
        #expect(first.end() == 0)
        let file = home.folder.appendingPathComponent("lan-token")
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(
            !(try String(contentsOf: file, encoding: .utf8)).contains(
                link.components(separatedBy: "token=")[1]))
        let second = try ServeProcess(home, ["--auth", "lan", "--host", "127.0.0.1"])
        #expect(second.line["link"]?.isNull == true)
        #expect(try RawHTTP.get(second.port, target).status == 303)
        #expect(second.end() == 0)
        let third = try ServeProcess(home, ["--auth", "lan", "--host", "127.0.0.1", "--new-token"])
        #expect(try RawHTTP.get(third.port, target).status == 401)
    }

    @Test(
        "Row 58: 64 clients that stop half way through a head cost nobody else more than a second, and SIGTERM still ends in time"
    )
    func slowClients() throws {
        let server = try ServeProcess(Home())
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        for _ in 0..<64 {
            let socket = try RawHTTP.connect(server.port)
            RawHTTP.write(socket, Array("GET /flow HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ".utf8))
            sockets.append(socket)
        }
        let clock = ContinuousClock()
        var answer: RawHTTP?
        let times = try (0..<3).map { _ in
            try clock.measure { answer = try RawHTTP.get(server.port, "/healthz") }
        }
        #expect(answer?.body == "ok\n")
        #expect((times.min() ?? .seconds(9)) < .seconds(1))
        #if os(Linux)
            let status = try String(
                contentsOfFile: "/proc/\(server.process.processIdentifier)/status", encoding: .utf8)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS") })
            let kilobytes = try #require(Int(line.filter(\.isNumber)))
            #expect(kilobytes < 150_000, "\(kilobytes) kB")
        #endif
        var ended: Int32 = -1
        #expect(clock.measure { ended = server.end() } < .seconds(10))
        #expect(ended == 0)
    }

    @Test("Row 59: the log has routes and statuses, and no token, amount, payee or header value")
    func log() throws {
        let home = try Home()
        try home.saveBudgets(["2026-5"])
        let server = try ServeProcess(
            home,
            environment: [
                "PF_YNAB_TOKEN": "secret-of-ynab", "PF_YNAB_BASE": "http://127.0.0.1:1/v1",
                "PF_YNAB_RETRY_SECONDS": "0.01",
            ])
        let (cookie, token) = try server.enter()
        let own = ["Cookie: \(cookie)", "X-PF-Token: \(token)", "Origin: http://127.0.0.1:\(server.port)"]
        let day = "asOf=2026-09-18"
        _ = try RawHTTP.get(server.port, "/flow?year=2026&\(day)", own)
        _ = try RawHTTP.get(server.port, "/open?token=wrong-secret")
        _ = try RawHTTP.get(
            server.port, "/documents/Robert%20Tables", own + ["User-Agent: agent-of-the-test"])
        _ = try RawHTTP.get(server.port, "/nothing/avery-here", own)
        let json = own + ["Content-Type: application/json"]
        _ = try RawHTTP.send(
            server.port, RawHTTP.head("POST", "/api/ynab-sync", server.port, json + ["Content-Length: 2"]),
            then: [UInt8]("{}".utf8))
        _ = try RawHTTP.send(
            server.port,
            RawHTTP.head(
                "PUT", "/api/budgets/2026", server.port, json + ["If-Match: \"1\"", "Content-Length: 12"]),
            then: [UInt8]("{\"x\":\"avery\"".utf8))
        #expect(server.end() == 0)
        let log = server.messages
        #expect(log.contains("GET /flow 200"))
        #expect(log.contains("GET /documents/:id 404"))
        #expect(log.contains("(no such page) 404"))
        let cookieValue = cookie.dropFirst("pf_session=".count)
        for secret in [
            String(cookieValue), token, "wrong-secret", "secret-of-ynab", "Robert", "avery", "agent-of",
            "2026-09-18", "204,000", "20400000",
        ] {
            #expect(!log.contains(secret), "\(secret)")
        }
    }

    @Test("Row 63: commands and the server write at once; nothing is lost, and at most one waits in vain")
    func writesAtOnce() async throws {
        // The row's 200 of each take minutes on a busy machine; PF_LONG_TESTS=1 runs them.
        let count = ProcessInfo.processInfo.environment["PF_LONG_TESTS"] == nil ? 25 : 200
        let home = try Home()
        try home.saveBudgets(["2026-5"])
        let text = try Fixtures.text("budgets/2026-5-converted.json")
        let server = try ServeProcess(home)
        let (cookie, token) = try server.enter()
        let headers = [
            "Cookie: \(cookie)", "X-PF-Token: \(token)", "Origin: http://127.0.0.1:\(server.port)",
            "Content-Type: application/json",
        ]
        @Sendable func plan(_ year: Int, _ index: Int) -> String {
            text.replacingOccurrences(of: "\"year\":2026", with: "\"year\":\(year)")
                .replacingOccurrences(of: "\"2026-", with: "\"\(year)-")
                .replacingOccurrences(of: "520000", with: String(520_000 + index))
        }
        async let commands: Int = Self.apart {
            for index in 0..<count {
                let file = try home.write(plan(2026, index + 1), "plan-\(index).json")
                let run = try home.run("budget-save", file, "--year", "2026")
                #expect(run.status == 0, "\(run.messages)")
            }
            return try home.json("budget-list", "--year", "2026").array?.count ?? 0
        }
        async let requests: Int = Self.apart {
            var stored = 0
            for index in 0..<count {
                let body = [UInt8](plan(2025, index).utf8)
                let answer = try RawHTTP.send(
                    server.port,
                    RawHTTP.head(
                        "PUT", "/api/budgets/2025", server.port,
                        headers + ["If-Match: \"\(index)\"", "Content-Length: \(body.count)"]), then: body)
                #expect(answer.status == 201, "\(answer.body)")
                if answer.status == 201 { stored += 1 }
            }
            return stored
        }
        #expect(try await commands == count + 1)
        #expect(try await requests == count)
        #expect(try home.integrity() == "ok")
        #expect(try home.json("budget-list", "--year", "2025").array?.count == count)
    }

    private static func apart(_ work: @escaping @Sendable () throws -> Int) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    @Test("Row 64: the steps of the container run as user 10001 with a read-only tree and a data folder")
    func container() throws {
        let home = try Home()
        let run = try CommandResult.run(
            Fixtures.package.appendingPathComponent("Scripts/check-container"), [Home.program.path],
            environment: [:], in: home.work)
        #expect(run.status == 0, "\(run.messages)")
        #expect(run.messages.contains("SIGTERM with exit 0") || run.messages.contains("SKIPPED"))
    }
}
