import Foundation
import Testing

@testable import Workbench

@Suite("Answers of the server")
struct WorkbenchTests {
    @Test("the list, every part and every question are answered; parts come from the cache the second time")
    func answers() async throws {
        try await Fixture.use { fixture in
            let id = try await fixture.id()
            for part in ["run", "times", "rounds", "jobs", "first", "stays/0"] {
                let first = await fixture.get("/api/runs/\(id)/parts/\(part)")
                let again = await fixture.get("/api/runs/\(id)/parts/\(part)")
                #expect(first.status == 200 && first.bytes == again.bytes && !first.bytes.isEmpty, "\(part)")
                let tag = try #require(first.header("ETag"))
                let same = await fixture.get(
                    "/api/runs/\(id)/parts/\(part)", [:], ["if-none-match": tag])
                #expect(same.status == 304 && same.bytes.isEmpty)
            }
            for (name, query) in [
                ("why", ["job": "0", "round": "1"]), ("at", ["t": "10"]), ("job", ["n": "1"]),
                ("diff", ["other": id]),
            ] {
                let answer = await fixture.get("/api/runs/\(id)/parts/\(name)", query)
                #expect(answer.status == 200, "\(name) \(answer.text)")
                _ = try JSONSerialization.jsonObject(with: Data(answer.bytes))
            }
            #expect(await fixture.get("/").status == 200)
            let files = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
            #expect(files == ["a.record"])
        }
    }

    @Test("hostile paths find nothing, whatever they are made of")
    func hostilePaths() async throws {
        try await Fixture.use { fixture in
            let id = try await fixture.id()
            let pieces = [
                "..", "%2e%2e", ".", "", "secret.record", "a.record", "etc/passwd", "\0", "~", "\\..",
                "parts",
                "api", "runs", id, "stays/-1", "stays/1e9", "run/../run", "../../../etc/passwd",
            ]
            var count = 0
            for a in pieces {
                for b in pieces {
                    for path in ["/\(a)/\(b)", "/api/runs/\(a)/parts/\(b)"] where path != "/api/runs" {
                        let answer = await fixture.get(path)
                        let text = answer.text
                        #expect((400...499).contains(answer.status), "\(path) \(answer.status)")
                        #expect(!text.contains("secret") || path.contains("secret"), "\(path)")
                        count += 1
                    }
                }
            }
            #expect(count > 200)
        }
    }

    @Test("1,000 malformed requests are refused with a reason, and the server goes on")
    func malformed() async throws {
        try await Fixture.use { fixture in
            let id = try await fixture.id()
            var random = SystemRandomNumberGenerator()
            let values = [
                "", "-1", "1e99", "nan", "inf", "99999999999999999999", "x", "%00", "0x10", "1.5", "<b>",
            ]
            for _ in 0..<1000 {
                let name =
                    ["why", "at", "job", "diff", "stays/7", "nothing"].randomElement(using: &random) ?? ""
                var query: [String: String] = [:]
                for key in ["job", "round", "t", "n", "other"] where Bool.random(using: &random) {
                    query[key] = values.randomElement(using: &random)
                }
                let answer = await fixture.get("/api/runs/\(id)/parts/\(name)", query)
                // Any number is a time.
                if name == "at", answer.status == 200 { continue }
                #expect((400...499).contains(answer.status), "\(name) \(query) \(answer.status)")
                let json = try JSONSerialization.jsonObject(with: Data(answer.bytes)) as? [String: String]
                #expect(json?["message"]?.isEmpty == false && json?["hint"]?.isEmpty == false)
            }
            #expect(await fixture.get("/api/runs/\(id)/parts/run").status == 200)
        }
    }

    @Test("a record that is deleted, cut short or replaced is said, and the rest goes on")
    func faults() async throws {
        try await Fixture.use { fixture in
            let id = try await fixture.id()
            let path = fixture.folder.appendingPathComponent("a.record").path
            let first = await fixture.get("/api/runs/\(id)/parts/jobs")
            try FileManager.default.removeItem(atPath: path)
            try Fixture.write(path, jobCount: 8)
            let other = await fixture.get("/api/runs/\(id)/parts/jobs")
            #expect(other.status == 200 && other.bytes != first.bytes)
            try FileManager.default.removeItem(atPath: path)
            #expect(await fixture.get("/api/runs/\(id)/parts/jobs").status == 410)
            try Data("SCHEDREC garbage and more of it".utf8).write(to: URL(fileURLWithPath: path))
            let list = await fixture.get("/api/runs").text
            #expect(list.contains("unreadable"))
        }
    }

    @Test("data needs the token; the page does not, for it holds none")
    func token() async throws {
        try await Fixture.use { fixture in
            let answer = await fixture.get("/api/runs", [:], ["x-schedlab-token": "no"])
            #expect(answer.status == 401)
            let page = await fixture.workbench.respond(
                Request(path: "/", headers: ["host": "127.0.0.1:8080"]))
            #expect(page.status == 200 && !page.text.contains(Fixture.token))
        }
    }
}
