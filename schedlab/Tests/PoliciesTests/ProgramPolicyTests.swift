import KitTesting
import LinearPrograms
import Policies
import Simulation
import TestSupport
import Testing

@Suite("Policies that solve programs")
struct ProgramPolicyTests {
    private func engine() -> any AllocationEngine { StructuredEngine(.interior) }

    private let mixed = [
        ("ResNet-50 (batch size 64)", 1), ("A3C", 1), ("LM (batch size 5)", 2),
        ("Transformer (batch size 64)", 4),
        ("CycleGAN", 1), ("Recommendation (batch size 512)", 1), ("LM (batch size 5)", 2),
    ]

    private func policies() throws -> [any ObjectivePolicy] {
        [
            MaxMinFairness(engine: engine()), MaxMinFairnessPerf(engine: engine()),
            MaxSumThroughputPerf(engine: engine()), MinTotalDuration(engine: engine()),
            MinTotalDurationPerf(engine: engine()), FinishTimeFairness(engine: engine()),
            FinishTimeFairnessPerf(engine: engine()),
        ]
    }

    @Test("one job alone gets its best type all the time")
    func loneJob() throws {
        let snapshot = try Snapshots.make("k80=1,v100=1", [("ResNet-50 (batch size 64)", 1)])
        var policy = MaxMinFairnessPerf(engine: engine())
        let shares = try Snapshots.shares(policy.decide(snapshot))
        #expect(abs(shares[0, 1] - 1) < 1e-6 && shares[0, 0] < 1e-6)
    }

    @Test("twins get equal levels, and the agnostic optimum is the equal split")
    func twins() throws {
        let snapshot = try Snapshots.make("v100=1", [("A3C", 1), ("A3C", 1), ("A3C", 1)])
        var policy = MaxMinFairness(engine: engine())
        let shares = try Snapshots.shares(policy.decide(snapshot))
        for share in shares.shares { #expect(abs(share - 1.0 / 3) < 1e-6) }
    }

    @Test("the reported optimum is what the allocation is worth, and reasons have one entry per row and type")
    func reasons() throws {
        let snapshot = try Snapshots.make("v100=2,p100=2,k80=4", mixed, nowSeconds: 500)
        for var policy in try policies() {
            let shares = try Snapshots.shares(try policy.decide(snapshot))
            let reasons = try #require(shares.reasons)
            let worth = policy.objectiveValue(of: shares, for: snapshot)
            #expect(abs(worth / reasons.objectiveValue - 1) < 1e-6, "\(policy.contract.name)")
            #expect(reasons.prices.count == 3 && reasons.levels.count == mixed.count)
            #expect(reasons.prices.allSatisfy { $0 >= 0 } && reasons.certificateGap <= 1e-6)
        }
    }

    @Test("no other allocation beats the optimum", arguments: 0..<10 as Range<UInt64>)
    func optimal(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let snapshot = try Snapshots.make("v100=2,p100=2,k80=4", mixed, nowSeconds: 500)
        for var policy in try policies() {
            let best = try Snapshots.shares(try policy.decide(snapshot))
            let optimum = policy.objectiveValue(of: best, for: snapshot)
            // A feasible rival: the optimum mixed with random shares, scaled into the capacities.
            var rival = best
            for row in 0..<snapshot.jobCount {
                for type in 0..<3 {
                    let scale =
                        Double(snapshot.gpuCount(ofType: type)) / Double(11 * snapshot.scaleFactor(row))
                    rival[row, type] =
                        0.7 * best[row, type] + 0.3 * Double.random(in: 0...1, using: &random) * min(1, scale)
                }
            }
            let value = policy.objectiveValue(of: rival, for: snapshot)
            // Makespans and finish-time fairness are the smaller the better.
            let name = policy.contract.name
            let isMinimised = name.hasPrefix("min_") || name.hasPrefix("finish_time_fairness")
            let isWorse = !isMinimised ? value <= optimum * (1 + 1e-6) : value >= optimum * (1 - 1e-6)
            #expect(isWorse, "\(policy.contract.name): \(value) beats \(optimum), seed \(seed)")
        }
    }

    @Test("a job gets no share where it cannot run")
    func zeroThroughput() throws {
        let unfit = "ResNet-50 (batch size 128)"  // 2 GPUs of k80 have too little memory
        let snapshot = try Snapshots.make("v100=2,k80=2", [(unfit, 2), (unfit, 2)])
        var policy = MaxMinFairnessPerf(engine: engine())
        let shares = try Snapshots.shares(policy.decide(snapshot))
        #expect(shares[0, 0] == 0 && shares[1, 0] == 0)
    }

    @Test("an empty snapshot gets an empty answer")
    func empty() throws {
        let snapshot = try Snapshots.make("v100=2", [])
        for var policy in try policies() {
            #expect(try Snapshots.shares(try policy.decide(snapshot)).shares.isEmpty)
        }
    }

    @Test("finish-time fairness of equal jobs at time 0 is 1")
    func equalJobsFinishFairly() throws {
        let snapshot = try Snapshots.make("v100=2", Array(repeating: ("A3C", 1), count: 4))
        var policy = FinishTimeFairnessPerf(engine: engine())
        let shares = try Snapshots.shares(try policy.decide(snapshot))
        #expect(abs((shares.reasons?.objectiveValue ?? 0) - 1) < 1e-6)
    }
}
