import KitTesting
import LinearPrograms
import TestSupport
import Testing

@Suite("HiGHS engine", .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
struct HiGHSEngineTests {
    private func engine(_ method: HiGHSEngine.Method) throws -> HiGHSEngine {
        try HiGHSEngine(library: try #require(Places.highs), method: method)
    }

    @Test("both methods prove the same optimum", arguments: 0..<100 as Range<UInt64>)
    func methodsAgree(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let problem = seed.isMultiple(of: 2) ? RandomPrograms.maxMin(&random) : RandomPrograms.sum(&random)
        let interior = try engine(.interior).solveCertified(problem)
        let simplex = try engine(.simplex).solveCertified(problem)
        let scale = max(abs(simplex.objective), 1e-9)
        #expect(abs(interior.objective - simplex.objective) <= 2e-6 * scale, "seed \(seed)")
        #expect(interior.objective <= simplex.bound * (1 + 1e-9), "seed \(seed)")
    }

    @Test("among optima the interior method shares, a corner does not")
    func interiorChoice() throws {
        var problem = AllocationProblem(label: "twins", capacities: [1, 1], levelWeight: 1)
        for _ in 0..<2 {
            problem.addReceiver(demand: 1, need: 1)
            problem.addColumn(resource: 0, rate: 1)
            problem.addColumn(resource: 1, rate: 1)
        }
        let allocation = try engine(.interior).solveCertified(problem)
        for value in allocation.values { #expect(abs(value - 0.5) < 1e-3) }
    }

    @Test("floors that cannot be met are an outcome, not an error")
    func infeasible() throws {
        var problem = AllocationProblem(label: "too much", capacities: [1], levelWeight: 0)
        for _ in 0..<2 {
            problem.addReceiver(demand: 1, floor: 0.8)
            problem.addColumn(resource: 0, slope: 1, rate: 1)
        }
        #expect(try engine(.simplex).solve(problem, warm: nil, tolerance: 1e-8).status == .infeasible)
        #expect(throws: LinearProgramError.self) { try engine(.simplex).solveCertified(problem) }
    }

    @Test("floors that can be met are met")
    func floors() throws {
        var problem = AllocationProblem(label: "a floor", capacities: [1], levelWeight: 0)
        problem.addReceiver(demand: 1, floor: 0.3)
        problem.addColumn(resource: 0, slope: 1, rate: 1)
        problem.addReceiver(demand: 1)
        problem.addColumn(resource: 0, slope: 10, rate: 1)
        let allocation = try engine(.simplex).solveCertified(problem)
        #expect(abs(allocation.values[0] - 0.3) < 1e-7 && abs(allocation.values[1] - 0.7) < 1e-7)
        #expect(allocation.relativeGap <= CertifiedAllocation.acceptedGap)
    }

    @Test("the same program solved twice gives the same bits")
    func deterministic() throws {
        var random = SplitMix64(seed: 99)
        let problem = RandomPrograms.maxMin(&random)
        let engine = try engine(.interior)
        let first = try engine.solve(problem, warm: nil, tolerance: 1e-8)
        _ = try engine.solve(RandomPrograms.sum(&random), warm: nil, tolerance: 1e-8)
        let second = try engine.solve(problem, warm: nil, tolerance: 1e-8)
        #expect(first.values == second.values && first.prices == second.prices)
    }

    @Test("a library that is not HiGHS is named with the reason")
    func missing() {
        #expect(throws: LinearProgramError.self) {
            try HiGHSLibrary.load(environment: ["SCHEDLAB_HIGHS": "/nowhere/libhighs.so"], folders: [])
        }
        #expect(throws: LinearProgramError.self) {
            try HiGHSLibrary.load(environment: ["SCHEDLAB_HIGHS": "libm.so.6"], folders: [])
        }
    }
}

@Suite("Engine chain")
struct EngineChainTests {
    /// Answers with values that the certificate rejects.
    private final class Liar: AllocationEngine {
        let name = "liar"
        func solve(
            _ problem: AllocationProblem, warm: WarmState?, tolerance: Double
        ) -> AllocationSolution {
            AllocationSolution(
                status: .optimal, values: Array(repeating: 0, count: problem.columnCount), level: 1,
                prices: Array(repeating: 0, count: problem.resourceCount),
                levelDuals: Array(repeating: 0, count: problem.receiverCount), engine: name, iterationCount: 0
            )
        }
    }

    private func program() -> AllocationProblem {
        var problem = AllocationProblem(label: "one job", capacities: [1], levelWeight: 1)
        problem.addReceiver(demand: 1, need: 1)
        problem.addColumn(resource: 0, rate: 1)
        return problem
    }

    @Test("a wrong answer is an error that names the program")
    func caught() {
        let expected = LinearProgramError.notCertified(
            program: "one job (1 receivers x 1 resources)", gap: 1, accepted: 1e-6, engine: "liar")
        #expect(throws: expected) { try Liar().solveCertified(program()) }
    }

    @Test(
        "the next engine takes over where the first cannot prove its answer",
        .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
    func handedOn() throws {
        let chain = EngineChain([
            Liar(), try HiGHSEngine(library: try #require(Places.highs), method: .simplex),
        ])
        #expect(try chain.solveCertified(program()).level == 1)
        #expect(chain.fallbackCount == 1)
    }
}
