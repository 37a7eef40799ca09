/// One program by ``DualSimplex``: a corner of the set of optima.
enum SimplexSolve {
    /// Solves a program.
    ///
    /// - Parameters:
    ///   - problem: The program.
    ///   - engine: Name for the solution.
    /// - Returns: The solution; its status says how it ended.
    static func solve(_ problem: AllocationProblem, engine: String) -> AllocationSolution {
        let simplex = DualSimplex(problem)
        var outcome = simplex.restoreFeasibility()
        var ray: DualSimplex.Ray?
        var status = SolveStatus.optimal
        if case .highest = outcome { status = .infeasible }
        if case .feasible = outcome, problem.hasLevel {
            let hasSlopes = problem.columnSlopes.contains { $0 != 0 }
            outcome = simplex.raiseLevel(worth: hasSlopes ? problem.levelWeight : .infinity)
            if case .highest(let proof) = outcome, !hasSlopes { ray = proof }
        }
        if case .failed = outcome { status = .failed }
        let duals = status == .optimal ? ray ?? simplex.costRay() : simplex.costRay()
        let scale = ray == nil ? 1 : problem.levelWeight
        return AllocationSolution(
            status: status, values: simplex.values(), level: simplex.level,
            prices: duals.prices.map { $0 * scale },
            levelDuals: zip(duals.levelDuals, problem.multiplicities).map { $0 * scale / $1 },
            engine: engine, iterationCount: simplex.pivotCount)
    }
}
