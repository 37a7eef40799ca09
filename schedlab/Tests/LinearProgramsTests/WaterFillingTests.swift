import KitTesting
import LinearPrograms
import TestSupport
import Testing

@Suite("Water filling")
struct WaterFillingTests {
    private static let levelTolerance = 1e-7

    private func problem(_ seed: UInt64) -> AllocationProblem {
        var random = SplitMix64(seed: seed)
        return RandomPrograms.withShares(&random, hasLevel: true, penalty: 1)
    }

    @Test("three jobs, two levels: the capped one stops first, the others share what is left")
    func byHand() throws {
        var problem = AllocationProblem(label: "by hand", capacities: [2], levelWeight: 1)
        problem.addReceiver(demand: 1, need: 1)
        problem.addColumn(resource: 0, rate: 0.5)
        for _ in 0..<2 {
            problem.addReceiver(demand: 1, need: 1)
            problem.addColumn(resource: 0, rate: 2)
        }
        // At level 0.5 job 0 has all its time; one GPU is left for two jobs: half of their time each, level 1.
        let allocation = try StructuredEngine(.corner).solveLexicographically(problem)
        #expect(allocation.levels == [0.5, 1, 1])
        #expect(allocation.values == [1, 0.5, 0.5])
    }

    @Test(
        "the levels are those of one program after the other",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"), arguments: 0..<40 as Range<UInt64>)
    func agreesWithStages(seed: UInt64) throws {
        let problem = problem(seed)
        let own = try StructuredEngine(.corner).solveLexicographically(problem)
        let highs = try HiGHSEngine(library: try #require(Places.highs), method: .simplex)
        let staged = try highs.solveLexicographically(problem)
        for (a, b) in zip(own.levels, staged.levels) {
            #expect(abs(a - b) <= Self.levelTolerance * b, "seed \(seed)")
        }
        func worth(_ values: [Double]) -> Double {
            zip(problem.columnSlopes, values).reduce(0) { $0 + $1.0 * $1.1 }
        }
        // Of the allocations with these levels both take the best by slopes.
        let scale = problem.columnSlopes.reduce(0) { max($0, abs($1)) } * Double(problem.receiverCount)
        #expect(abs(worth(own.values) - worth(staged.values)) <= 1e-6 * scale, "seed \(seed)")
    }

    @Test(
        "levels do not depend on the order of jobs or the unit of rates", arguments: 0..<30 as Range<UInt64>)
    func invariant(seed: UInt64) throws {
        let original = problem(seed)
        var turned = AllocationProblem(label: "turned", capacities: original.capacities, levelWeight: 1)
        for i in (0..<original.receiverCount).reversed() {
            turned.addReceiver(demand: original.demands[i], need: 1)
            for k in original.columns(of: i) {
                turned.addColumn(
                    resource: Int(original.columnResources[k]), slope: original.columnSlopes[k],
                    rate: 1000 * original.columnRates[k], upper: original.columnUppers[k])
            }
        }
        let a = try StructuredEngine(.corner).solveLexicographically(original)
        let b = try StructuredEngine(.corner).solveLexicographically(turned)
        for (x, y) in zip(a.levels, b.levels.reversed()) {
            #expect(abs(1000 * x - y) <= 1000 * Self.levelTolerance * x, "seed \(seed)")
        }
    }

    @Test("every job reaches its level and nothing is promised twice", arguments: 0..<40 as Range<UInt64>)
    func feasible(seed: UInt64) throws {
        let problem = problem(seed)
        let allocation = try StructuredEngine(.corner).solveLexicographically(problem)
        var usage = problem.capacities.map { _ in 0.0 }
        let reached = problem.levels(allocation.values)
        for i in 0..<problem.receiverCount {
            #expect(reached[i] >= allocation.levels[i] * (1 - 1e-8), "seed \(seed), job \(i)")
            var time = 0.0
            for k in problem.columns(of: i) {
                time += allocation.values[k]
                usage[Int(problem.columnResources[k])] += problem.demands[i] * allocation.values[k]
            }
            #expect(time <= 1 + 1e-9)
        }
        for (used, capacity) in zip(usage, problem.capacities) { #expect(used <= capacity * (1 + 1e-9)) }
    }
}
