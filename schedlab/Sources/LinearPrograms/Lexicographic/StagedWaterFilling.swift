/// Water filling with a program per level, by any engine: slow, but nothing can go wrong that a certificate
/// would not show.
struct StagedWaterFilling {
    private static let bindingTolerance = 1e-6
    private static let capTolerance = 1e-9
    /// Floors are loosened by it, so that levels known to the last digits stay feasible.
    private static let floorSlack = 5e-10

    private let problem: AllocationProblem
    private let engine: any AllocationEngine
    private var floors: [Double]
    private var isFrozen: [Bool]
    private var outcome: LexicographicAllocation

    init(_ problem: AllocationProblem, engine: any AllocationEngine) {
        self.problem = problem
        self.engine = engine
        floors = problem.floors
        isFrozen = problem.needs.map { $0 == 0 }
        outcome = LexicographicAllocation(
            values: [], levels: Array(repeating: 0, count: problem.receiverCount),
            prices: problem.capacities.map { _ in 0 },
            bindings: Array(repeating: 0, count: problem.receiverCount), certificateGap: 0, iterationCount: 0)
    }

    mutating func fill() throws -> LexicographicAllocation {
        var isFirst = true
        while isFrozen.contains(false) {
            let allocation = try engine.solveCertified(program(hasLevel: true))
            if isFirst {
                outcome.prices = allocation.solution.prices
                outcome.bindings = allocation.solution.levelDuals
                isFirst = false
            }
            outcome.certificateGap = max(outcome.certificateGap, allocation.relativeGap)
            outcome.iterationCount += 1
            freeze(allocation)
        }
        outcome.values = try chosenValues()
        return outcome
    }

    private mutating func freeze(_ allocation: CertifiedAllocation) {
        let active = isFrozen.indices.filter { !isFrozen[$0] }
        let duals = allocation.solution.levelDuals
        let strongest = active.map { duals[$0] * problem.multiplicities[$0] }.max() ?? 0
        var isAnyFrozen = false
        for i in active {
            let best = problem.columns(of: i).map { problem.columnRates[$0] }.max() ?? 0
            let cap = (best - floors[i]) / problem.needs[i]
            let isCapped = cap <= allocation.level * (1 + Self.capTolerance)
            let dual = duals[i] * problem.multiplicities[i]
            guard isCapped || dual > Self.bindingTolerance * strongest else { continue }
            fix(i, at: allocation.level)
            isAnyFrozen = true
        }
        // Without a dual value above zero nothing would ever be fixed; the program is then at its end.
        if !isAnyFrozen { for i in active { fix(i, at: allocation.level) } }
    }

    private mutating func fix(_ i: Int, at level: Double) {
        outcome.levels[i] = level
        floors[i] += problem.needs[i] * level
        isFrozen[i] = true
    }

    /// The program of the next level, or of the choice at the levels that were found.
    private func program(hasLevel: Bool) -> AllocationProblem {
        var program = AllocationProblem(
            label: problem.label, capacities: problem.capacities, levelWeight: hasLevel ? 1 : 0)
        for i in 0..<problem.receiverCount {
            let floor = isFrozen[i] ? floors[i] * (hasLevel ? 1 : 1 - Self.floorSlack) : floors[i]
            program.addReceiver(
                demand: problem.demands[i], need: isFrozen[i] ? 0 : problem.needs[i], floor: floor,
                multiplicity: problem.multiplicities[i])
            for k in problem.columns(of: i) {
                program.addColumn(
                    resource: Int(problem.columnResources[k]), slope: hasLevel ? 0 : problem.columnSlopes[k],
                    rate: problem.columnRates[k], upper: problem.columnUppers[k])
            }
        }
        return program
    }

    private func chosenValues() throws -> [Double] {
        let program = program(hasLevel: false)
        let solution = try engine.solve(program, warm: nil, tolerance: Self.floorSlack)
        guard solution.status == .optimal || solution.status == .imprecise else {
            throw LinearProgramError.notSolved(
                program: program.describedWithSize, status: solution.status, engine: solution.engine)
        }
        let allocation = CertifiedAllocation(program, solution)
        // The optimum may be 0, so a relative gap says nothing; the floors are what must hold.
        guard allocation.floorViolation <= CertifiedAllocation.acceptedGap else {
            throw LinearProgramError.notCertified(
                program: program.describedWithSize, gap: allocation.floorViolation,
                accepted: CertifiedAllocation.acceptedGap, engine: solution.engine)
        }
        return allocation.values
    }
}
