import Foundation
import KitTesting
import Sweeps
import TestSupport
import Testing

@Suite("Sweep files")
struct SweepFileTests {
    static let base = "cluster: 2:2:2\nworkload: gavel\npolicy: fifo_perf\njobs: 5\n"

    private func plan(_ text: String) throws -> SweepPlan {
        try SweepPlan(try SweepFile.definition(text, path: "s.yaml"), engine: "test")
    }

    private func findings(_ text: String) -> [SweepFinding] {
        do {
            _ = try plan(text)
            return []
        } catch SweepError.malformed(_, let findings) {
            return findings
        } catch {
            return [SweepFinding]()
        }
    }

    @Test(
        "ranges are exact in decimals",
        arguments: [
            ("0.4..8.0 step 0.4", 20, "0.4", "8"), ("0.1..0.3 step 0.1", 3, "0.1", "0.3"),
            ("24..48/8", 4, "24", "48"),
            ("1..4", 4, "1", "4"), ("5..1 step -2", 3, "5", "1"), ("-1..1 step 0.5", 5, "-1", "1"),
            ("1..2 step 3", 1, "1", "1"),
        ])
    func ranges(text: String, count: Int, first: String, last: String) throws {
        let values = try ValueRange(text).values
        #expect(values.count == count && values.first == first && values.last == last, "\(values)")
    }

    @Test("every value of a tenth's range is the shortest decimal", arguments: 1...40)
    func tenths(count: Int) throws {
        let values = try ValueRange("0.1..\(count / 10).\(count % 10) step 0.1").values
        let expected = (1...count).map { $0 % 10 == 0 ? "\($0 / 10)" : "\($0 / 10).\($0 % 10)" }
        #expect(values == expected)
    }

    @Test(
        "ranges without end, without values or with too many are refused",
        arguments: [
            "1..2 step 0", "2..1 step 1", "0..10000000", "0.5..1", "1..x", "1..2 step", "1..2 stride 1",
        ])
    func badRanges(text: String) {
        #expect(throws: ValueRange.Problem.self) { try ValueRange(text) }
    }

    @Test("lists and ranges are combined, the last field first, and rules leave points out")
    func grid() throws {
        let plan = try plan(
            Self.base + "rate: 1..3\nplacement: [strided, fgd]\nseeds: 0-1\nskip: placement=fgd and rate>=2\n"
        )
        #expect(plan.points.count == 8 && plan.skippedCount == 4)
        #expect(plan.variedNames == ["rate", "placement", "seed"])
        #expect(
            plan.points.map { plan.label($0) }.prefix(3) == [
                "rate=1, placement=strided, seed=0", "rate=1, placement=strided, seed=1",
                "rate=1, placement=fgd, seed=0",
            ])
        #expect(Set(plan.points.map(\.key)).count == 8)
    }

    @Test("a rule that leaves nothing out is told in the plan, one that does is not")
    func idleRules() throws {
        let plan = try plan(Self.base + "rate: 1..3\nskip:\n  - policy=fofi_perf\n  - rate>2\n  - rate>=3\n")
        #expect(plan.skippedCount == 1 && plan.idleRules.map(\.description) == ["policy=fofi_perf"])
        let store = try ResultStore(path: try TemporaryFolder.make("idle").path + "/store")
        let text = PlanSummary(SweepResults(plan, store: store), store: store, threads: 1).text
        #expect(text.contains("the rule 'policy=fofi_perf' leaves nothing out"))
    }

    @Test("equal points of two groups are one, however their numbers are written")
    func groups() throws {
        let plan = try plan(Self.base + "groups:\n  a:\n    rate: [0.40, 1]\n  b:\n    rate: [0.4, 2.0]\n")
        #expect(plan.points.map { $0.value("rate") } == ["0.4", "1", "2"])
        #expect(plan.repeatedCount == 1)
    }

    @Test("lists in step go together, and a group's field takes the place of the file's")
    func zip() throws {
        let plan = try plan(
            "cluster: 2:2:2\nworkload: gavel\npolicy: fifo_perf\nrate: 9\nhours: 1\ngroups:\n  a:\n    zip:\n"
                + "      rate: [1, 2]\n      window: ['3:5', '6:9']\n")
        #expect(
            plan.points.map { [$0.value("rate"), $0.value("window")] } == [["1", "3:5"], ["2", "6:9"]])
    }

    @Test("what changes in step with the seed belongs to it: orders of a fill, and no group of its own")
    func stepWithSeed() throws {
        let folder = try Places.temporaryFolder()
        for seed in 42...43 {
            try "pod\n".write(
                to: folder.appendingPathComponent("\(seed).txt"), atomically: true, encoding: .utf8)
        }
        let orders = "['\(folder.path)/42.txt', '\(folder.path)/43.txt']"
        let plan = try plan(
            "command: fill\nplacement: [fgd, best-fit]\nzip:\n  seed: [42, 43]\n  arrivals: \(orders)\n"
                + "  ranks: \(orders)\n")
        #expect(plan.points.count == 4 && plan.groupNames == ["placement"])
        let same = "['\(folder.path)/42.txt', '\(folder.path)/42.txt']"
        let found = findings(
            "command: fill\nplacement: fgd\nzip:\n  seed: [42, 43]\n  arrivals: \(same)\n  ranks: \(same)\n")
        #expect(found.contains { $0.description.contains("nothing of this point is random") }, "\(found)")
    }

    @Test("numbers of GPUs are fields")
    func gpuCounts() throws {
        let plan = try plan(
            "cluster: v100=8@4,k80=4\nworkload: gavel\npolicy: fifo\nrate: 1\njobs: 3\ncluster.v100: 4..12/4\n"
        )
        #expect(
            plan.points.map { $0.task.value("cluster") } == [
                "v100=4@4,k80=4", "v100=8@4,k80=4", "v100=12@4,k80=4",
            ])
        #expect(plan.points.map { $0.value("cluster.v100") } == ["4", "8", "12"])
        #expect(plan.variedNames == ["cluster.v100"])
    }

    @Test("everything that is wrong is found at once, with its line")
    func allFindings() {
        let found = findings(
            "cluster: 2:2:2\nworkload: gavel\npolicy: fifo\nrates: 1\nrate: 3..1 step 1\njobs: many\n"
                + "skip: [speed>1, rate>fast]\nseeds: 5-2\nstatic: maybe\n")
        #expect(found.map(\.line) == [4, 5, 6, 7, 7, 8, 9], "\(found)")
        #expect(found[0].description.contains("did you mean rate"))
        #expect(found[1].description.contains("has no values"))
        #expect(found[6].expected == "true or false")
    }

    @Test(
        "what cannot run is found before anything runs",
        arguments: [
            ("rate: 0\n", 5, "--rate is 0.0"), ("rate: 1\nplacement: fgdd\n", nil, "unknown placement"),
            ("rate: 1\ncluster.a100: 3\n", nil, "a100"), ("", nil, "--rate is missing"),
            ("rate: 1\nskip: rate=1\n", nil, "leave out every point"),
            ("rate: 1\nthroughputs: no.json\n", nil, "no.json"),
            ("rate: 1\nrate: 2\n", nil, "rate"), ("groups: 3\n", 5, "no names"),
            ("command: walk\n", 5, "walk"),
        ] as [(String, Int?, String)])
    func cannotRun(text: String, line: Int?, words: String) {
        let found = findings(Self.base + text)
        #expect(found.contains { "\($0)".contains(words) && (line == nil || $0.line == line) }, "\(found)")
    }

    @Test("too many points are refused with their number before any is made")
    func tooMany() {
        let text = Self.base + "rate: 1..1000\nround: 1..100\nhours: 1..100\n"
        #expect(
            throws: SweepError.tooManyPoints(file: "s.yaml", count: "10,000,000", limit: SweepPlan.pointLimit)
        ) {
            try plan(text)
        }
    }

    @Test("a fill is swept by its own flags")
    func fill() throws {
        let plan = try plan("command: fill\nplacement: [fgd, random]\nseeds: 42-44\n")
        #expect(plan.points.count == 6)
        #expect(plan.points[5].task.arguments == ["fill", "--placement", "random", "--seed", "44"])
        #expect(findings("command: fill\nrate: 3\n").first?.description.contains("schedlab fill") == true)
    }

    @Test("the key depends on the settings and the engine, and on nothing else")
    func keys() throws {
        let a = try plan(Self.base + "rate: 1\nseeds: 0-3\n")
        let b = try plan(
            "jobs: 5\nseeds: [3, 2, 1, 0]\nrate: 1.0\n" + Self.base.replacing("jobs: 5\n", with: ""))
        #expect(a.points.map(\.key) == b.points.map(\.key).reversed())
        let other = try SweepPlan(
            try SweepFile.definition(Self.base + "rate: 1\n", path: "s"), engine: "other")
        #expect(!a.points.contains(other.points[0]))
    }

    @Test(
        "every number of shards cuts the points into parts, counted from 0 or from 1",
        arguments: [1, 2, 7, 64])
    func shards(count: Int) throws {
        let keys = try plan(Self.base + "rate: 1..40\n").points.map(\.key)
        for first in [0, 1] {
            let parts = try (first..<first + count).map { try Shard("\($0)/\(count)", environment: [:]) }
            #expect(keys.allSatisfy { key in parts.count { $0.holds(key) } == 1 })
        }
    }

    @Test("a shard's index comes from the scheduler's environment")
    func environment() throws {
        for name in ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "SGE_TASK_ID", "PROCESS", "HQ_TASK_ID"] {
            #expect(try Shard("auto/7", environment: [name: "3"]) == Shard(index: 3, count: 7))
        }
        for text in ["auto/7", "8/7", "-1/7", "1/0", "1", "a/b", "1/2/3"] {
            #expect(throws: SweepError.self) { try Shard(text, environment: ["SGE_TASK_ID": "undefined"]) }
        }
    }
}
