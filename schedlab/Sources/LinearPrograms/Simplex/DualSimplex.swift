/// A dual simplex method on block bases, with the level as a parameter of the right side.
///
/// It starts from the slack basis with every column at the bound that its cost prefers, which no dual rule
/// forbids, and mends what is infeasible. Then the level `t` is raised: the basic variables change linearly
/// with it, at the first that reaches a bound the basis changes, and where no change helps the row of that
/// variable proves that `t` is the highest level. Receivers with a dual value in that row are stuck there.
///
/// The costs stay optimal on the way, so that at the end of ``WaterFilling`` the shares are already those
/// nearest to the ones before.
///
/// - Note: C. E. Lemke, "The dual method of solving the linear programming problem", 1954; S. Gass and
///   T. Saaty, "The computational algorithm for the parametric objective function", 1955 (its dual form).
final class DualSimplex {
    /// A proof that no higher level, or no level at all, is feasible: multipliers >= 0 of the program's rows.
    struct Ray {
        /// `mu_i` of each receiver's level row, scaled so that `sum mu_i q_i = 1` where that is positive.
        var levelDuals: [Double]
        /// `p_j` in the same scale.
        var prices: [Double]
    }

    /// How a phase ended.
    enum Outcome {
        /// Feasible at the level that was asked for.
        case feasible
        /// The level reached is the highest; the ray proves it.
        case highest(Ray)
        /// Raising the level further costs the sum more than it is worth; the duals prove it.
        case worthless(Ray)
        /// A numerical breakdown or the limit of pivots.
        case failed
    }

    private static let feasibilityTolerance = 3e-10
    /// Entries below this part of what they are summed up from are rounding, not pivots; and so are those
    /// below this part of the row's largest multiplier.
    static let pivotTolerance = 1e-8
    /// Change of a variable with the level below which it does not move.
    private static let smallestSlope = 1e-9
    static let smallestPart = 1e-13
    static let dualTolerance = 1e-10

    /// Where a variable is: nonbasic at its lower or upper bound, or basic.
    enum Place {
        static let lower: Int32 = 0
        static let upper: Int32 = 1
        static let basic: Int32 = 2
    }

    private let arena: Arena
    let form: SimplexForm
    let basis: BlockBasis
    let places: UnsafeMutablePointer<Int32>

    // Right sides that the columns at their upper bounds leave.
    private let budgetLeft: UnsafeMutablePointer<Double>
    private let levelTaken: UnsafeMutablePointer<Double>
    private let capacityLeft: UnsafeMutablePointer<Double>

    // Values of keys and extras: constant and slope in t.
    private let keyValues: UnsafeMutablePointer<Double>
    private let keySlopes: UnsafeMutablePointer<Double>
    private let extraValues: UnsafeMutablePointer<Double>
    private let extraSlopes: UnsafeMutablePointer<Double>

    // Row of the leaving variable and duals of the costs.
    let rowPrices: UnsafeMutablePointer<Double>
    let costPrices: UnsafeMutablePointer<Double>
    let rowBudget: UnsafeMutablePointer<Double>
    let rowLevel: UnsafeMutablePointer<Double>
    var smallestEntry = smallestPart
    // Duals of the costs at this basis, and at the basis before with what the level cost there.
    let levelDuals: UnsafeMutablePointer<Double>
    let prices: UnsafeMutablePointer<Double>
    let belowLevelDuals: UnsafeMutablePointer<Double>
    let belowPrices: UnsafeMutablePointer<Double>
    var belowCost: Double?
    // Nonbasic variables that can help the leaving one: their entries in its row, and reduced costs.
    let candidates: UnsafeMutablePointer<Int32>
    let candidateEntries: UnsafeMutablePointer<Double>
    let candidateCosts: UnsafeMutablePointer<Double>
    var candidateCount = 0

    let capacities: [Double]
    /// The level so far.
    private(set) var level = 0.0
    /// Whether a pivot was none; nothing is believed after that.
    private var isBroken = false
    /// Pivots so far.
    private(set) var pivotCount = 0
    private let pivotLimit: Int

    /// Lays a program out with the slack basis.
    init(_ problem: AllocationProblem) {
        let formRoom = SimplexForm.room(problem)
        let basisRoom = BlockBasis.room(receivers: problem.receiverCount, resources: problem.resourceCount)
        let arena = Arena()
        self.arena = arena
        arena.reset(
            doubles: formRoom.doubles + basisRoom.doubles + Self.room(problem).doubles,
            integers: formRoom.integers + basisRoom.integers + Self.room(problem).integers)
        form = SimplexForm(problem, arena: arena)
        basis = BlockBasis(form, arena: arena)
        extraValues = arena.doubles(form.resourceCount)
        extraSlopes = arena.doubles(form.resourceCount)
        rowPrices = arena.doubles(form.resourceCount)
        costPrices = arena.doubles(form.resourceCount)
        capacities = problem.capacities
        let m = form.receiverCount
        keyValues = arena.doubles(2 * m)
        keySlopes = arena.doubles(2 * m)
        budgetLeft = arena.doubles(m)
        levelTaken = arena.doubles(m)
        capacityLeft = arena.doubles(form.resourceCount)
        rowBudget = arena.doubles(m)
        rowLevel = arena.doubles(m)
        levelDuals = arena.doubles(m)
        belowLevelDuals = arena.doubles(m)
        prices = arena.doubles(form.resourceCount)
        belowPrices = arena.doubles(form.resourceCount)
        candidates = arena.integers(form.variableCount)
        candidateEntries = arena.doubles(form.variableCount)
        candidateCosts = arena.doubles(form.variableCount)
        places = arena.integers(form.variableCount)
        for i in 0..<m { budgetLeft[i] = 1 }
        for j in 0..<form.resourceCount { capacityLeft[j] = 1 }
        pivotLimit = 1000 + 50 * (m + form.resourceCount)
        for variable in form.slackStart..<form.variableCount { places[variable] = Place.basic }
        for k in 0..<form.columnCount where form.costs[k] > 0 { moveToUpper(k) }
    }

    private static func room(_ problem: AllocationProblem) -> (doubles: Int, integers: Int) {
        let (m, n) = (problem.receiverCount, problem.resourceCount)
        let variables = problem.columnCount + 2 * m + n
        return (7 * n + 10 * m + 2 * variables, 2 * variables)
    }

    // MARK: Phases

    /// Pivots until everything is within its bounds at the present level.
    func restoreFeasibility() -> Outcome {
        while true {
            guard findValues() else { return .failed }
            guard let worst = mostInfeasible() else { return .feasible }
            guard pivotCount < pivotLimit else { return .failed }
            findRow(worst.variable)
            guard let entering = entering(rises: worst.rises) else {
                return .highest(ray(sign: worst.rises ? 1 : -1))
            }
            pivot(leaving: worst.variable, entering: entering, toUpper: !worst.rises)
        }
    }

    /// Raises the level as far as it goes; everything must be feasible before.
    ///
    /// - Parameter worth: What a unit of the level is worth, in the units of the slopes: the level is raised
    ///   only while that is more than what the sum loses; infinity = in any case.
    /// - Returns: `worthless` where raising it further is not worth it, `highest` where it is impossible.
    func raiseLevel(worth: Double = .infinity) -> Outcome {
        belowCost = nil
        while true {
            guard findValues(), pivotCount < pivotLimit else { return .failed }
            if let worst = mostInfeasible() {
                // Rounding after a pivot; mended like any infeasibility.
                findRow(worst.variable)
                guard let entering = entering(rises: worst.rises) else {
                    return .highest(ray(sign: worst.rises ? 1 : -1))
                }
                pivot(leaving: worst.variable, entering: entering, toUpper: !worst.rises)
                continue
            }
            if worth < .infinity {
                let cost = findCostDuals()
                if cost >= worth { return .worthless(mixedDuals(toward: worth, cost: cost)) }
                keepCostDuals(cost)
            }
            guard let block = firstToBlock() else { return .failed }
            level += block.rise
            findRow(block.variable)
            guard let entering = entering(rises: block.rises) else {
                return .highest(completed(ray(sign: block.rises ? 1 : -1), toward: worth))
            }
            pivot(leaving: block.variable, entering: entering, toUpper: !block.rises)
        }
    }

    /// Fixes a receiver at the present level: its need becomes a floor.
    func freeze(_ receiver: Int) {
        form.floors[receiver] += form.needs[receiver] * level
        form.needs[receiver] = 0
    }

    /// Value of each column.
    func values() -> [Double] {
        _ = findValues()
        var values = [Double](repeating: 0, count: form.columnCount)
        for k in 0..<form.columnCount where places[k] == Place.upper { values[k] = form.uppers[k] }
        for i in 0..<form.receiverCount {
            for side in 0..<2 where Int(basis.keys[2 * i + side]) < form.columnCount {
                let slot = 2 * i + side
                values[Int(basis.keys[slot])] = keyValues[slot] + level * keySlopes[slot]
            }
        }
        for e in 0..<form.resourceCount where Int(basis.extras[e]) < form.columnCount {
            values[Int(basis.extras[e])] = extraValues[e] + level * extraSlopes[e]
        }
        for k in 0..<form.columnCount { values[k] = min(max(values[k], 0), form.uppers[k]) }
        return values
    }

    // MARK: Steps of a pivot

    /// Factors the basis and finds the values of all basic variables, as functions of `t`.
    private func findValues() -> Bool {
        guard !isBroken, basis.factor() else { return false }
        let n = form.resourceCount
        for j in 0..<n {
            extraValues[j] = capacityLeft[j]
            extraSlopes[j] = 0
        }
        for i in 0..<form.receiverCount {
            let constant = basis.reduce(i, budgetLeft[i], form.floors[i] - levelTaken[i])
            let slope = basis.reduce(i, 0, form.needs[i])
            keyValues[2 * i] = constant.0
            keyValues[2 * i + 1] = constant.1
            keySlopes[2 * i] = slope.0
            keySlopes[2 * i + 1] = slope.1
            for side in 0..<2 {
                let key = Int(basis.keys[2 * i + side])
                guard key < form.columnCount else { continue }
                let j = Int(form.resources[key])
                extraValues[j] -= form.capacityEntries[key] * keyValues[2 * i + side]
                extraSlopes[j] -= form.capacityEntries[key] * keySlopes[2 * i + side]
            }
        }
        basis.working.solve(extraValues)
        basis.working.solve(extraSlopes)
        for e in 0..<n {
            let owner = Int(basis.extraOwners[e])
            guard owner >= 0 else { continue }
            for side in 0..<2 {
                keyValues[2 * owner + side] -= basis.reduced[2 * e + side] * extraValues[e]
                keySlopes[2 * owner + side] -= basis.reduced[2 * e + side] * extraSlopes[e]
            }
        }
        return true
    }

    /// The basic variable that is farthest outside its bounds; `rises` tells that it is too low.
    private func mostInfeasible() -> (variable: Int, rises: Bool)? {
        var worst = (excess: Self.feasibilityTolerance, variable: -1, rises: false)
        func look(_ variable: Int, _ value: Double) {
            if -value > worst.excess { worst = (-value, variable, true) }
            if variable < form.columnCount && value - form.uppers[variable] > worst.excess {
                worst = (value - form.uppers[variable], variable, false)
            }
        }
        for slot in 0..<(2 * form.receiverCount) {
            look(Int(basis.keys[slot]), keyValues[slot] + level * keySlopes[slot])
        }
        for e in 0..<form.resourceCount {
            look(Int(basis.extras[e]), extraValues[e] + level * extraSlopes[e])
        }
        return worst.variable >= 0 ? (worst.variable, worst.rises) : nil
    }

    /// The basic variable that reaches a bound first when the level rises, and by how much it rises till then.
    private func firstToBlock() -> (variable: Int, rise: Double, rises: Bool)? {
        var first = (rise: Double.infinity, speed: 0.0, variable: -1, rises: false)
        func look(_ variable: Int, _ value: Double, _ slope: Double) {
            guard abs(slope) > Self.smallestSlope else { return }
            let room: Double
            if slope < 0 {
                room = max(value, 0)
            } else {
                guard variable < form.columnCount else { return }
                room = max(form.uppers[variable] - value, 0)
            }
            let rise = room / abs(slope)
            if rise < first.rise || (rise == first.rise && abs(slope) > first.speed) {
                first = (rise, abs(slope), variable, slope < 0)
            }
        }
        for slot in 0..<(2 * form.receiverCount) {
            look(Int(basis.keys[slot]), keyValues[slot] + level * keySlopes[slot], keySlopes[slot])
        }
        for e in 0..<form.resourceCount {
            look(Int(basis.extras[e]), extraValues[e] + level * extraSlopes[e], extraSlopes[e])
        }
        return first.variable >= 0 ? (first.variable, first.rise, first.rises) : nil
    }

    private func pivot(leaving: Int, entering: Int, toUpper: Bool) {
        pivotCount += 1
        if places[entering] == Place.upper { moveFromUpper(entering) }
        places[entering] = Place.basic
        if !basis.replace(leaving: leaving, entering: entering) { isBroken = true }
        if toUpper { moveToUpper(leaving) } else { places[leaving] = Place.lower }
    }

    private func moveToUpper(_ k: Int) {
        places[k] = Place.upper
        shiftRightSides(k, by: form.uppers[k])
    }

    private func moveFromUpper(_ k: Int) { shiftRightSides(k, by: -form.uppers[k]) }

    private func shiftRightSides(_ k: Int, by amount: Double) {
        let i = Int(form.owners[k])
        budgetLeft[i] -= amount
        levelTaken[i] += form.rates[k] * amount
        capacityLeft[Int(form.resources[k])] -= form.capacityEntries[k] * amount
    }
}
