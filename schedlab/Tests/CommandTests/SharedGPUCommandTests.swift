import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("Records of jobs that share GPUs")
struct SharedGPUCommandTests {
    /// Tables and trace of a run in which placement on the chosen type fails now and then.
    private func exports() throws -> (tables: URL, trace: URL, folder: URL) {
        let folder = try Places.temporaryFolder()
        let record = folder.appendingPathComponent("a.record").path
        let run = try CommandResult.schedlab([
            "run", "--cluster", "v100=4@4", "--workload", "openb-mix", "--rate", "60", "--jobs", "60",
            "--policy",
            "max_min_fairness_perf", "--placement", "fgd", "--record", record, "--quiet",
        ])
        #expect(run.status == 0, "\(run.messages)")
        let (tables, trace) = (folder.appendingPathComponent("t"), folder.appendingPathComponent("t.json"))
        for (form, path) in [("csv", tables.path), ("perfetto", trace.path)] {
            let export = try CommandResult.schedlab(["export", record, "--to", form, "-o", path, "--quiet"])
            #expect(export.status == 0, "\(export.messages)")
        }
        return (tables, trace, folder)
    }

    private func rows(_ file: URL) throws -> [[String: Substring]] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let names = try #require(lines.first).split(separator: ",", omittingEmptySubsequences: false)
        return lines.dropFirst().map { line in
            Dictionary(
                zip(names.map(String.init), line.split(separator: ",", omittingEmptySubsequences: false)),
                uniquingKeysWith: { first, _ in first })
        }
    }

    @Test("a job that was preempted has no GPUs from then on until later")
    func preemptionsHaveGaps() throws {
        let (tables, _, folder) = try exports()
        defer { try? FileManager.default.removeItem(at: folder) }
        var starts: Set<String> = []
        for row in try rows(tables.appendingPathComponent("segments.csv")) {
            starts.insert("\(row["job_id"] ?? "") \(row["from_seconds"] ?? "")")
        }
        let preemptions = try rows(tables.appendingPathComponent("changes.csv")).filter {
            $0["what"] == "preemption"
        }
        #expect(preemptions.count > 10 && starts.count > 50)
        for row in preemptions {
            #expect(!starts.contains("\(row["job_id"] ?? "") \(row["seconds"] ?? "")"), "\(row)")
        }
    }

    @Test("slices of one thread of the trace do not overlap, though jobs share GPUs")
    func tracesNest() throws {
        let (_, trace, folder) = try exports()
        defer { try? FileManager.default.removeItem(at: folder) }
        let root = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: trace)) as? [String: Any])
        let events = try #require(root["traceEvents"] as? [[String: Any]])
        var slices: [String: [(Double, Double)]] = [:]
        for event in events where event["ph"] as? String == "X" {
            let (start, length) = (event["ts"] as? Double ?? .nan, event["dur"] as? Double ?? .nan)
            slices["\(event["pid"] ?? "") \(event["tid"] ?? "")", default: []].append((start, start + length))
        }
        #expect(slices.count > 4, "tenants have threads of their own")
        for (thread, list) in slices {
            let sorted = list.sorted { $0 < $1 }
            for (a, b) in zip(sorted, sorted.dropFirst()) { #expect(b.0 >= a.1 - 1, "\(thread): \(a), \(b)") }
        }
    }
}
