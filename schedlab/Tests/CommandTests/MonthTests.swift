import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("A month of a large cluster")
struct MonthTests {
    private static let isSlow = ProcessInfo.processInfo.environment["SCHEDLAB_SLOW_TESTS"] == "1"
    /// The whole month takes a second in a release build, much longer in this one with its checks.
    private static let jobCount = isSlow ? 100_000 : 3_000

    private func write(to folder: URL) throws {
        let process = Process()
        process.executableURL = Places.package.appendingPathComponent("Scripts/synthetic-month")
        process.arguments = [folder.path, "\(Self.jobCount)"]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("jobs of 0.25 to 512 GPUs with every column run; unknown columns and broken rows are named")
    func month() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(to: folder)
        let result = try CommandResult.schedlab(
            [
                "run", "--cluster", "nodes.csv", "--workload", "jobs:jobs.csv", "--policy", "fifo",
                "--mechanism",
                "run-to-completion", "--format", "json",
            ], in: folder)
        #expect(result.status == 0, "\(result.messages)")
        let summary = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(summary["stopReason"] as? String == "completed")
        #expect(summary["completedJobCount"] as? Int == Self.jobCount - 9)
        #expect((summary["experiment"] as? [String: Any])?["gpuCount"] as? Int == 3000)
        let assumptions = try #require(summary["assumptions"] as? [String: Any])
        let imports = try #require(assumptions["imports"] as? [[String: Any]])
        let jobs = try #require(imports.first { $0["file"] as? String == "jobs.csv" })
        #expect(jobs["columnsUnused"] as? [String] == ["pet", "cost_centre"])
        #expect(
            (jobs["columnsUsed"] as? [String])?.count == 12 && (jobs["columnsKept"] as? [String])?.count == 6)
        let dropped = try #require(jobs["droppedRows"] as? [[String: Any]])
        let reasons = [
            "submit_seconds is 'yesterday'", "duration_seconds is '-3'", "duration_seconds is ''",
            "gpus is '1.5'",
            "the job can never run: it needs 4096 GPU(s)", "gpus is 'many'", "job_id is 'job-0'",
            "the job can never run: it needs", "priority_weight is '0'",
        ]
        // A word that changes nothing drops no job.
        let seen = try #require(jobs["observations"] as? [String])
        #expect(seen.contains { $0.hasPrefix("state 'zombie' of 1 job") }, "\(seen)")
        #expect(dropped.count == reasons.count)
        for (place, (row, reason)) in zip(dropped, reasons).enumerated() {
            #expect((row["reason"] as? String)?.hasPrefix(reason) == true, "\(row)")
            #expect(row["line"] as? Int == (place + 1) * Self.jobCount / 11 + 2)
        }
    }
}
