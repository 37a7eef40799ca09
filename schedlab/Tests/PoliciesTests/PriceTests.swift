import LinearPrograms
import Policies
import Simulation
import Testing

@Suite("Prices of GPU types")
struct PriceTests {
    private let resnet = "ResNet-50 (batch size 64)"
    private var engine: StructuredEngine { StructuredEngine(.corner) }

    private func reasons(_ policy: any Policy, _ snapshot: borrowing Snapshot) throws -> AllocationReasons {
        var policy = policy
        return try #require(try Snapshots.shares(policy.decide(snapshot)).reasons)
    }

    /// Sixty jobs on two types: types by name are k80, v100.
    private func cluster(_ k80: Int, _ v100: Int) throws -> Snapshot {
        let models = [resnet, "A3C", "CycleGAN", "LM (batch size 5)"]
        let jobs = (0..<60).map { (models[$0 % 4], 1) }
        return try Snapshots.make("k80=\(k80)@1,v100=\(v100)@1", jobs)
    }

    /// The policies whose programs' coefficients do not depend on the cluster's size.
    @Test("one GPU more or less changes the objective by the price", arguments: ["makespan", "throughput"])
    func perturbedCapacities(objective: String) throws {
        let policy: () -> any Policy = {
            objective == "makespan"
                ? MinTotalDurationPerf(engine: engine, reading: .canonical)
                : MaxSumThroughputPerf(engine: engine, reading: .canonical)
        }
        let isMinimised = objective == "makespan"
        let prices = try reasons(policy(), cluster(24, 20)).prices
        for (type, more, less) in [(0, (25, 20), (23, 20)), (1, (24, 21), (24, 19))] {
            let above = try reasons(policy(), cluster(more.0, more.1)).objectiveValue
            let at = try reasons(policy(), cluster(24, 20)).objectiveValue
            let below = try reasons(policy(), cluster(less.0, less.1)).objectiveValue
            let sign = isMinimised ? -1.0 : 1.0
            let (gain, loss) = (sign * (above - at), sign * (at - below))
            // The objective is concave in the capacity: the price lies between the two differences. Breaking ties
            // may cost the sum of throughputs a millionth of the most that any GPU can add.
            let snapshot = try cluster(24, 20)
            let most = (0..<60).flatMap { row in (0..<2).map { snapshot.rate(row, type: $0) } }.max() ?? 0
            let slack = isMinimised ? 0 : 1.01e-6 * most
            #expect(prices[type] > 0, "\(objective), type \(type)")
            #expect(
                prices[type] >= gain * (1 - 1e-5) - slack && prices[type] <= loss * (1 + 1e-5) + slack,
                "\(objective), type \(type): \(prices[type]) not within \(gain) and \(loss)")
        }
    }

    @Test("the price of makespan is in seconds a GPU: worked out by hand")
    func makespanByHand() throws {
        let jobs = Array(repeating: (resnet, 1), count: 8)
        let found = try reasons(
            MinTotalDurationPerf(engine: engine, reading: .canonical), Snapshots.make("v100=2@1", jobs))
        // T = sum of lengths / GPUs, so dT/dC = -T / C.
        #expect(abs(found.prices[0] / (found.objectiveValue / 2) - 1) < 1e-6)
    }

    @Test("the price of finish-time fairness is what a little more capacity takes off the ratio")
    func finishTimeFairness() throws {
        for age in [0.0, 900, 3600] {
            let jobs = [(resnet, 1), (resnet, 1), (resnet, 2), (resnet, 2)]
            let snapshot = try Snapshots.make("v100=3@1", jobs, nowSeconds: age, steps: 9000)
            let found = try reasons(
                FinishTimeFairnessPerf(engine: engine, reading: .canonical), snapshot)
            // rho makes the jobs' needs fill the cluster: sum s r / (T (rho D - age)) = C.
            func ratio(_ capacity: Double) -> Double {
                var (low, high) = (0.0, 1e6)
                for _ in 0..<200 {
                    let middle = (low + high) / 2
                    var demand = 0.0
                    for row in 0..<4 {
                        let isolated = zip(0..<1, snapshot.equalShares(row)).reduce(0) {
                            $0 + snapshot.rate(row, type: $1.0) * $1.1
                        }
                        let spare = middle * 9000 / isolated - age
                        let share = spare > 0 ? 9000 / spare / snapshot.rate(row, type: 0) : .infinity
                        demand += snapshot.demandGPUs(row) * (share > 1 ? .infinity : share)
                    }
                    if demand > capacity { low = middle } else { high = middle }
                }
                return high
            }
            let slope = (ratio(3 - 1e-4) - ratio(3 + 1e-4)) / 2e-4
            #expect(slope > 0.01 && abs(found.objectiveValue - ratio(3)) < 1e-6)
            #expect(abs(found.prices[0] / slope - 1) < 1e-4, "age \(age): \(found.prices) for \(slope)")
        }
    }

    @Test("max-min: the price is what a GPU adds to the least level", arguments: [2, 3, 5])
    func maxMin(gpus: Int) throws {
        let jobs = (0..<12).map { _ in (resnet, 1) }
        let found = try reasons(
            MaxMinFairnessPerf(engine: engine, reading: .canonical),
            Snapshots.make("v100=\(gpus)@1", jobs))
        // Twelve twins share the GPUs: level = C / 12.
        #expect(abs(found.prices[0] - 1.0 / 12) < 1e-9)
        #expect(abs(found.objectiveValue - Double(gpus) / 12) < 1e-9)
    }

    @Test("the objective under a penalty is the documented formula", arguments: [0.5, 1, 4])
    func penaltyConstant(penalty: Double) throws {
        // Two jobs on two GPUs: nobody moves, the level is 1, an equal share gives 1.
        let two = try Snapshots.make("v100=2@1", [(resnet, 1), ("A3C", 1)], running: [0: 0, 1: 0])
        let fair = try reasons(
            MaxMinFairnessPerf(engine: engine, reading: .canonical, migrationPenalty: penalty), two)
        #expect(abs(fair.objectiveValue - 1) < 1e-6)
        let sum = try reasons(
            MaxSumThroughputPerf(engine: engine, reading: .canonical, migrationPenalty: penalty), two)
        #expect(abs(sum.objectiveValue - 2) < 1e-6)
    }
}
