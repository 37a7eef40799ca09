/// Upper bounds on the optimum of an ``AllocationProblem`` from prices, valid for any prices >= 0.
struct DualBound {
    /// A step of Newton's method smaller than this part of the level is its end.
    private static let newtonPart = 1e-13
    /// By which the receiver that caps the level may miss its target.
    private static let roundingPart = 1e-12
    private let problem: AllocationProblem

    init(_ problem: AllocationProblem) { self.problem = problem }

    /// The best bound that the prices give.
    ///
    /// - Parameters:
    ///   - prices: `p_j`, count = resources; negative entries count as 0.
    ///   - levelDuals: `mu_i`, count = receivers; used only where the prices alone do not suffice.
    /// - Returns: A number that no feasible allocation exceeds.
    func value(prices: [Double], levelDuals: [Double]) -> Double {
        let p = prices.map { max($0, 0) }
        let onlyLevel = problem.hasLevel && problem.columnSlopes.allSatisfy { $0 == 0 }
        let unbounded = problem.columnUppers.allSatisfy { $0 == .infinity }
        if onlyLevel && unbounded { return problem.levelWeight * levelBound(p) }
        return lagrangianBound(p, levelDuals.map { max($0, 0) })
    }

    /// Largest `t` whose cheapest realisation the prices can pay for:
    /// the root of `F(t) = sum_i f_i(q_i t + b_i; p) - C·p`, where `f_i` is the least cost of a level.
    ///
    /// `F` is convex and increasing, so Newton's method from the right end stays right of the root:
    /// every iterate is a valid bound.
    private func levelBound(_ prices: [Double]) -> Double {
        var budget = 0.0
        for j in 0..<problem.resourceCount { budget += problem.capacities[j] * prices[j] }
        var t = levelCap()
        for _ in 0..<100 {
            var cost = -budget
            var slope = 0.0
            for i in 0..<problem.receiverCount where problem.hasLevelRow(i) {
                let target = problem.needs[i] * t + problem.floors[i]
                let cheapest = cheapestCost(receiver: i, target: target, prices: prices)
                cost += problem.multiplicities[i] * cheapest.cost
                slope += problem.multiplicities[i] * cheapest.slope * problem.needs[i]
            }
            guard cost > 0, slope > 0 else { return t }
            let next = t - cost / slope
            guard next < t else { return t }
            if t - next <= Self.newtonPart * abs(t) { return next }
            t = next
        }
        return t
    }

    /// `min_i (max_k a_k - b_i) / q_i`: no receiver can be served more than all of the time.
    private func levelCap() -> Double {
        var cap = Double.infinity
        for i in 0..<problem.receiverCount where problem.needs[i] > 0 {
            var best = 0.0
            for k in problem.columns(of: i) { best = max(best, problem.columnRates[k]) }
            cap = min(cap, (best - problem.floors[i]) / problem.needs[i])
        }
        return cap.isFinite ? cap : 0  // nobody needs anything
    }

    /// `f_i(r; p)`: least cost of `sum a x >= r` within the unit budget, and its slope in `r`.
    ///
    /// Walks the lower convex hull of the points (a_k, s p_k) from the origin until `r` is reached;
    /// its slopes rise from 0 because all costs are >= 0.
    private func cheapestCost(
        receiver i: Int, target: Double, prices: [Double]
    ) -> (cost: Double, slope: Double) {
        guard target > 0 else { return (0, 0) }
        let columns = problem.columns(of: i)
        var rate = 0.0
        var cost = 0.0
        var lastSlope = 0.0
        while true {
            var bestSlope = Double.infinity
            var best = -1
            for k in columns where problem.columnRates[k] > rate {
                let price = problem.demands[i] * prices[Int(problem.columnResources[k])]
                let slope = (price - cost) / (problem.columnRates[k] - rate)
                let isFartherTie = slope == bestSlope && problem.columnRates[k] > problem.columnRates[best]
                if slope < bestSlope || isFartherTie {
                    bestSlope = slope
                    best = k
                }
            }
            guard best >= 0 else {
                // The level cap's own receiver may miss its target by rounding; anything more is infeasible.
                return target <= rate * (1 + Self.roundingPart) ? (cost, lastSlope) : (.infinity, .infinity)
            }
            lastSlope = bestSlope
            if problem.columnRates[best] >= target {
                return (cost + bestSlope * (target - rate), bestSlope)
            }
            rate = problem.columnRates[best]
            cost = problem.demands[i] * prices[Int(problem.columnResources[best])]
        }
    }

    /// `C·p + sum_i (max over x in the receiver's box and budget of (c + mu a - s p)·x - mu b)`,
    /// with `mu` scaled so that `sum mu q = gamma` (the dual row of `t`).
    private func lagrangianBound(_ prices: [Double], _ levelDuals: [Double]) -> Double {
        var weight = 0.0
        for i in 0..<problem.receiverCount {
            weight += problem.multiplicities[i] * levelDuals[i] * problem.needs[i]
        }
        guard !problem.hasLevel || weight > 0 else { return .infinity }
        let scale = problem.hasLevel ? problem.levelWeight / weight : 1
        var total = 0.0
        for j in 0..<problem.resourceCount { total += problem.capacities[j] * prices[j] }
        for i in 0..<problem.receiverCount {
            let mu = problem.hasLevelRow(i) ? levelDuals[i] * (problem.needs[i] > 0 ? scale : 1) : 0
            var surplus = bestSurplus(receiver: i, prices: prices, mu: mu)
            if mu > 0 { surplus -= mu * problem.floors[i] }
            total += problem.multiplicities[i] * surplus
        }
        return total
    }

    /// Fills the unit budget with the columns of highest surplus `c + mu a - s p`.
    private func bestSurplus(receiver i: Int, prices: [Double], mu: Double) -> Double {
        var room = 1.0
        var total = 0.0
        var last = (score: Double.infinity, column: -1)
        while room > 0 {
            var best = (score: 0.0, column: -1)
            for k in problem.columns(of: i) {
                let price = problem.demands[i] * prices[Int(problem.columnResources[k])]
                let score = problem.columnSlopes[k] + mu * problem.columnRates[k] - price
                let isAfterLast = score < last.score || (score == last.score && k > last.column)
                if isAfterLast && score > best.score { best = (score, k) }
            }
            guard best.column >= 0 else { break }
            let taken = min(room, problem.columnUppers[best.column])
            total += taken * best.score
            room -= taken
            last = best
        }
        return total
    }
}
