import Foundation
import Kit
import KitTesting
import TestSupport
import Testing

/// Rows 10 and 12 of what real use found: figures and runs that a numerical audit recomputed.
@Suite("What a numerical audit found")
struct AuditTests {
    private func summary(
        _ jobs: String, cluster: String, _ flags: [String], speeds: String? = nil
    ) throws -> [String: Any] {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try jobs.write(to: folder.appendingPathComponent("jobs.csv"), atomically: true, encoding: .utf8)
        var given: [String] = []
        if let speeds {
            try speeds.write(
                to: folder.appendingPathComponent("speeds.csv"), atomically: true, encoding: .utf8)
            given = ["--speeds", "speeds.csv"]
        }
        let result = try CommandResult.schedlab(
            ["run", "--cluster", cluster, "--workload", "jobs:jobs.csv", "--format", "json"] + given + flags,
            in: folder)
        try #require(result.status == 0, "\(result.messages)")
        let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        return try #require(json as? [String: Any])
    }

    private func mean(_ key: String, _ summary: [String: Any]) -> Double? {
        (summary[key] as? [String: Any])?["mean"] as? Double
    }

    private static let head = "job_id,submit_seconds,duration_seconds,gpus\n"

    @Test(
        "12a: jobs whose moves cost a round take turns and end", .timeLimit(.minutes(1)),
        arguments: [360, 500, 3600])
    func costlyMoves(cost: Int) throws {
        let run = try summary(
            Self.head + "a,0,1000,1\nb,0,1000,1\n", cluster: "v100=1@1",
            ["--policy", "isolated", "--move-cost", "\(cost)"])
        #expect(run["completedJobCount"] as? Int == 2)
        // Two jobs of 1,000 s on one GPU cannot end sooner, and each stay does at least a round of work.
        let makespan = try #require(run["makespanSeconds"] as? Double)
        #expect(makespan >= 2000 && makespan <= 2000 + 8 * Double(cost + 360))
    }

    @Test("12b: a decision that is held back is no standstill")
    func heldBackDecision() throws {
        let run = try summary(
            Self.head + "a,0,100,1\nb,10,100,1\n", cluster: "v100=1@1",
            ["--policy", "fifo", "--min-interval", "1920"])
        #expect(run["completedJobCount"] as? Int == 2)
        // The second decision falls at the first boundary 1,920 s after the first: 2,160 s; the job takes 100 s.
        #expect(run["makespanSeconds"] as? Double == 2260)
    }

    @Test("12f: a type that is too small for a job is no part of what it could have had")
    func tooSmallTypes() throws {
        let run = try summary(
            Self.head + "a,0,3600,4\n", cluster: "a=1@1,b=4@4",
            ["--policy", "fifo", "--mechanism", "run-to-completion"],
            speeds: "gpu_type,model,relative_speed\na,,10\nb,,1\n")
        #expect(mean("slowdown", run) == 1)
        let fairness = try #require(mean("finishTimeFairness", run))
        #expect(abs(fairness - 1) < 1e-9)
    }

    @Test("10: under standard the makespan is the last job's end, and the busy fraction is until then")
    func makespan() throws {
        let run = try summary(Self.head + "a,0,100,1\n", cluster: "v100=2@2", ["--policy", "fifo"])
        #expect(run["makespanSeconds"] as? Double == 100)
        #expect(run["busyFraction"] as? Double == 0.5)
        #expect(run["allocatedFraction"] as? Double == 0.5)
    }

    @Test("10: the bounded slowdown of a short job is never below 1")
    func shortJob() throws {
        let run = try summary(
            Self.head + "a,0,2,1\n", cluster: "v100=1",
            ["--policy", "fifo", "--mechanism", "run-to-completion"])
        #expect(mean("slowdown", run) == 1)
    }
}
