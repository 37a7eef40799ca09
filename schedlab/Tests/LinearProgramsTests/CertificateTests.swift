import KitTesting
import LinearPrograms
import TestSupport
import Testing

@Suite("Certificates")
struct CertificateTests {
    /// Two jobs, two types of one GPU each, job 0 twice as fast on type 0: each takes its better type.
    private func twoJobs() -> AllocationProblem {
        var problem = AllocationProblem(label: "two jobs", capacities: [1, 1], levelWeight: 1)
        problem.addReceiver(demand: 1, need: 1)
        problem.addColumn(resource: 0, rate: 2)
        problem.addColumn(resource: 1, rate: 1)
        problem.addReceiver(demand: 1, need: 1)
        problem.addColumn(resource: 0, rate: 1)
        problem.addColumn(resource: 1, rate: 2)
        return problem
    }

    private func solution(_ values: [Double], prices: [Double]) -> AllocationSolution {
        AllocationSolution(
            status: .optimal, values: values, level: 0, prices: prices, levelDuals: [0.25, 0.25],
            engine: "by hand",
            iterationCount: 0)
    }

    @Test("the optimum found by hand is proved")
    func optimum() {
        let certified = CertifiedAllocation(twoJobs(), solution([1, 0, 0, 1], prices: [0.5, 0.5]))
        #expect(certified.level == 2)
        #expect(certified.relativeGap <= 1e-12)
    }

    @Test("a worse allocation shows its gap")
    func suboptimal() {
        let certified = CertifiedAllocation(twoJobs(), solution([0.5, 0.5, 0.5, 0.5], prices: [0.5, 0.5]))
        #expect(certified.level == 1.5)
        #expect(certified.relativeGap == 0.25)
    }

    @Test("an allocation that promises too much is scaled down, never accepted as it is")
    func repaired() {
        let certified = CertifiedAllocation(twoJobs(), solution([3, -1, 1, 1], prices: [0.5, 0.5]))
        let values = certified.values
        #expect(values.allSatisfy { $0 >= 0 })
        #expect(values[0] + values[1] <= 1 && values[2] + values[3] <= 1)
        #expect(values[0] + values[2] <= 1 + 1e-15 && values[1] + values[3] <= 1 + 1e-15)
    }

    @Test("any prices bound the optimum from above", arguments: 0..<200 as Range<UInt64>)
    func weakDuality(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let problem = seed.isMultiple(of: 2) ? RandomPrograms.maxMin(&random) : RandomPrograms.sum(&random)
        let guess = AllocationSolution(
            status: .imprecise,
            values: (0..<problem.columnCount).map { _ in Double.random(in: 0...1, using: &random) }, level: 0,
            prices: (0..<problem.resourceCount).map { _ in Double.random(in: 0...10, using: &random) },
            levelDuals: (0..<problem.receiverCount).map { _ in Double.random(in: 0...1, using: &random) },
            engine: "guess", iterationCount: 0)
        let certified = CertifiedAllocation(problem, guess)
        #expect(certified.objective <= certified.bound * (1 + 1e-12), "seed \(seed)")
    }
}
