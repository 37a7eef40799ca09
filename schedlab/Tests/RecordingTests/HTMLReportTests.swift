import Experiments
import Foundation
import KitTesting
import Reports
import TestSupport
import Testing

@testable import Recording

@Suite("The HTML report and the Gavel log of a record")
struct HTMLReportTests {
    private static let chromium = [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Two recorded runs of one workload and their report.
    private func report(in folder: URL) throws -> (page: String, summaries: [String]) {
        var records: [RunRecord] = []
        for policy in ["max_min_fairness", "max_min_fairness_perf"] {
            let path = folder.appendingPathComponent(policy).path
            let result = try CommandResult.schedlab([
                "run", "--cluster", "4:4:4", "--workload", "gavel", "--policy", policy, "--rate", "20",
                "--jobs", "60", "--out", path, "--record", path, "--quiet",
            ])
            try #require(result.status == 0, "\(result.messages)")
            records.append(try RunRecord(path: path))
        }
        return (try HTMLReport(records).page(), records.compactMap(\.summary))
    }

    @Test("the page refers to nothing outside and holds the summaries' numbers")
    func selfContained() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (page, summaries) = try report(in: folder)
        for forbidden in ["http://", "https://", "<script", "url(", "@import", "<link rel=\"stylesheet"] {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        for summary in summaries {
            for key in ["averageJCTSeconds", "p99JCTSeconds", "makespanSeconds", "busyFraction"] {
                let start = try #require(summary.range(of: "\"\(key)\": ")).upperBound
                let number = summary[start...].prefix { $0 != "," && $0 != "}" }
                #expect(page.contains("data-key=\"\(key)\" title=\"\(number)"), "\(key) \(number)")
            }
        }
        #expect(page.contains("B - A") && page.contains("GPUs over time"))
        // Two charts of jobs; for each run four, less that of prices where they are told in words, and its GPUs.
        #expect((8...12).contains(page.components(separatedBy: "<svg").count - 1))
        #expect(page.contains("--policy max_min_fairness_perf") && page.contains("SHA-256 of the record"))
    }

    @Test(
        "Chromium opens it from a file without a word on the console",
        .enabled(if: HTMLReportTests.chromium != nil, "Chromium is not here"))
    func opensInChromium() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("report.html")
        try report(in: folder).page.write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.chromium ?? "")
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
            "--enable-logging=stderr", "--user-data-dir=\(folder.path)/profile", "--dump-dom",
            file.absoluteString,
        ]
        let (out, messages) = (folder.appendingPathComponent("dom"), folder.appendingPathComponent("log"))
        for path in [out, messages] { _ = FileManager.default.createFile(atPath: path.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: messages)
        try process.run()
        process.waitUntilExit()
        #expect(try String(contentsOf: out, encoding: .utf8).contains("GPUs over time"))
        let log = String(decoding: try Data(contentsOf: messages), as: UTF8.self)
        #expect(!log.contains("CONSOLE"), "\(log)")
    }

    @Test("the Gavel log of a record is byte for byte that of the run; other mechanisms are refused")
    func gavelLog() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = { (name: String) in folder.appendingPathComponent(name).path }
        let run = try CommandResult.schedlab([
            "run", "--mechanism", "gavel", "--cluster", "8:8:8", "--workload", "gavel", "--policy",
            "max_min_fairness_perf", "--multi-gpu", "--rate", "2", "--window", "10:30", "--hours", "60",
            "--record",
            path("g.record"), "--gavel-log", path("run.log"), "--quiet",
        ])
        #expect(run.status == 0, "\(run.messages)")
        let export = try CommandResult.schedlab([
            "export", path("g.record"), "--to", "gavel-log", "-o", path("record.log"),
        ])
        #expect(export.status == 0, "\(export.messages)")
        let log = try Data(contentsOf: URL(fileURLWithPath: path("run.log")))
        #expect(log.count > 10_000)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path("record.log"))) == log)

        let own = try RecordedRun(RecordedRun.experiment(0, mechanism: "standard"), in: folder)
        #expect(throws: RecordError.self) {
            try GavelLogExport.write(RunRecord(path: own.path), to: path("x.log"), policy: "FIFO")
        }
    }
}
