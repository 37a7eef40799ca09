import Foundation
import Kit
import KitTesting
import PageAssets
import TestSupport
import Testing

@testable import Recording
@testable import Reports
@testable import Views

@Suite("A run as a page in one file")
struct PageFileTests {
    private static let reader = Places.package.appendingPathComponent("Scripts/read-page.py").path

    /// A page of the least that can be joined: what is tried here are the parts.
    private static let files = WebFiles(files: [
        .init(
            path: "page.html",
            text: "<!--csp--><title><!--title--></title><!--style--><!--parts--><!--script-->"),
        .init(path: "main.js", text: "export const one = 1;\n"),
        .init(path: "work/lanes.worker.js", text: "const two = 2;\n"),
    ])

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func options(limit: Int = 25_000_000) -> PageFile.Options {
        var options = PageFile.Options()
        options.files = Self.files
        options.byteLimit = limit
        return options
    }

    /// Writes a page and its tables, and has the independent reader compare them.
    private func expectEqual(_ record: RunRecord, in folder: URL) throws {
        let page = folder.appendingPathComponent("p.html").path
        try PageFile([record], options()).write(to: page)
        let tables = folder.appendingPathComponent("csv").path
        try CSVExport.write(record, toFolder: try OutputFolder(tables, isForced: true))
        let result = try CommandResult.run(
            URL(fileURLWithPath: Places.python ?? ""),
            [Self.reader, "check", page, RunID.of(record), tables],
            in: folder)
        #expect(result.status == 0, "\(result.messages)")
    }

    @Test(
        "the parts of random records equal the CSV export, by a reader that shares no code",
        .enabled(if: Places.python != nil, "python3 is not here"), arguments: 0..<30 as Range<UInt64>)
    func randomRecords(seed: UInt64) throws {
        try inFolder { folder in
            try expectEqual(
                try RandomRecord.write(seed, path: folder.path + "/r.record", isCutOff: seed % 6 == 5),
                in: folder)
        }
    }

    @Test(
        "the parts of runs of every mechanism equal the CSV export",
        .enabled(if: Places.python != nil, "python3 is not here"),
        arguments: ["standard", "gavel", "run-to-completion"], 0..<3 as Range<UInt64>)
    func mechanisms(mechanism: String, seed: UInt64) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(seed, mechanism: mechanism), in: folder)
            try expectEqual(RunRecord(path: run.path), in: folder)
        }
    }

    @Test(
        "lives that are read together say what explain says of each round", arguments: ["standard", "gavel"])
    func lives(mechanism: String) throws {
        try inFolder { folder in
            let run = try RecordedRun(RecordedRun.experiment(3, mechanism: mechanism), in: folder)
            let record = try RunRecord(path: run.path)
            let names = try JobNames(record)
            let jobs = Array(0..<12)
            let part = try JobLives(record, jobs: jobs, names: names).told().part(hasHistories: true)
            let whole = try JSONSerialization.jsonObject(with: Data(part.bytes)) as? [String: Any]
            let root = try #require(whole?["jobs"] as? [String: [String: Any]])
            var count = 0
            for job in jobs {
                let decisions = root["\(job)"]?["decisions"] as? [[String: Any]] ?? []
                for decision in decisions {
                    let round = try #require(decision["round"] as? Int)
                    let single = try JobExplanation(record, jobID: UInt32(job), round: round, names: names)
                    #expect(decision["sentence"] as? String == single.sentence)
                    count += 1
                }
            }
            #expect(count > 20)
        }
    }

    @Test("beyond its limit a page leaves the stays out and says so")
    func limit() throws {
        try inFolder { folder in
            let record = try RandomRecord.write(3, path: folder.path + "/r.record")
            let page = folder.path + "/p.html"
            try PageFile([record], options(limit: 10)).write(to: page)
            let text = try String(contentsOfFile: page, encoding: .utf8)
            #expect(!text.contains("/stays/") && text.contains("/first\""))
            #expect(PageFile.isOne(path: page))
        }
    }
}
