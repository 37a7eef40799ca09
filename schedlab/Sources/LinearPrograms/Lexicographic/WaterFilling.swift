/// Lexicographic max-min: the least level is raised as far as it goes, the receivers that cannot rise further
/// are fixed there, and so on with the rest; of the allocations with these levels, the best by slopes.
///
/// The levels are unique. A receiver is known to be stuck when its level row has a dual value: by
/// complementary slackness it is tight in every optimum.
///
/// Here all stages are one path of ``DualSimplex``: each begins where the one before ended. Every stage is
/// proved by its own ray.
///
/// - Note: B. Radunović and J.-Y. Le Boudec, "A unified framework for max-min and min-max fairness with
///   applications", 2007; Narayanan et al., OSDI 2020, section 4.3 (bottlenecked jobs).
struct WaterFilling {
    /// A dual value below this part of the stage's largest counts as none.
    private static let bindingTolerance = 1e-7

    private let problem: AllocationProblem
    private var floors: [Double]
    private var isFrozen: [Bool]

    init(_ problem: AllocationProblem) {
        self.problem = problem
        floors = problem.floors
        isFrozen = problem.needs.map { $0 == 0 }
    }

    /// Fills.
    ///
    /// - Returns: nil when the method broke down or a stage is not proved.
    /// - Complexity: O(pivots · columns), about two pivots per receiver.
    mutating func fill(acceptedGap: Double) -> LexicographicAllocation? {
        let simplex = DualSimplex(problem)
        guard case .feasible = simplex.restoreFeasibility() else { return nil }
        var outcome = LexicographicAllocation(
            values: [], levels: Array(repeating: 0, count: problem.receiverCount),
            prices: problem.capacities.map { _ in 0 },
            bindings: Array(repeating: 0, count: problem.receiverCount), certificateGap: 0, iterationCount: 0)
        var isFirst = true
        while isFrozen.contains(false) {
            guard case .highest(let ray) = simplex.raiseLevel() else { return nil }
            if isFirst {
                outcome.prices = ray.prices
                for i in 0..<problem.receiverCount {
                    outcome.bindings[i] = ray.levelDuals[i] / problem.multiplicities[i]
                }
                isFirst = false
            }
            let gap = gap(ray, level: simplex.level)
            guard gap <= acceptedGap else { return nil }
            outcome.certificateGap = max(outcome.certificateGap, gap)
            guard freeze(ray, simplex, &outcome.levels) else { return nil }
        }
        guard case .feasible = simplex.restoreFeasibility() else { return nil }
        outcome.values = CertifiedAllocation.repaired(simplex.values(), problem)
        outcome.iterationCount = simplex.pivotCount
        return outcome.shortfall(problem) <= acceptedGap ? outcome : nil
    }

    /// Fixes the receivers that the ray binds.
    ///
    /// - Returns: Whether there was one.
    private mutating func freeze(_ ray: DualSimplex.Ray, _ simplex: DualSimplex, _ levels: inout [Double])
        -> Bool
    {
        var strongest = 0.0
        for i in 0..<problem.receiverCount where !isFrozen[i] {
            strongest = max(strongest, ray.levelDuals[i] * problem.needs[i])
        }
        guard strongest > 0 else { return false }
        for i in 0..<problem.receiverCount where !isFrozen[i] {
            guard ray.levelDuals[i] * problem.needs[i] > Self.bindingTolerance * strongest else { continue }
            isFrozen[i] = true
            levels[i] = simplex.level
            floors[i] += problem.needs[i] * simplex.level
            simplex.freeze(i)
        }
        return true
    }

    /// How far the level may be below the bound that the ray's multipliers prove by weak duality:
    /// `sum mu q t <= C·p + sum max(mu a - N s p, 0) - sum mu b`.
    private func gap(_ ray: DualSimplex.Ray, level: Double) -> Double {
        var bound = 0.0
        var weight = 0.0
        for j in 0..<problem.resourceCount { bound += problem.capacities[j] * ray.prices[j] }
        for i in 0..<problem.receiverCount {
            let mu = ray.levelDuals[i]
            guard mu > 0 else { continue }
            let demand = problem.multiplicities[i] * problem.demands[i]
            var best = 0.0
            for k in problem.columns(of: i) {
                best = max(
                    best, mu * problem.columnRates[k] - demand * ray.prices[Int(problem.columnResources[k])])
            }
            bound += best - (floors[i] > -.infinity ? mu * floors[i] : 0)
            if !isFrozen[i] { weight += mu * problem.needs[i] }
        }
        guard weight > 0 else { return .infinity }
        bound /= weight
        // A level above the bound is not feasible, which is as wrong as one below it.
        return abs(bound - level) / max(abs(bound), EngineTolerance.smallestScale)
    }
}
