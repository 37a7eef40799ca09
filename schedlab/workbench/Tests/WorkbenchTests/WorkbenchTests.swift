import Experiments
import Foundation
import Kit
import PageAssets
import Recording
import Reports
import Simulation
import Testing

@testable import Workbench

@Suite("Answers of the server")
struct WorkbenchTests {
    private static let token = String(repeating: "0f", count: 16)
    private static let files = WebFiles(files: [
        .init(
            path: "page.html",
            text: "<!--csp--><title><!--title--></title><!--style--><!--parts--><!--script-->"),
        .init(path: "main.js", text: "const one = 1;\n"),
        .init(path: "work/lanes.worker.js", text: "const two = 2;\n"),
    ])

    private struct Fixture {
        var folder: URL
        var workbench: Workbench
    }

    private func inFolder(_ body: (Fixture) async throws -> Void) async throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "workbench-\(UUID().uuidString)")
        let folder = root.appendingPathComponent("runs")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try "secret".write(
            to: root.appendingPathComponent("secret.record"), atomically: true, encoding: .utf8)
        try write(folder.appendingPathComponent("a.record").path)
        var settings = Workbench.Settings(folder: folder.path, port: 8080, token: Self.token)
        settings.cacheFolder = root.appendingPathComponent("cache").path
        settings.files = Self.files
        try await body(Fixture(folder: folder, workbench: Workbench(settings)))
    }

    private func write(_ path: String, jobCount: Int = 12) throws {
        var experiment = Experiment(cluster: "2:2:2", workload: "gavel", policy: "fifo")
        experiment.jobsPerHour = 20
        experiment.jobCount = jobCount
        let prepared = try PreparedExperiment(experiment)
        let provenance = prepared.resolved.provenance(reasons: .all, engine: "test", command: [])
        let recorder = try RunRecorder(path: path, provenance: provenance, speeds: prepared.speeds)
        _ = try ExperimentRun(prepared, observers: [recorder])
        try recorder.finish(summary: .null)
    }

    private func get(
        _ workbench: Workbench, _ path: String, _ query: [String: String] = [:],
        _ headers: [String: String] = [:]
    ) async -> Response {
        let own = ["host": "127.0.0.1:8080", "x-schedlab-token": Self.token]
        return await workbench.respond(
            Request(path: path, query: query, headers: own.merging(headers) { $1 }))
    }

    private func runID(_ workbench: Workbench) async throws -> String {
        let list = await get(workbench, "/api/runs")
        let root = try JSONSerialization.jsonObject(with: Data(list.body)) as? [String: Any]
        let runs = try #require(root?["runs"] as? [[String: Any]])
        return try #require(runs.first?["id"] as? String)
    }

    @Test("the list, every part and every question are answered; parts come from the cache the second time")
    func answers() async throws {
        try await inFolder { fixture in
            let id = try await runID(fixture.workbench)
            for part in ["run", "times", "rounds", "jobs", "first", "stays/0"] {
                let first = await get(fixture.workbench, "/api/runs/\(id)/parts/\(part)")
                let again = await get(fixture.workbench, "/api/runs/\(id)/parts/\(part)")
                #expect(first.status == 200 && first.body == again.body && !first.body.isEmpty, "\(part)")
                let tag = try #require(first.headers.first { $0.0 == "ETag" }?.1)
                let same = await get(
                    fixture.workbench, "/api/runs/\(id)/parts/\(part)", [:], ["if-none-match": tag])
                #expect(same.status == 304 && same.body.isEmpty)
            }
            for (name, query) in [
                ("why", ["job": "0", "round": "1"]), ("at", ["t": "10"]), ("job", ["n": "1"]),
                ("diff", ["other": id]),
            ] {
                let answer = await get(fixture.workbench, "/api/runs/\(id)/parts/\(name)", query)
                #expect(answer.status == 200, "\(name) \(String(decoding: answer.body, as: UTF8.self))")
                _ = try JSONSerialization.jsonObject(with: Data(answer.body))
            }
            #expect(await get(fixture.workbench, "/").status == 200)
            let files = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
            #expect(files == ["a.record"])
        }
    }

    @Test("hostile paths find nothing, whatever they are made of")
    func hostilePaths() async throws {
        try await inFolder { fixture in
            let id = try await runID(fixture.workbench)
            let pieces = [
                "..", "%2e%2e", ".", "", "secret.record", "a.record", "etc/passwd", "\0", "~", "\\..",
                "parts",
                "api", "runs", id, "stays/-1", "stays/1e9", "run/../run", "../../../etc/passwd",
            ]
            var count = 0
            for a in pieces {
                for b in pieces {
                    for path in ["/\(a)/\(b)", "/api/runs/\(a)/parts/\(b)"] where path != "/api/runs" {
                        let answer = await get(fixture.workbench, path)
                        let text = String(decoding: answer.body, as: UTF8.self)
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
        try await inFolder { fixture in
            let id = try await runID(fixture.workbench)
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
                let answer = await get(fixture.workbench, "/api/runs/\(id)/parts/\(name)", query)
                // Any number is a time.
                if name == "at", answer.status == 200 { continue }
                #expect((400...499).contains(answer.status), "\(name) \(query) \(answer.status)")
                let json = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: String]
                #expect(json?["message"]?.isEmpty == false && json?["hint"]?.isEmpty == false)
            }
            #expect(await get(fixture.workbench, "/api/runs/\(id)/parts/run").status == 200)
        }
    }

    @Test("a record that is deleted, cut short or replaced is said, and the rest goes on")
    func faults() async throws {
        try await inFolder { fixture in
            let id = try await runID(fixture.workbench)
            let path = fixture.folder.appendingPathComponent("a.record").path
            let first = await get(fixture.workbench, "/api/runs/\(id)/parts/jobs")
            try FileManager.default.removeItem(atPath: path)
            try write(path, jobCount: 8)
            let other = await get(fixture.workbench, "/api/runs/\(id)/parts/jobs")
            #expect(other.status == 200 && other.body != first.body)
            try FileManager.default.removeItem(atPath: path)
            #expect(await get(fixture.workbench, "/api/runs/\(id)/parts/jobs").status == 410)
            try Data("SCHEDREC garbage and more of it".utf8).write(to: URL(fileURLWithPath: path))
            let list = String(decoding: await get(fixture.workbench, "/api/runs").body, as: UTF8.self)
            #expect(list.contains("unreadable"))
        }
    }

    @Test("data needs the token; the page does not, for it holds none")
    func token() async throws {
        try await inFolder { fixture in
            let answer = await get(fixture.workbench, "/api/runs", [:], ["x-schedlab-token": "no"])
            #expect(answer.status == 401)
            let page = await fixture.workbench.respond(
                Request(path: "/", headers: ["host": "127.0.0.1:8080"]))
            #expect(page.status == 200 && !String(decoding: page.body, as: UTF8.self).contains(Self.token))
        }
    }
}
