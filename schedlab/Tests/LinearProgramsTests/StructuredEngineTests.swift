import KitTesting
import LinearPrograms
import TestSupport
import Testing

@Suite("Structured engine")
struct StructuredEngineTests {
    /// The engine's own promise, and room for HiGHS's tolerance of 1e-9.
    private static let objectiveTolerance = 1e-7

    private func programs(_ seed: UInt64) -> [AllocationProblem] {
        var random = SplitMix64(seed: seed)
        return [
            RandomPrograms.maxMin(&random), RandomPrograms.sum(&random),
            RandomPrograms.withShares(&random, hasLevel: false, penalty: 0.2),
            RandomPrograms.withShares(&random, hasLevel: true, penalty: 0.001),
        ]
    }

    @Test(
        "every answer is proved and feasible, inside the set of optima and at a corner",
        arguments: 0..<60 as Range<UInt64>)
    func proved(seed: UInt64) throws {
        for problem in programs(seed) {
            var objectives: [Double] = []
            for choice in [StructuredEngine.Choice.interior, .corner] {
                let answer = try StructuredEngine(choice).solveCertified(problem)
                #expect(answer.relativeGap <= StructuredEngine.acceptedGap, "\(problem.label), seed \(seed)")
                #expect(answer.violation(problem) <= 1e-9, "\(problem.label), seed \(seed)")
                objectives.append(answer.objective)
            }
            let scale = max(abs(objectives[0]), 1e-9)
            #expect(
                abs(objectives[0] - objectives[1]) <= 2 * Self.objectiveTolerance * scale,
                "\(problem.label), seed \(seed)")
        }
    }

    @Test(
        "the optimum is HiGHS's", .enabled(if: Places.highs != nil, "\(Places.highsReason)"),
        arguments: 100..<160 as Range<UInt64>)
    func agreesWithHiGHS(seed: UInt64) throws {
        let highs = try HiGHSEngine(library: try #require(Places.highs), method: .simplex)
        for problem in programs(seed) {
            let own = try StructuredEngine(.corner).solveCertified(problem)
            let other = CertifiedAllocation(problem, try highs.solve(problem, warm: nil, tolerance: 1e-9))
            let scale = max(abs(other.objective), 1e-9)
            #expect(
                abs(own.objective - other.objective) <= Self.objectiveTolerance * scale,
                "\(problem.label), seed \(seed)")
        }
    }

    @Test("a job whose full time caps everybody's level is no trouble", arguments: 1...8)
    func capped(typeCount: Int) throws {
        var problem = AllocationProblem(
            label: "capped", capacities: Array(repeating: 10, count: typeCount), levelWeight: 1)
        for job in 0..<6 {
            problem.addReceiver(demand: 1, need: 1)
            for type in 0..<typeCount { problem.addColumn(resource: type, rate: job == 0 ? 1 : 5) }
        }
        for choice in [StructuredEngine.Choice.interior, .corner] {
            let answer = try StructuredEngine(choice).solveCertified(problem)
            #expect(abs(answer.level - 1) <= Self.objectiveTolerance)
        }
    }

    @Test("floors that cannot be met are an outcome, whoever looks at them")
    func infeasible() throws {
        var problem = AllocationProblem(label: "too much", capacities: [1], levelWeight: 0)
        for _ in 0..<2 {
            problem.addReceiver(demand: 1, floor: 0.8)
            problem.addColumn(resource: 0, slope: 1, rate: 1)
        }
        for choice in [StructuredEngine.Choice.interior, .corner] {
            let solution = try StructuredEngine(choice).solve(problem, warm: nil, tolerance: 1e-9)
            #expect(solution.status == .infeasible)
            #expect(throws: LinearProgramError.self) { try StructuredEngine(choice).solveCertified(problem) }
        }
    }

    @Test("one receiver that stands for many has the answer of the many", arguments: 0..<20 as Range<UInt64>)
    func multiplicity(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let single = RandomPrograms.maxMin(&random, jobLimit: 8)
        var counted = AllocationProblem(label: "counted", capacities: single.capacities, levelWeight: 1)
        var spread = AllocationProblem(label: "spread", capacities: single.capacities, levelWeight: 1)
        var firsts: [Int] = []
        for i in 0..<single.receiverCount {
            let count = Int.random(in: 1...5, using: &random)
            counted.addReceiver(demand: single.demands[i], need: 1, multiplicity: Double(count))
            for k in single.columns(of: i) {
                counted.addColumn(resource: Int(single.columnResources[k]), rate: single.columnRates[k])
            }
            for copy in 0..<count {
                spread.addReceiver(demand: single.demands[i], need: 1)
                if copy == 0 { firsts.append(spread.receiverCount - 1) }
                for k in single.columns(of: i) {
                    spread.addColumn(resource: Int(single.columnResources[k]), rate: single.columnRates[k])
                }
            }
        }
        // The interior path is the same step by step, so shares agree, not only levels.
        let a = try StructuredEngine(.interior).solveCertified(counted)
        let b = try StructuredEngine(.interior).solveCertified(spread)
        for (i, first) in firsts.enumerated() {
            for (k, l) in zip(counted.columns(of: i), spread.columns(of: first)) {
                #expect(abs(a.values[k] - b.values[l]) < 1e-5, "seed \(seed), receiver \(i)")
            }
        }
    }

    @Test(
        "classes are one receiver each, and everybody gets a share of it back",
        arguments: 0..<20 as Range<UInt64>)
    func classes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var problem = AllocationProblem(label: "classes", capacities: [20, 30, 10], levelWeight: 0)
        let rates = (0..<4).map { _ in (0..<3).map { _ in Double.random(in: 1...9, using: &random) } }
        for _ in 0..<60 {
            let id = Int.random(in: 0..<4, using: &random)
            problem.addReceiver(demand: Double(id + 1), classID: Int32(id))
            for type in 0..<3 {
                let before = Double.random(in: -0.5...0.3, using: &random)
                if before > 0 {
                    problem.addColumn(
                        resource: type, slope: rates[id][type] + 0.1, rate: rates[id][type], upper: before)
                }
                problem.addColumn(resource: type, slope: rates[id][type] - 0.1, rate: rates[id][type])
            }
        }
        let byClass = try StructuredEngine(.corner).solveCertified(problem)
        let byJob = try StructuredEngine(.interior).solveCertified(problem)
        #expect(byClass.violation(problem) <= 1e-9)
        #expect(abs(byClass.objective - byJob.objective) <= Self.objectiveTolerance * byJob.objective)
    }

    @Test("prices of the program before lead to the same optimum", arguments: 0..<6 as Range<UInt64>)
    func warm(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var problems: [AllocationProblem] = []
        for _ in 0..<2 {
            var problem = AllocationProblem(label: "warm", capacities: [90, 60, 40], levelWeight: 1)
            for _ in 0..<300 {
                problem.addReceiver(demand: [1, 2, 4].randomElement(using: &random) ?? 1, need: 1)
                for type in 0..<3 {
                    problem.addColumn(resource: type, rate: Double.random(in: 0.2...3, using: &random))
                }
            }
            problems.append(problem)
        }
        let engine = StructuredEngine(.corner)
        let before = try engine.solveCertified(problems[0]).solution.warmState
        let warm = try engine.solveCertified(problems[1], warm: before)
        let cold = try engine.solveCertified(problems[1])
        #expect(abs(warm.objective - cold.objective) <= Self.objectiveTolerance * cold.objective)
        // Prices of another cluster are of no use, and do no harm.
        let odd = try engine.solveCertified(problems[1], warm: WarmState(prices: [1], level: 7))
        #expect(abs(odd.objective - cold.objective) <= Self.objectiveTolerance * cold.objective)
    }

    @Test("the same program solved twice gives the same bits")
    func deterministic() throws {
        for choice in [StructuredEngine.Choice.interior, .corner] {
            let engine = StructuredEngine(choice)
            for problem in programs(7) {
                let first = try engine.solve(problem, warm: nil, tolerance: 1e-9)
                let second = try engine.solve(problem, warm: nil, tolerance: 1e-9)
                let other = try StructuredEngine(choice).solve(problem, warm: nil, tolerance: 1e-9)
                #expect(first.values == second.values && first.prices == second.prices)
                #expect(first.values == other.values && first.levelDuals == other.levelDuals)
            }
        }
    }
}
