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
        var status = SolveStatus.optimal
        if case .highest = outcome { status = .infeasible }
        let hasSlopes = problem.columnSlopes.contains { $0 != 0 }
        if case .feasible = outcome, problem.hasLevel {
            outcome = simplex.raiseLevel(worth: hasSlopes ? problem.levelWeight : .infinity)
        }
        var duals = simplex.costRay()
        var scale = 1.0
        switch outcome {
        case .failed: status = .failed
        case .feasible: break
        case .worthless(let ray): duals = ray
        case .highest(let ray):
            duals = ray
            scale = hasSlopes ? 1 : problem.levelWeight
        }
        return AllocationSolution(
            status: status, values: simplex.values(), level: simplex.level,
            prices: duals.prices.map { $0 * scale },
            levelDuals: zip(duals.levelDuals, problem.multiplicities).map { $0 * scale / $1 },
            engine: engine, iterationCount: simplex.pivotCount)
    }
}
