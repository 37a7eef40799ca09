/// A feasible allocation with a proof of how far from the optimum it can be.
///
/// Built from any engine's answer without trusting it: the values are repaired until they are
/// feasible (lower bound), and the prices alone give an upper bound by duality.
///
/// Source: `docs/architecture.md`, "Certificates"; weak duality of the program in ``AllocationProblem``.
public struct CertifiedAllocation: Sendable {
    /// Largest relative gap between an allocation and its proven bound that is accepted anywhere.
    public static let acceptedGap = 1e-6

    /// Feasible `x_k`: at most the engine's values, clipped and scaled into budgets and capacities.
    public let values: [Double]
    /// The level that `values` reach.
    public let level: Double
    /// Objective of `values`, a lower bound on the optimum.
    public let objective: Double
    /// Upper bound on the optimum, from the prices.
    public let bound: Double
    /// Largest relative shortfall of `values` below a floor (level rows that are not tied to the level).
    public let floorViolation: Double
    /// What the engine returned.
    public let solution: AllocationSolution

    /// Repairs and certifies an engine's answer.
    ///
    /// - Complexity: O(columns · resources).
    public init(_ problem: AllocationProblem, _ solution: AllocationSolution) {
        let values = Self.repaired(solution.values, problem)
        let reached = Self.reachedLevel(values, problem)
        var objective = problem.hasLevel ? problem.levelWeight * reached.level : 0
        for i in 0..<problem.receiverCount {
            for k in problem.columns(of: i) {
                objective += problem.multiplicities[i] * problem.columnSlopes[k] * values[k]
            }
        }
        self.values = values
        self.level = reached.level
        self.floorViolation = reached.floorViolation
        self.objective = objective
        self.solution = solution
        self.bound = DualBound(problem).value(prices: solution.prices, levelDuals: solution.levelDuals)
    }

    /// (bound - objective) / |bound|, or the floor violation if that is larger; never negative.
    public var relativeGap: Double {
        let scale = max(abs(bound), EngineTolerance.smallestScale)
        return max((bound - objective) / scale, floorViolation, 0)
    }

    /// Largest relative violation of a bound, budget, capacity or plain floor by ``values``.
    public func violation(_ problem: AllocationProblem) -> Double {
        var usage = [Double](repeating: 0, count: problem.resourceCount)
        var worst = floorViolation
        for i in 0..<problem.receiverCount {
            var sum = 0.0
            for k in problem.columns(of: i) {
                worst = max(worst, -values[k], values[k] - problem.columnUppers[k])
                sum += values[k]
                usage[Int(problem.columnResources[k])] +=
                    problem.multiplicities[i] * problem.demands[i] * values[k]
            }
            worst = max(worst, sum - 1)
        }
        for j in 0..<problem.resourceCount {
            worst = max(worst, usage[j] / problem.capacities[j] - 1)
        }
        return worst
    }

    /// Clips to bounds, then scales each receiver into its budget and each resource into its capacity.
    static func repaired(_ raw: [Double], _ problem: AllocationProblem) -> [Double] {
        var values = raw
        var usage = [Double](repeating: 0, count: problem.resourceCount)
        for i in 0..<problem.receiverCount {
            let columns = problem.columns(of: i)
            var sum = 0.0
            for k in columns {
                values[k] = min(max(values[k], 0), problem.columnUppers[k])
                sum += values[k]
            }
            for k in columns {
                if sum > 1 { values[k] /= sum }
                usage[Int(problem.columnResources[k])] +=
                    problem.multiplicities[i] * problem.demands[i] * values[k]
            }
        }
        let overuse = zip(usage, problem.capacities).map { max(1, $0 / $1) }
        for k in 0..<problem.columnCount { values[k] /= overuse[Int(problem.columnResources[k])] }
        return values
    }

    /// The highest common level that `values` allow, and the worst relative miss of a plain floor.
    private static func reachedLevel(
        _ values: [Double], _ problem: AllocationProblem
    ) -> (level: Double, floorViolation: Double) {
        var level = Double.infinity
        var violation = 0.0
        for i in 0..<problem.receiverCount where problem.hasLevelRow(i) {
            var received = 0.0
            for k in problem.columns(of: i) { received += problem.columnRates[k] * values[k] }
            if problem.needs[i] > 0 {
                level = min(level, (received - problem.floors[i]) / problem.needs[i])
            } else {
                let scale = max(abs(problem.floors[i]), EngineTolerance.smallestScale)
                violation = max(violation, (problem.floors[i] - received) / scale)
            }
        }
        return (level.isFinite ? level : 0, violation)
    }
}
