import Foundation
import KitTesting
import PfTesting
import Store
import Testing
import WebApp

@Suite("Who may ask")
struct AccessTests {
    private static let body = "{\"schemaVersion\":2}"

    @Test("Row 56: local refuses foreign hosts, missing cookies, foreign pages and forms, and writes nothing")
    func local() async throws {
        let home = try await WebHome.golden()
        let before = try Store.read(home.database).budgets(year: nil)
        for host in ["evil.test", "127.0.0.1.evil.test", "evil.test:8177", "", "[::2]:8177"] {
            #expect(await home.send("GET", "/flow", headers: [("Host", host)]).status == 403, "\(host)")
        }
        for host in ["localhost:8177", "127.0.0.1", "[::1]:8177"] {
            #expect(await home.send("GET", "/plan", headers: [("Host", host)]).status == 200, "\(host)")
        }
        #expect(await home.send("GET", "/flow", cookie: .some(nil)).status == 401)
        #expect(await home.send("GET", "/flow", cookie: "pf_session=guess").status == 401)
        func put(_ headers: [(String, String)]) async -> Int {
            await home.send(
                "PUT", "/api/budgets/2026", body: Self.body, headers: headers + [("If-Match", "\"5\"")]
            ).status
        }
        #expect(await put([("X-PF-Token", "-")]) == 403)
        #expect(await put([("X-PF-Token", "0123")]) == 403)
        for origin in ["http://evil.test", "null", "-", "http://127.0.0.1", "http://127.0.0.1:8178"] {
            #expect(await put([("Origin", origin)]) == 403, "\(origin)")
        }
        for type in [
            "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "-",
            "application/pdf",
        ] {
            #expect(await put([("Content-Type", type)]) == 415, "\(type)")
        }
        #expect(try Store.read(home.database).budgets(year: nil) == before)
    }

    @Test("The link of local works once; a wrong one lets nobody in")
    func link() async throws {
        let home = try WebHome()
        #expect(await home.send("GET", "/open?token=wrong", cookie: .some(nil)).status == 401)
        try await home.enter()
        #expect(await home.send("GET", home.app.link, cookie: .some(nil)).status == 401)
        let set = home.session
        #expect(set.hasPrefix("pf_session="))
    }

    @Test(
        "The cookie is HttpOnly and SameSite=Strict; every answer forbids keeping, sniffing and foreign sources"
    )
    func headers() async throws {
        let home = try WebHome()
        let opened = await home.send("GET", home.app.link, cookie: .some(nil))
        let cookie = try #require(opened.header("Set-Cookie"))
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
        for path in ["/healthz", "/flow", "/nothing", "/style.css", "/api/flow", "/open?token=x"] {
            let answer = await home.send("GET", path)
            #expect(answer.header("Cache-Control") == "no-store", "\(path)")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            let policy = try #require(answer.header("Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("http"))
        }
    }

    @Test("Row 57: eleven wrong tokens lock an address for 15 minutes; another one is served")
    func lan() async throws {
        let home = try await WebHome.golden(.lan(tokenDigest: WebApp.digest(ofToken: "right")))
        for _ in 0..<11 {
            #expect(
                await home.send("GET", "/open?token=wrong", cookie: .some(nil), peer: "192.168.1.9").status
                    == 401)
        }
        let locked = await home.send("GET", "/open?token=right", cookie: .some(nil), peer: "192.168.1.9")
        #expect(locked.status == 429)
        #expect(locked.header("Retry-After") == "900")
        #expect(
            await home.send("GET", "/flow", cookie: "pf_session=right", peer: "192.168.1.9").status == 429)
        let other = await home.send("GET", "/open?token=right", cookie: .some(nil), peer: "192.168.1.10")
        #expect(other.status == 303)
        #expect(
            await home.send(
                "GET", "/flow?year=2026&asOf=2026-09-18", cookie: "pf_session=right", peer: "192.168.1.10"
            ).status == 200)
        home.box.wait(900)
        #expect(
            await home.send("GET", "/open?token=right", cookie: .some(nil), peer: "192.168.1.9").status == 303
        )
        // Wrong cookies are tries too.
        for _ in 0..<11 {
            #expect(
                await home.send("GET", "/flow", cookie: "pf_session=no", peer: "192.168.1.11").status == 401)
        }
        #expect(await home.send("GET", "/flow", cookie: "pf_session=no", peer: "192.168.1.11").status == 429)
    }

    @Test("Row 55: a proxy must name one listed user and connect from where it may")
    func proxy() async throws {
        let trusted = try ["10.0.0.0/8", "fd00::/8"].map { try #require(AddressRange($0)) }
        let home = try await WebHome.golden(
            .proxy(
                .init(header: "X-MS-CLIENT-PRINCIPAL-NAME", allowed: ["Avery@example.test"], trusted: trusted)
            ))
        func status(_ headers: [(String, String)], peer: String = "10.1.2.3") async -> Int {
            await home.send("GET", "/plan?year=2026", headers: headers, cookie: .some(nil), peer: peer).status
        }
        let name = "X-MS-CLIENT-PRINCIPAL-NAME"
        #expect(await status([]) == 401)
        #expect(await status([(name, "avery@example.test"), (name, "avery@example.test")]) == 400)
        #expect(await status([(name, "avery@example.test, evil@example.test")]) == 400)
        #expect(await status([(name, "evil@example.test")]) == 403)
        #expect(await status([(name.lowercased(), "AVERY@Example.TEST")]) == 200)
        #expect(await status([(name, "avery@example.test")], peer: "192.168.1.9") == 403)
        #expect(await status([(name, "avery@example.test")], peer: "127.0.0.1") == 403)
        #expect(await status([(name, "avery@example.test")], peer: "fd00::1") == 200)
        let own = try await WebHome.golden(.proxy(.init(header: name, allowed: ["avery"], trusted: [])))
        #expect(
            await own.send("GET", "/plan?year=2026", headers: [(name, "avery")], peer: "127.0.0.1").status
                == 200)
        #expect(
            await own.send("GET", "/plan?year=2026", headers: [(name, "avery")], peer: "192.168.1.9").status
                == 403)
    }

    @Test("Doubled headers that two readers could read differently are refused")
    func doubled() async throws {
        let home = try await WebHome.golden()
        for (name, value) in [
            ("Host", WebHome.address), ("Origin", "http://\(WebHome.address)"), ("Cookie", home.session),
            ("X-PF-Token", home.pageToken), ("Content-Type", "application/json"), ("If-Match", "\"5\""),
        ] {
            let answer = await home.send(
                "PUT", "/api/budgets/2026", body: Self.body,
                headers: [("If-Match", "\"5\""), (name, value), (name, value)])
            #expect(answer.status == 400, "\(name)")
        }
    }

    @Test("200 hostile paths find nothing, and break nothing")
    func hostilePaths() async throws {
        let home = try await WebHome.golden()
        let seeds = [
            "/../../etc/passwd", "/%2e%2e/%2e%2e/pf.db", "/style.css/../../pf.db", "//flow", "/flow/",
            "/documents/-1",
            "/documents/1%00", "/documents/1/2", "/documents/%FF", "/documents/99999999999999999999",
            "/api/budgets/2026/1;drop",
            "/api/budgets/../documents/1", "/api//flow", "/%", "/%zz", "/\u{202E}flow", "*",
            "http://evil.test/flow", "",
            "/api/documents/1'--", "/.git/config", "/pf.db", "/home/pf.db", "/lan-token",
            "/api/budgets/20266/1",
        ]
        var random = SplitMix64(seed: 7)
        var paths = seeds
        let alphabet = Array("/.%2eflowapidocumentsbudgets0123456789?&=\\;:'\"<>\u{7F}\u{E9} \t")
        while paths.count < 200 {
            paths.append(
                "/"
                    + String(
                        (0..<Int.random(in: 1...40, using: &random)).map { _ in
                            alphabet.randomElement(using: &random) ?? "/"
                        }))
        }
        for path in paths {
            let answer = await home.send("GET", path)
            #expect(
                [400, 404].contains(answer.status)
                    || [200, 303].contains(answer.status) && (path.hasPrefix("/?") || path.contains("?")),
                "\(path): \(answer.status)")
            #expect(!answer.text.contains("SQLite format"))
        }
        #expect(await home.send("GET", "/flow?year=2026&asOf=2026-09-18").status == 200)
    }

    @Test("A method that an address does not know is 405; HEAD is GET; health needs no login")
    func methods() async throws {
        let home = try await WebHome.golden()
        #expect(await home.send("DELETE", "/flow").status == 405)
        #expect(await home.send("POST", "/api/flow", body: "{}").status == 405)
        #expect(await home.send("HEAD", "/plan?year=2026").status == 200)
        #expect(
            await home.send("GET", "/healthz", headers: [("Host", "anything")], cookie: .some(nil)).text
                == "ok\n")
    }
}

@Suite("Address ranges")
struct AddressRangeTests {
    @Test(
        "A range holds exactly its addresses",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
            ("0.0.0.0/0", "8.8.8.8", true),
            ("192.168.1.128/25", "192.168.1.127", false), ("192.168.1.128/25", "192.168.1.128", true),
            ("192.168.1.7", "192.168.1.7", true), ("192.168.1.7", "192.168.1.8", false),
            ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false), ("::1", "0:0:0:0:0:0:0:1", true),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("fe80::/10", "fe80::1%eth0", true),
        ])
    func contains(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(
        "What is no range is refused",
        arguments: [
            "", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.256", "010.0.0.1", "::1::",
            "1:2:3:4:5:6:7:8:9", "fd00::/129",
            "evil.test", "10.0.0.0/8/8", ":::", "1.2.3.4.5",
        ])
    func refuses(text: String) { #expect(AddressRange(text) == nil) }
}
