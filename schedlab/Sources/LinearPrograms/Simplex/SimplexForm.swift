/// An allocation program as ``DualSimplex`` works on it: flat columns, rows scaled to entries of at most 1.
///
///     budget_i    sum x_k + sg_i = 1
///     level_i     sum (a_k / scale_i) x_k - rho_i = (b_i + q_i t) / scale_i
///     capacity_j  sum (N_i s_i / C_j) x_k + kap_j = 1
///
/// Every receiver has a level row; without a need or a floor its right side is 0 and never binds. Every
/// column is bounded by its own bound or by 1, which the budget implies.
struct SimplexForm {
    /// Part of a cost by which it is moved, so that no two optima tie: above the dual tolerance, below what counts.
    private static let perturbation = 2e-8
    let receiverCount: Int
    let resourceCount: Int
    let columnCount: Int
    /// Numbers of the first slack of a budget, surplus of a level row, and slack of a capacity.
    let slackStart: Int
    let surplusStart: Int
    let capacityStart: Int
    let variableCount: Int

    let starts: UnsafeMutablePointer<Int32>
    let owners: UnsafeMutablePointer<Int32>
    let resources: UnsafeMutablePointer<Int32>
    /// `a_k / scale_i`.
    let rates: UnsafeMutablePointer<Double>
    /// `N_i s_i / C_j`.
    let capacityEntries: UnsafeMutablePointer<Double>
    let uppers: UnsafeMutablePointer<Double>
    let costs: UnsafeMutablePointer<Double>
    /// What the costs were divided by.
    let costScale: Double
    /// Largest `a_k` of each receiver.
    let rowScales: UnsafeMutablePointer<Double>
    /// `b_i / scale_i` and `q_i / scale_i`; they change while levels are fixed one after the other.
    let floors: UnsafeMutablePointer<Double>
    let needs: UnsafeMutablePointer<Double>

    /// Numbers that the form needs of an arena.
    static func room(_ problem: AllocationProblem) -> (doubles: Int, integers: Int) {
        (
            4 * problem.columnCount + 3 * problem.receiverCount,
            2 * problem.columnCount + problem.receiverCount + 1
        )
    }

    /// Lays the program out.
    ///
    /// Costs are scaled by the largest, and each is moved by a few hundred-millionths of that, in a fixed pattern:
    /// of several optima one is then the only one, and no pivot of the dual method is degenerate.
    init(_ problem: AllocationProblem, arena: Arena) {
        receiverCount = problem.receiverCount
        resourceCount = problem.resourceCount
        columnCount = problem.columnCount
        slackStart = columnCount
        surplusStart = slackStart + receiverCount
        capacityStart = surplusStart + receiverCount
        variableCount = capacityStart + resourceCount
        starts = arena.integers(receiverCount + 1)
        owners = arena.integers(columnCount)
        resources = arena.integers(columnCount)
        rates = arena.doubles(columnCount)
        capacityEntries = arena.doubles(columnCount)
        uppers = arena.doubles(columnCount)
        costs = arena.doubles(columnCount)
        rowScales = arena.doubles(receiverCount)
        floors = arena.doubles(receiverCount)
        needs = arena.doubles(receiverCount)
        var largestCost = 0.0
        for i in 0..<receiverCount {
            starts[i] = problem.columnStarts[i]
            var largest = 0.0
            for k in problem.columns(of: i) {
                owners[k] = Int32(i)
                resources[k] = problem.columnResources[k]
                largest = max(largest, problem.columnRates[k])
                costs[k] = problem.multiplicities[i] * problem.columnSlopes[k]
                largestCost = max(largestCost, abs(costs[k]))
                uppers[k] = min(problem.columnUppers[k], 1)
                capacityEntries[k] =
                    problem.multiplicities[i] * problem.demands[i]
                    / problem.capacities[Int(problem.columnResources[k])]
            }
            rowScales[i] = largest > 0 ? largest : 1
            for k in problem.columns(of: i) { rates[k] = problem.columnRates[k] / rowScales[i] }
            floors[i] = problem.floors[i] > -.infinity ? problem.floors[i] / rowScales[i] : 0
            needs[i] = problem.needs[i] / rowScales[i]
        }
        starts[receiverCount] = Int32(columnCount)
        costScale = largestCost > 0 ? largestCost : 1
        perturbCosts(problem)
    }

    private func perturbCosts(_ problem: AllocationProblem) {
        for i in 0..<receiverCount {
            let known = Int(problem.classIDs[i])
            let seed = UInt64(truncatingIfNeeded: known >= 0 ? known : i)
            for k in problem.columns(of: i) {
                let pattern = Self.pattern(seed &* 64 &+ UInt64(k - Int(starts[i])))
                let moved = Self.perturbation * (0.5 + pattern)
                let cost = costs[k] / costScale
                costs[k] = cost + (cost > 0 ? moved : -moved) * max(abs(cost), 0.05)
            }
        }
    }

    /// A fixed number in `[0, 1)` for each index.
    private static func pattern(_ index: UInt64) -> Double {
        var z = (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }

    /// Receiver of a variable, -1 for the slack of a capacity.
    func owner(_ variable: Int) -> Int {
        if variable < slackStart { return Int(owners[variable]) }
        if variable < surplusStart { return variable - slackStart }
        return variable < capacityStart ? variable - surplusStart : -1
    }

    /// Entry of a receiver's own variable in its budget.
    func budgetEntry(_ variable: Int) -> Double { variable < surplusStart ? 1 : 0 }

    /// Entry of a receiver's own variable in its level row.
    func levelEntry(_ variable: Int) -> Double {
        variable < slackStart ? rates[variable] : variable < surplusStart ? 0 : -1
    }

    /// Upper bound of a variable.
    func upper(_ variable: Int) -> Double { variable < columnCount ? uppers[variable] : .infinity }

    /// Cost of a variable.
    func cost(_ variable: Int) -> Double { variable < columnCount ? costs[variable] : 0 }
}
