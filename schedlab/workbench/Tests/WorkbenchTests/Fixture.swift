import Experiments
import Foundation
import Kit
import KitTesting
import PageAssets
import Recording
import Reports
import Simulation

@testable import Workbench

/// A folder with one record, a secret beside it, and what answers about it.
struct Fixture {
    static let token = String(repeating: "0f", count: 16)
    private static let files = WebFiles(files: [
        .init(
            path: "page.html",
            text: "<!--csp--><title><!--title--></title><!--style--><!--parts--><!--script-->"),
        .init(path: "main.js", text: "const one = 1;\n"),
        .init(path: "work/lanes.worker.js", text: "const two = 2;\n"),
    ])

    /// Everything that the test may write to.
    let root: URL
    /// The folder that is served; `a.record` lies in it.
    let folder: URL
    let workbench: Workbench

    /// Runs a test in a folder of its own.
    static func use(_ body: (Fixture) async throws -> Void) async throws {
        let root = try TemporaryFolder.make("workbench")
        defer { try? FileManager.default.removeItem(at: root) }
        let folder = root.appendingPathComponent("runs")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try "secret".write(
            to: root.appendingPathComponent("secret.record"), atomically: true, encoding: .utf8)
        try write(folder.appendingPathComponent("a.record").path)
        try await body(Fixture(root: root, folder: folder, workbench: workbench(folder, in: root)))
    }

    /// Another server of the same folder and cache.
    static func workbench(_ folder: URL, in root: URL) -> Workbench {
        var settings = Workbench.Settings(folder: folder.path, port: 8080, token: token)
        settings.cacheFolder = root.appendingPathComponent("cache").path
        settings.files = files
        return Workbench(settings)
    }

    /// Records a small run; one of no jobs has no rounds either.
    static func write(_ path: String, jobCount: Int = 12, cluster: String = "2:2:2") throws {
        var experiment = Experiment(cluster: cluster, workload: "gavel", policy: "fifo")
        experiment.jobsPerHour = 20
        experiment.jobCount = max(jobCount, 1)
        let prepared = try PreparedExperiment(experiment)
        let provenance = prepared.resolved.provenance(reasons: .all, engine: "test", command: [])
        let recorder = try RunRecorder(path: path, provenance: provenance, speeds: prepared.speeds)
        if jobCount > 0 { _ = try ExperimentRun(prepared, observers: [recorder]) }
        try recorder.finish(summary: .null)
    }

    /// The path of a file in the folder.
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Asks as the page does.
    func get(
        _ path: String, _ query: [String: String] = [:], _ headers: [String: String] = [:],
        of other: Workbench? = nil
    ) async -> Response {
        let own = ["host": "127.0.0.1:8080", "x-schedlab-token": Self.token]
        return await (other ?? workbench).respond(
            Request(path: path, query: query, headers: own.merging(headers) { $1 }))
    }

    /// The list of runs.
    func runs() async throws -> [[String: Any]] {
        let root = try JSONSerialization.jsonObject(with: Data(await get("/api/runs").bytes))
        return (root as? [String: Any])?["runs"] as? [[String: Any]] ?? []
    }

    /// The id of a run by its path in the folder.
    func id(_ path: String = "a.record") async throws -> String {
        try await runs().first { $0["path"] as? String == path }?["id"] as? String ?? ""
    }
}

extension Response {
    /// All that it says.
    var bytes: [UInt8] { body.bytes ?? [] }
    /// That as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// A field of its head.
    func header(_ name: String) -> String? { headers.first { $0.0 == name }?.1 }
}
