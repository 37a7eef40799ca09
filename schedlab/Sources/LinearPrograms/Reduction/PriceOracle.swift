/// What a receiver does when resources have prices and the level is given: its own little program.
///
///     max sum (c_k - s p_k) x_k :  sum x_k <= 1,  sum a_k x_k >= r,  0 <= x_k <= u_k
///
/// Without the level row the budget is filled by descending score. What is missing to `r` is made up by
/// exchanges: the pair (in, out) with the least loss of score per gain of rate, again and again, which walks
/// the lower convex hull of the points (rate, cost). The last pair is left with fractions that depend on `r`.
struct PriceOracle {
    /// The slack of the budget in the place of a column.
    static let slack = -1
    /// In the place of the column that fills the budget: the columns' bounds fill it exactly.
    static let bounds = -3
    /// Relative shortfall below a level that is none.
    static let levelTolerance = 1e-9
    /// Idle time below this is none: bounds that are shares of an earlier answer add up to 1 but for rounding.
    private static let roundedIdle = 1e-8

    private let problem: AllocationProblem
    private var scores: [Double]
    private var values: [Double]

    /// `x_k` of the receiver asked last; entry k of its k-th column.
    private(set) var answer = Answer()

    /// How the receiver answers.
    struct Answer {
        /// Whether the little program has a solution.
        var isFeasible = false
        /// The column whose share rises with `r`, and what it replaces (``slack`` = idle time); -2 = none.
        var rising = -2
        var falling = -2
        /// Column that fills the budget where no level row binds, ``slack`` = idle time is left, ``bounds`` =
        /// all columns are at their bounds and no time is left.
        var marginal = slack
        /// Dual of the level row and of the budget.
        var levelDual = 0.0
        var budgetDual = 0.0
        /// Change of the rising share per unit of `r`.
        var speed = 0.0
        /// Whether small changes of prices and level leave all of this as it is.
        var isSafe = false
    }

    init(_ problem: AllocationProblem) {
        self.problem = problem
        let widest = (0..<problem.receiverCount).map { problem.columns(of: $0).count }.max() ?? 0
        scores = Array(repeating: 0, count: widest)
        values = Array(repeating: 0, count: widest)
    }

    /// Value of a receiver's column in its last answer.
    func value(_ offset: Int) -> Double { values[offset] }

    /// Asks a receiver.
    ///
    /// - Parameters:
    ///   - i: The receiver.
    ///   - prices: `p_j`.
    ///   - target: `r`; <= 0 = the level row does not bind.
    ///   - margin: How far, relative to its scale, every decision must be from turning for `isSafe`.
    mutating func ask(_ i: Int, prices: [Double], target: Double, margin: Double) {
        answer = Answer()
        let columns = problem.columns(of: i)
        let first = columns.lowerBound
        var idle = fillByScore(columns, prices: prices, demand: problem.demands[i])
        var reached = 0.0
        for k in columns { reached += problem.columnRates[k] * values[k - first] }
        // A receiver that just reaches its level counts as above it: if the level rises it will disagree.
        let goal = target - Self.levelTolerance * abs(target)
        let isSlack = reached >= goal
        while reached < goal {
            guard let pair = bestExchange(columns, idle: idle) else { return }
            let rate = problem.columnRates[pair.rising]
            let outRate = pair.falling == Self.slack ? 0 : problem.columnRates[pair.falling]
            let left = pair.falling == Self.slack ? idle : values[pair.falling - first]
            let room = problem.columnUppers[pair.rising] - values[pair.rising - first]
            let needed = (target - reached) / (rate - outRate)
            let amount = min(needed, left, room)
            values[pair.rising - first] += amount
            if pair.falling == Self.slack { idle -= amount } else { values[pair.falling - first] -= amount }
            answer.levelDual = pair.loss
            answer.rising = pair.rising
            answer.falling = pair.falling
            answer.speed = 1 / (rate - outRate)
            if needed <= min(left, room) { break }
            reached += amount * (rate - outRate)
        }
        answer.isFeasible = true
        if answer.rising < 0 && idle < Self.roundedIdle && isAtBounds(columns) {
            finishAtBounds(columns, isSlack: isSlack, margin: margin)
        } else {
            finish(columns, idle: idle, isSlack: isSlack, margin: margin)
        }
    }

    /// Fills the budget by descending positive score.
    ///
    /// - Returns: The time left.
    private mutating func fillByScore(_ columns: Range<Int>, prices: [Double], demand: Double) -> Double {
        let first = columns.lowerBound
        for k in columns {
            scores[k - first] =
                problem.columnSlopes[k] - demand * prices[Int(problem.columnResources[k])]
            values[k - first] = 0
        }
        var idle = 1.0
        while idle > Self.roundedIdle {
            var best = -1
            for offset in 0..<columns.count where values[offset] == 0 && scores[offset] > 0 {
                if best < 0 || scores[offset] > scores[best] { best = offset }
            }
            guard best >= 0 else { break }
            values[best] = min(idle, problem.columnUppers[first + best])
            idle -= values[best]
            answer.marginal = idle > Self.roundedIdle ? Self.slack : first + best
        }
        return idle
    }

    /// The exchange with the least loss of score per gain of rate.
    private func bestExchange(
        _ columns: Range<Int>, idle: Double
    ) -> (rising: Int, falling: Int, loss: Double)? {
        let first = columns.lowerBound
        var best = (rising: -1, falling: -1, loss: Double.infinity, gain: 0.0)
        func look(_ k: Int, _ falling: Int, _ score: Double, _ rate: Double) {
            let gain = problem.columnRates[k] - rate
            guard gain > 0 else { return }
            let loss = (score - scores[k - first]) / gain
            if loss < best.loss || (loss == best.loss && gain > best.gain) {
                best = (k, falling, loss, gain)
            }
        }
        for k in columns where values[k - first] < problem.columnUppers[k] {
            if idle > 0 { look(k, Self.slack, 0, 0) }
            for l in columns where l != k && values[l - first] > 0 {
                look(k, l, scores[l - first], problem.columnRates[l])
            }
        }
        return best.rising >= 0 ? (best.rising, best.falling, best.loss) : nil
    }

    /// Whether every column is at one of its bounds, but for rounding.
    private func isAtBounds(_ columns: Range<Int>) -> Bool {
        columns.allSatisfy { k in
            let value = values[k - columns.lowerBound]
            return value == 0 || value > problem.columnUppers[k] - Self.roundedIdle
        }
    }

    /// The bounds fill the budget: the answer stands as long as every full column is worth more than any other
    /// and than idle time.
    private mutating func finishAtBounds(_ columns: Range<Int>, isSlack: Bool, margin: Double) {
        let first = columns.lowerBound
        var leastFull = Double.infinity
        var mostOther = 0.0
        var scale = 0.0
        for k in columns {
            let score = scores[k - first]
            scale = max(scale, abs(problem.columnSlopes[k]) + abs(problem.columnSlopes[k] - score))
            if values[k - first] > 0 {
                leastFull = min(leastFull, score)
            } else {
                mostOther = max(mostOther, score)
            }
        }
        answer.marginal = Self.bounds
        answer.budgetDual = mostOther
        answer.isSafe = isSlack && leastFull - mostOther > margin * scale
    }

    /// Duals, and whether the answer would be the same at prices nearby.
    ///
    /// - Parameters:
    ///   - columns: The receiver's columns.
    ///   - idle: Time that is left.
    ///   - isSlack: Whether the level row is met without a dual value.
    ///   - margin: How far every decision must be from turning.
    private mutating func finish(_ columns: Range<Int>, idle: Double, isSlack: Bool, margin: Double) {
        let first = columns.lowerBound
        let mu = answer.levelDual
        let binds = answer.rising >= 0
        // Basic are the pair, or the marginal column beside a level row that does not bind.
        let basic = binds ? answer.falling : answer.marginal
        answer.budgetDual =
            basic == Self.slack ? 0 : scores[basic - first] + mu * problem.columnRates[basic]
        var isSafe = binds ? mu > 0 : isSlack
        var largestScale = 0.0
        for k in columns {
            let offset = k - first
            let gross = mu * problem.columnRates[k]
            let scale =
                abs(problem.columnSlopes[k]) + abs(problem.columnSlopes[k] - scores[offset]) + gross
                + answer.budgetDual
            largestScale = max(largestScale, scale)
            let reduced = scores[offset] + gross - answer.budgetDual
            if k == answer.rising || k == basic {
                let upper = problem.columnUppers[k]
                isSafe = isSafe && values[offset] > margin * min(upper, 1)
                if upper < .infinity { isSafe = isSafe && values[offset] < (1 - margin) * upper }
            } else if values[offset] > 0 {
                isSafe = isSafe && reduced > margin * scale
            } else {
                isSafe = isSafe && reduced < -margin * scale
            }
        }
        if basic != Self.slack {
            isSafe = isSafe && answer.budgetDual > margin * largestScale
        } else if binds {
            isSafe = isSafe && idle > margin
        }
        answer.isSafe = isSafe
    }
}
