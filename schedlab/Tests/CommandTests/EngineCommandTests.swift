import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("Engines on the command line")
struct EngineCommandTests {
    private func json(_ arguments: [String]) throws -> [String: Any] {
        let result = try CommandResult.schedlab(arguments + ["--format", "json", "--quiet"])
        #expect(result.status == 0, "\(result.messages)")
        return try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private let small = [
        "run", "--cluster", "8:8:8", "--workload", "gavel", "--rate", "12", "--multi-gpu", "--jobs", "30",
    ]

    @Test("bench lp prints every engine and mode that was asked for, with the same optimum")
    func bench() throws {
        let arguments = ["bench", "lp", "--jobs", "40", "--types", "3", "--repeat", "1"]
        let engines = Places.highs == nil ? "structured" : "structured,highs"
        let output = try json(arguments + ["--engines", engines])
        let results = try #require(output["results"] as? [[String: Any]])
        #expect(results.count == (Places.highs == nil ? 2 : 5))
        let objectives = results.compactMap { $0["objective"] as? Double }
        for objective in objectives { #expect(abs(objective / objectives[0] - 1) < 1e-6) }
        for key in ["engine", "mode", "cpuMilliseconds", "certificateGap", "iterations"] {
            #expect(results.allSatisfy { $0[key] != nil }, "\(key)")
        }
    }

    @Test(
        "programs of a run can be saved, solved again, and verified",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
    func savedPrograms() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try json(
            small + ["--policy", "max_min_fairness_perf", "--save-programs", folder.path, "--hours", "3"])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }
        #expect(!files.isEmpty)
        let first = folder.appendingPathComponent(files.sorted()[0]).path
        let bench = try json(["bench", "lp", "--program", first, "--repeat", "1"])
        #expect((bench["results"] as? [Any])?.count == 5)
        let verified = try json(["verify", "lp", "--count", "3", "--programs", folder.path])
        let outcomes = try #require(verified["outcomes"] as? [[String: Any]])
        #expect(outcomes.count == 7 && outcomes[6]["programCount"] as? Int == files.count)
        try Data("{\"schemaVersion\": 1}".utf8).write(to: URL(fileURLWithPath: first))
        let broken = try CommandResult.schedlab(["bench", "lp", "--program", first])
        #expect(broken.status == 65 && broken.messages.contains(first))
    }

    @Test(
        "an engine that proves no answer to a program from a file is said; where none does, the file is refused",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
    func unproved() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("program.json")
        // A floor that HiGHS takes for infinite; the structured engine knows no such number.
        let receivers = [0.0, 1e300].map {
            #"{"classID": -1, "columns": [{"rate": 1, "resource": 0, "slope": 0}], "demand": 1, "#
                + #""floor": \#($0), "multiplicity": 1, "need": 1}"#
        }
        try Data(
            """
            {"schemaVersion": 1, "label": "wild", "isLexicographic": false, "levelWeight": 1, "capacities": [8],
            "receivers": [\(receivers.joined(separator: ","))]}
            """.utf8
        ).write(to: file)
        let arguments = ["bench", "lp", "--repeat", "1", "--program", file.path, "--engines"]
        let both = try CommandResult.schedlab(arguments + ["structured,highs"])
        #expect(both.status == 0 && both.output.contains("not proved"), "\(both.messages)\(both.output)")
        let highs = try CommandResult.schedlab(arguments + ["highs", "--format", "json"])
        #expect(highs.status == 65 && highs.messages.contains("no engine proved"), "\(highs.messages)")
        #expect(highs.output.contains("\"objective\": null"))
    }

    @Test(
        "--verify-lp holds every program against HiGHS",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
    func verifyLP() throws {
        for mechanism in ["standard", "gavel"] {
            let summary = try json(
                small + ["--policy", "max_min_fairness_perf", "--mechanism", mechanism, "--verify-lp"])
            let solver = try #require(summary["solver"] as? [String: Any])
            #expect(solver["verifiedCount"] as? Int == solver["solveCount"] as? Int)
            #expect(try #require(solver["worstDifference"] as? Double) <= 1e-6)
        }
    }

    @Test(
        "HiGHS alone keeps programs by shape and says how often that helped",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
    func cache() throws {
        let summary = try json(small + ["--policy", "max_min_fairness_perf", "--engine", "highs"])
        let solver = try #require(summary["solver"] as? [String: Any])
        let hits = try #require(solver["cacheHitCount"] as? Int)
        let misses = try #require(solver["cacheMissCount"] as? Int)
        #expect(hits > 0 && misses > 0)
        #expect(
            abs(try #require(solver["cacheHitRate"] as? Double) - Double(hits) / Double(hits + misses))
                < 1e-12)
    }

    @Test("the migration penalty is refused where it has no meaning, and part of the experiment where it has")
    func migrationPenalty() throws {
        let refused = try CommandResult.schedlab(
            small + ["--policy", "fifo", "--migration-penalty", "0.1"])
        #expect(refused.status == 2 && refused.messages.contains("--migration-penalty"))
        let averages = try ["0", "1"].map { alpha in
            let summary = try json(
                small + ["--policy", "max_min_fairness_perf", "--migration-penalty", alpha])
            let experiment = try #require(summary["experiment"] as? [String: Any])
            #expect(experiment["migrationPenalty"] as? Double == Double(alpha))
            let solver = try #require(summary["solver"] as? [String: Any])
            #expect((solver["warmStartCount"] as? Int == 0) == (alpha == "0"))
            let largest = try #require(solver["largestProgram"] as? [String: Any])
            #expect(largest["types"] as? Int == 3, "the choice's own resource is no GPU type")
            #expect(try #require(largest["jobs"] as? Int) <= 30)
            return try #require(summary["averageJCTSeconds"] as? Double)
        }
        #expect(averages[0] != averages[1])
    }

    @Test("room on nodes, costs of moves and the minimum stay are refused where they have no meaning")
    func movesAndRoom() throws {
        let perf = small + ["--policy", "max_min_fairness_perf"]
        for (flags, message) in [
            (small + ["--policy", "fifo", "--poa", "1"], "--poa"),
            (perf + ["--poa", "1", "--mechanism", "gavel"], "--poa"),
            (perf + ["--poa", "-1"], "--poa"), (perf + ["--min-stay", "-1"], "--min-stay"),
            (perf + ["--min-stay", "1", "--mechanism", "gavel"], "--min-stay"),
            (perf + ["--move-cost", "much"], "--move-cost"), (perf + ["--move-cost", "-1"], "--move-cost"),
        ] {
            let refused = try CommandResult.schedlab(flags)
            #expect(refused.status == 2 && refused.messages.contains(message), "\(refused.messages)")
        }
    }

    @Test("the default cost of moves is charged, counted and stated; a minimum stay makes fewer moves")
    func moveCosts() throws {
        let contended = [
            "run", "--cluster", "v100=8@4,k80=8@4", "--workload", "gavel", "--rate", "3", "--seed", "1",
            "--hours",
            "200", "--policy", "max_min_fairness_perf", "--format", "json", "--quiet",
        ]
        func moves(_ flags: [String]) throws -> (count: Int, lost: Double, summary: [String: Any]) {
            let summary = try json(contended + flags)
            let moves = try #require(summary["moves"] as? [String: Any])
            return (
                try #require(moves["moveCount"] as? Int), try #require(moves["lostGPUSeconds"] as? Double),
                summary
            )
        }
        let free = try moves([])
        let charged = try moves(["--move-cost", "default"])
        let kept = try moves(["--min-stay", "7200"])
        #expect(free.count > 0 && free.lost == 0 && charged.lost > 0 && kept.count < free.count)
        #expect((charged.summary["moves"] as? [String: Any])?["secondsPerMove"] is NSNull)
        #expect((charged.summary["experiment"] as? [String: Any])?["moveCostSeconds"] as? String == "default")
        let stated = (charged.summary["assumptions"] as? [String: Any])?["moves"] as? String
        #expect(stated?.contains("LM 10.5 s") == true)
        #expect((kept.summary["experiment"] as? [String: Any])?["minStaySeconds"] as? Double == 7200)
    }

    @Test("the migration penalty makes fewer moves on a contended cluster")
    func fewerMoves() throws {
        let counts = try ["0", "0.03", "1"].map { alpha in
            let summary = try json([
                "run", "--cluster", "v100=8@4,k80=8@4", "--workload", "gavel", "--rate", "3", "--seed", "1",
                "--hours", "400", "--policy", "max_min_fairness_perf", "--format", "json", "--quiet",
                "--migration-penalty", alpha,
            ])
            return try #require((summary["moves"] as? [String: Any])?["moveCount"] as? Int)
        }
        #expect(counts[1] < counts[0] && counts[2] < counts[0], "\(counts)")
    }
}
