import Cluster
import LinearPrograms
import Policies
import Simulation
import TestSupport
import Testing
import Workload

@Suite("The canonical choice")
struct CanonicalChoiceTests {
    /// Two jobs with given speeds on two GPU types.
    struct Case: Sendable, CustomTestStringConvertible {
        var speeds: [[Double]]
        var cluster = "a=1,b=1"
        var scaleFactors = [1, 1]
        var weights: [Double] = [1, 1]
        var levels: [Double]
        var shares: [[Double]]

        var testDescription: String {
            "\(speeds) on \(cluster), \(scaleFactors) GPUs, weights \(weights)"
        }
    }

    /// The answers, worked out by hand.
    ///
    /// With one GPU of each type a job with speeds (u, v) has the levels 2u/(u+v) and
    /// 2v/(u+v) for all of its time on one type. Jobs that prefer different types get them. Jobs that
    /// prefer the same type take turns: half of each type each, level 1. A job without preference has
    /// level 1 wherever it runs and leaves the other its best type.
    static let cases: [Case] = {
        let kinds: [[Double]] = [[1, 0], [2, 1], [1, 1], [1, 2], [0, 1]]
        let level = { (speeds: [Double], type: Int) in 2 * speeds[type] / (speeds[0] + speeds[1]) }
        var cases: [Case] = []
        for first in kinds {
            for second in kinds {
                let (a, b) = (level(first, 0), level(second, 0))
                if a > 1 && b > 1 || a < 1 && b < 1 {
                    // A job that can only use one type gets half of it and nothing of the other.
                    let shares = [first, second].map { speeds in speeds.map { $0 > 0 ? 0.5 : 0 } }
                    cases.append(Case(speeds: [first, second], levels: [1, 1], shares: shares))
                } else if a == 1 && b == 1 {
                    // Anything goes: they keep what an equal share gave them.
                    cases.append(
                        Case(speeds: [first, second], levels: [1, 1], shares: [[0.5, 0.5], [0.5, 0.5]]))
                } else {
                    let firstOnA = a > 1 || b < 1
                    cases.append(
                        Case(
                            speeds: [first, second],
                            levels: [level(first, firstOnA ? 0 : 1), level(second, firstOnA ? 1 : 0)],
                            shares: firstOnA ? [[1, 0], [0, 1]] : [[0, 1], [1, 0]]))
                }
            }
        }
        return cases + [
            // Job 1 weighs 5, so its level is a fifth: 2/3 for job 0 on b is more than 4/15 for job 1 on a.
            Case(
                speeds: [[2, 1], [2, 1]], weights: [1, 5], levels: [2.0 / 3, 4.0 / 15],
                shares: [[0, 1], [1, 0]]),
            // Three slow GPUs: average speed 5/4, full time on a is 1.6, on b 0.8; turns on a.
            Case(
                speeds: [[2, 1], [2, 1]], cluster: "a=1,b=3", levels: [1.2, 1.2],
                shares: [[0.5, 0.5], [0.5, 0.5]]),
            // Job 1 takes two GPUs, so its level counts double: job 0 has all of its time on a, the most
            // that it can get, and job 1 the rest of a and of its time on b.
            Case(
                speeds: [[2, 1], [2, 1]], cluster: "a=2,b=2", scaleFactors: [1, 2], levels: [4.0 / 3, 2],
                shares: [[1, 0], [0.5, 0.5]]),
        ] + weighted + sized
    }()

    /// Weights divide levels: a job of weight 3 is level with one of weight 1 at three times its throughput.
    static let weighted = [
        // One type serves both: they divide it 1 to 3.
        Case(
            speeds: [[1, 0], [1, 0]], weights: [1, 3], levels: [0.5, 0.5], shares: [[0.25, 0], [0.75, 0]]),
        // They want different types, so both have all that they can use, whatever they weigh.
        Case(
            speeds: [[2, 1], [1, 2]], weights: [1, 5], levels: [4.0 / 3, 4.0 / 15],
            shares: [[1, 0], [0, 1]]),
        Case(speeds: [[1, 0], [0, 1]], weights: [5, 1], levels: [0.4, 2], shares: [[1, 0], [0, 1]]),
        // Both want a. In all 3 units of work a second: 1 and 2 make 2/3 = 4/3 : 2.
        Case(
            speeds: [[2, 1], [2, 1]], weights: [1, 2], levels: [2.0 / 3, 2.0 / 3], shares: [[0, 1], [1, 0]]),
        // 1.2 and 1.8 units: job 1 runs on a for p of its time, 1 + p = 1.8.
        Case(
            speeds: [[2, 1], [2, 1]], weights: [1, 1.5], levels: [0.8, 0.8],
            shares: [[0.2, 0.8], [0.8, 0.2]]),
        // Job 1 can only use a: 2 x / 3 = (2 - x) / 1.5 at x = 1, all of it; job 0 has b.
        Case(
            speeds: [[2, 1], [1, 0]], weights: [1, 3], levels: [2.0 / 3, 2.0 / 3], shares: [[0, 1], [1, 0]]),
        // The heavier job has no use for the other's type.
        Case(
            speeds: [[0, 1], [1, 1]], weights: [4, 1], levels: [0.5, 1], shares: [[0, 1], [1, 0]]),
    ]

    /// More GPUs than one of each type, and jobs that take two at once, whose level counts double.
    static let sized = [
        // Room for both on the fast type: average speed 5/3, level 2 / (5/3).
        Case(
            speeds: [[2, 1], [2, 1]], cluster: "a=2,b=1", levels: [1.2, 1.2], shares: [[1, 0], [1, 0]]),
        // Job 0 can only use a: average speed 1/4, level 4 x; job 1 has the rest p of a, (1 + p) / (5/4).
        Case(
            speeds: [[1, 0], [2, 1]], cluster: "a=1,b=3", levels: [4.0 / 3, 4.0 / 3],
            shares: [[1.0 / 3, 0], [2.0 / 3, 1.0 / 3]]),
        // Both on one type of two GPUs: job 0 all of its time on one of them, job 1 half of its own on both.
        Case(
            speeds: [[1, 0], [1, 0]], cluster: "a=2,b=2", scaleFactors: [1, 2], levels: [2, 2],
            shares: [[1, 0], [0.5, 0]]),
        // Equal jobs of two GPUs take turns on both types.
        Case(
            speeds: [[2, 1], [2, 1]], cluster: "a=2,b=2", scaleFactors: [2, 2], levels: [2, 2],
            shares: [[0.5, 0.5], [0.5, 0.5]]),
        Case(
            speeds: [[2, 1], [1, 2]], cluster: "a=2,b=2", scaleFactors: [2, 2], levels: [8.0 / 3, 8.0 / 3],
            shares: [[1, 0], [0, 1]]),
        Case(
            speeds: [[0, 1], [1, 0]], cluster: "a=2,b=2", scaleFactors: [1, 2], levels: [2, 4],
            shares: [[0, 1], [1, 0]]),
        // Size and weight cancel out in the levels, 2 x each; a has x_0 + 2 x_1 = 2 GPUs to give.
        Case(
            speeds: [[1, 0], [1, 0]], cluster: "a=2,b=2", scaleFactors: [1, 2], weights: [1, 2],
            levels: [4.0 / 3, 4.0 / 3], shares: [[2.0 / 3, 0], [2.0 / 3, 0]]),
    ]

    private func snapshot(_ c: Case) throws -> Snapshot {
        let layout = try ClusterSpec.layout(c.cluster)
        var given = RelativeSpeeds()
        for (job, speeds) in c.speeds.enumerated() {
            for (type, speed) in zip(layout.types, speeds) where speed > 0 {
                given.set(speed, gpuType: type.name, model: "job \(job)")
            }
        }
        var rates = RateTable(
            gpuTypes: layout.types.map(\.name), gpuCounts: layout.types.map(\.gpuCount),

            speeds: SpeedBook(try GavelMeasurements.table(), given: given))
        var table = JobTable()
        for (id, speeds) in c.speeds.enumerated() {
            let accepted = zip(layout.types, speeds).filter { $1 > 0 }.map(\.0.name)
            let jobClass = JobClass(
                model: "job \(id)", scaleFactor: c.scaleFactors[id], workUnit: .referenceSeconds,
                acceptedTypes: accepted)
            table.append(
                Job(
                    id: id, jobClass: jobClass, totalSteps: 1000, arrivalSeconds: 0,
                    priorityWeight: c.weights[id]),
                classIndex: try rates.row(of: jobClass))
        }
        return Snapshot(
            nowSeconds: 0, layout: layout, activeJobIDs: [0, 1], waitingJobIDs: [0, 1], jobs: table,
            rates: rates, cluster: ClusterState(layout))
    }

    private func engine() -> any AllocationEngine { StructuredEngine(.corner) }

    private func highs(_ method: HiGHSEngine.Method) throws -> any AllocationEngine {
        try HiGHSEngine(library: try #require(Places.highs), method: method)
    }

    private func check(_ c: Case, _ engine: any AllocationEngine, comparesShares: Bool) throws {
        var policy = MaxMinFairnessPerf(engine: engine, reading: .canonical)
        let shares = try Snapshots.shares(policy.decide(try snapshot(c)))
        let levels = try #require(shares.reasons).levels
        for job in 0..<2 {
            #expect(abs(levels[job] - c.levels[job]) < 1e-6, "level of job \(job), \(engine.name)")
            for type in 0..<2 where comparesShares {
                #expect(
                    abs(shares[job, type] - c.shares[job][type]) < 1e-6,
                    "job \(job) on type \(type), \(engine.name)")
            }
        }
    }

    @Test("two jobs on two GPU types get what was worked out by hand", arguments: cases)
    func twoJobs(c: Case) throws {
        try check(c, engine(), comparesShares: true)
    }

    @Test(
        "HiGHS finds the same levels, its simplex the same shares",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"), arguments: cases)
    func twoJobsByHiGHS(c: Case) throws {
        try check(c, try highs(.simplex), comparesShares: true)
        try check(c, try highs(.interior), comparesShares: false)
    }

    @Test("a policy blind to GPU types gives jobs of one size equal shares of every type")
    func blindTwins() throws {
        let snapshot = try Snapshots.make(
            "v100=4,p100=3,k80=2", [("A3C", 1), ("CycleGAN", 1), ("Recommendation (batch size 512)", 1)])
        var policy = MaxMinFairness(engine: engine(), reading: .canonical)
        let shares = try Snapshots.shares(policy.decide(snapshot))
        for job in 1..<3 {
            for type in 0..<3 { #expect(shares[job, type] == shares[0, type]) }
        }
    }

    @Test("no share of a type that has fewer GPUs than the job takes")
    func tooFewGPUs() throws {
        let snapshot = try Snapshots.make("v100=2,p100=4", [("LM (batch size 5)", 4), ("A3C", 1)])
        let policies: [any ObjectivePolicy] = [
            MaxMinFairness(engine: engine(), reading: .canonical),
            MaxMinFairnessPerf(engine: engine(), reading: .canonical),
            MaxSumThroughputPerf(engine: engine(), reading: .canonical),
            FinishTimeFairnessPerf(engine: engine(), reading: .canonical),
            MinTotalDurationPerf(engine: engine(), reading: .canonical),
        ]
        let v100 = try #require(snapshot.layout.types.firstIndex { $0.name == "v100" })
        for var policy in policies {
            let shares = try Snapshots.shares(policy.decide(snapshot))
            #expect(shares[0, v100] == 0, "\(policy.contract.name)")
        }
    }

    private let mixed = [
        ("ResNet-50 (batch size 64)", 1), ("A3C", 1), ("LM (batch size 5)", 2), ("A3C", 1),
        ("Transformer (batch size 64)", 4), ("CycleGAN", 1), ("Recommendation (batch size 512)", 1),
        ("LM (batch size 5)", 2), ("A3C", 1),
    ]

    @Test("the least level is the optimum of the plain program, twins are equal, nobody can gain alone")
    func levels() throws {
        let snapshot = try Snapshots.make("v100=8,p100=4,k80=4", mixed)
        var canonical = MaxMinFairnessPerf(engine: engine(), reading: .canonical)
        var plain = MaxMinFairnessPerf(engine: engine())
        let shares = try Snapshots.shares(canonical.decide(snapshot))
        let reasons = try #require(shares.reasons)
        let optimum = try #require(Snapshots.shares(plain.decide(snapshot)).reasons).objectiveValue
        #expect(abs(reasons.objectiveValue - optimum) < 1e-6 * optimum)
        #expect(abs(canonical.objectiveValue(of: shares, for: snapshot) - optimum) < 1e-6 * optimum)
        for (a, b) in [(1, 3), (1, 8), (2, 7)] {
            #expect(reasons.levels[a] == reasons.levels[b])
            for type in 0..<3 { #expect(shares[a, type] == shares[b, type]) }
        }
        #expect(reasons.levels.contains { $0 > optimum * 1.01 }, "some rise above the least level")
    }

    @Test("asked again, the shares stay; after a departure they change no more than they must")
    func stable() throws {
        var policy = MaxMinFairnessPerf(engine: engine(), reading: .canonical)
        let cluster = "v100=4,p100=3,k80=2"
        let first = try Snapshots.shares(policy.decide(try Snapshots.make(cluster, mixed)))
        let again = try Snapshots.shares(policy.decide(try Snapshots.make(cluster, mixed)))
        for (a, b) in zip(first.shares, again.shares) { #expect(abs(a - b) < 1e-6) }
    }

    @Test("agnostic policies give no share of a type that a job cannot use")
    func agnostic() throws {
        let unfit = "ResNet-50 (batch size 128)"  // 2 GPUs of k80 have too little memory
        let snapshot = try Snapshots.make("v100=2,k80=2", [(unfit, 2), (unfit, 2)])
        var policies: [any ObjectivePolicy] = [
            MaxMinFairness(engine: engine(), reading: .canonical),
            FinishTimeFairness(engine: engine(), reading: .canonical),
            MinTotalDuration(engine: engine(), reading: .canonical),
        ]
        for index in policies.indices {
            let shares = try Snapshots.shares(policies[index].decide(snapshot))
            for job in 0..<2 {
                #expect(abs(shares[job, 1] - 0.5) < 1e-6 && shares[job, 0] == 0)
            }
        }
    }

    @Test("finish-time fairness and makespan keep their optimum and lose no throughput")
    func bottleneckThenThroughput() throws {
        let snapshot = try Snapshots.make("v100=4,p100=4,k80=4", mixed)
        func check(_ plain: inout some ObjectivePolicy, _ canonical: inout some ObjectivePolicy) throws {
            let a = try Snapshots.shares(plain.decide(snapshot))
            let b = try Snapshots.shares(canonical.decide(snapshot))
            let (x, y) = (
                plain.objectiveValue(of: a, for: snapshot), canonical.objectiveValue(of: b, for: snapshot)
            )
            #expect(abs(x - y) < 1e-6 * x)
        }
        var finishPlain = FinishTimeFairnessPerf(engine: engine())
        var finish = FinishTimeFairnessPerf(engine: engine(), reading: .canonical)
        try check(&finishPlain, &finish)
        var makespanPlain = MinTotalDurationPerf(engine: engine())
        var makespan = MinTotalDurationPerf(engine: engine(), reading: .canonical)
        try check(&makespanPlain, &makespan)
        var sumPlain = MaxSumThroughputPerf(engine: engine())
        var sum = MaxSumThroughputPerf(engine: engine(), reading: .canonical)
        try check(&sumPlain, &sum)
    }
}
