import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("Summaries of the command")
struct SummaryTests {
    private let base = ["run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "fifo_perf"]

    private func object(_ arguments: [String]) throws -> [String: Any] {
        let result = try CommandResult.schedlab(base + arguments + ["--format", "json"])
        #expect(result.status == 0, "\(result.messages)")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    /// Keys of an object that are null; settings may be.
    private func nulls(_ object: [String: Any]) -> Set<String> { Set(object.filter { $1 is NSNull }.keys) }

    @Test("every figure without a value is null and has its reason, in JSON and in the table")
    func undefined() throws {
        for (flags, reason) in [
            (["--rate", "0.01", "--hours", "0.1"], "no measured job completed"),
            (["--rate", "1", "--window", "100:110", "--hours", "0.1"], "no measured job started"),
        ] {
            let summary = try object(flags)
            let reasons = try #require(summary["undefined"] as? [String: String])
            #expect(nulls(summary) == Set(reasons.keys) && reasons.values.contains(reason), "\(reasons)")
            #expect(reasons["averageJCTSeconds"] == "no measured job completed")
            let table = try CommandResult.schedlab(base + flags).output
            #expect(table.contains("average JCT    undefined: no measured job completed"), "\(table)")
            #expect(table.contains("undefined: \(reason)") && !table.contains("– s"), "\(table)")
        }
        let full = try object(["--static", "--jobs", "4"])
        #expect(nulls(full) == ["offeredLoad", "tieRoundCount"])
        #expect(
            full["undefined"] as? [String: String] == [
                "offeredLoad": "all jobs arrive at once",
                "tieRoundCount": "jobs have no credit under this mechanism and policy",
            ])
    }

    @Test("the summary has the documented fields")
    func fields() throws {
        let summary = try object(["--rate", "6", "--jobs", "12"])
        let expected = [
            "schemaVersion", "experiment", "assumptions", "stopReason", "offeredLoad", "generatedJobCount",
            "measuredJobCount", "completedJobCount", "unfinishedJobCount", "neverStartedJobCount",
            "droppedJobCount", "activeJobCountPeak", "averageJCTSeconds", "medianJCTSeconds", "p90JCTSeconds",
            "p95JCTSeconds", "p99JCTSeconds", "firstWaitSeconds", "totalWaitSeconds", "slowdown",
            "finishTimeFairness", "makespanSeconds", "completedGPUHours", "busyFraction", "allocatedFraction",
            "roundCount", "moves", "solver", "host",
        ]
        #expect(Set(expected).subtracting(summary.keys).isEmpty)
        let keys = { (name: String) in (summary[name] as? [String: Any]).map { Set($0.keys) } }
        for name in ["firstWaitSeconds", "totalWaitSeconds"] {
            #expect(keys(name) == ["mean", "median", "p95", "p99"])
        }
        #expect(keys("slowdown") == ["mean", "p95"])
        #expect(keys("finishTimeFairness") == ["mean", "max", "unfairFraction"])
        #expect(keys("moves") == ["moveCount", "preemptionCount", "lostGPUSeconds", "secondsPerMove"])
        #expect(keys("host") == ["wallSeconds", "solverSeconds", "cacheSavedSeconds", "peakMemoryBytes"])
    }

    @Test("a window that more arrives than can be done may never end, which is said before the run")
    func endlessWindow() throws {
        let arguments = [
            "run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "fifo", "--mechanism",
            "run-to-completion", "--rate", "40", "--window", "0:1",
        ]
        let warned = try CommandResult.schedlab(arguments)
        #expect(warned.status == 0 && warned.messages.contains("may never end"))
        #expect(warned.messages.contains("--window 0:1") && warned.messages.contains("--hours"))
        let limited = try CommandResult.schedlab(arguments + ["--hours", "100000"])
        #expect(!limited.messages.contains("may never end"))
    }

    @Test("an average that leaves jobs out stands beside their number, in every format")
    func openAverages() throws {
        // Long enough for some jobs to complete, not for all.
        let flags = ["--rate", "1", "--hours", "20"]
        let summary = try object(flags)
        let unfinished = try #require(summary["unfinishedJobCount"] as? Int)
        let (started, completed) = (
            try #require(summary["neverStartedJobCount"] as? Int),
            try #require(summary["completedJobCount"] as? Int)
        )
        #expect(unfinished > 0 && completed > 0)
        let table = try CommandResult.schedlab(base + flags).output
        let line = table.split(separator: "\n").first { $0.hasPrefix("average JCT") } ?? ""
        #expect(
            line.hasSuffix(
                "over the \(completed) completed jobs only (\(unfinished) unfinished, \(started) never started): favours policies that starve long jobs"
            ), "\(line)")
        let csv = try CommandResult.schedlab(base + flags + ["--format", "csv"]).output
        let rows = csv.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(rows[0].count == rows[1].count && rows[0].contains("never_started_jobs"))
        let seeds = try CommandResult.schedlab(base + flags + ["--seeds", "0-1"]).output
        #expect(seeds.hasPrefix("stopped: ") && seeds.contains("never started"), "\(seeds)")
    }

    @Test("under overload with every measured job done, the table does not claim that jobs are missing")
    func overloadedButDone() throws {
        let table = try CommandResult.schedlab(base + ["--rate", "60", "--window", "2:6"]).output
        #expect(
            table.contains(", under overload (0 unfinished, 0 never started): depends on when the run ends"))
        #expect(!table.contains("completed jobs only"))
    }

    @Test("seeds and groups go together: means over the seeds that have the group")
    func seedsByGroup() throws {
        let flags = ["--rate", "2", "--jobs", "12", "--seeds", "0-3", "--by", "type"]
        let summary = try object(flags)
        let over = try #require(summary["overSeeds"] as? [String: Any])
        #expect(
            over["groupedBy"] as? String == "type"
                && (over["undefined"] as? [String: String])?.isEmpty == true)
        let groups = try #require(over["groups"] as? [[String: Any]])
        let runs = try #require(summary["runs"] as? [[String: Any]])
        #expect(groups.compactMap { $0["measuredJobCount"] as? Int }.reduce(0, +) == 48)
        for group in groups {
            let own = runs.compactMap { run in
                (run["groups"] as? [[String: Any]])?.first {
                    $0["name"] as? String == group["name"] as? String
                }
            }
            #expect(group["seedCount"] as? Int == own.count)
            let averages = own.compactMap { $0["averageJCTSeconds"] as? Double }
            let mean = (group["averageJCTSeconds"] as? [String: Any])?["mean"] as? Double
            #expect(abs(try #require(mean) - averages.reduce(0, +) / Double(averages.count)) < 1e-6)
        }
        let table = try CommandResult.schedlab(base + flags + ["--threads", "1"]).output
        #expect(table.contains("Jobs of all seeds; means over seeds"))
        #expect(try CommandResult.schedlab(base + flags + ["--threads", "2"]).output == table)
        #expect(try CommandResult.schedlab(base + flags + ["--format", "csv"]).status == 2)
    }
}
