/// Price-directed sifting: most receivers' decisions follow from prices that are about right.
///
/// Given prices and a level (of the previous program, or of a sample), every receiver's own answer is known
/// from ``PriceOracle``. Where it would be the same at all prices nearby, the receiver is taken out: its
/// shares become a constant plus a multiple of the level. What is left is solved exactly; then every receiver
/// that was taken out is held against the new prices, and those whose answer turned come back in.
struct Sifting {
    private static let roundLimit = 8
    private static let reducedCostTolerance = 1e-9
    private static let boundTolerance = 1e-12

    private let problem: AllocationProblem
    private let level: Double
    private var oracle: PriceOracle

    // Per receiver: whether it is taken out, and how its shares depend on the level.
    private var isOut: [Bool]
    private var rising: [Int32]
    private var falling: [Int32]
    private var marginal: [Int32]
    private var speed: [Double]
    /// Values at the level that was given.
    private var values: [Double]

    // What those taken out take of the capacities at level 0 and per level, and add to the objective per level.
    private var taken: [Double]
    private var takenPerLevel: [Double]
    private var worthPerLevel = 0.0
    private(set) var leftCount = 0

    /// Asks every receiver at the given prices and level.
    ///
    /// - Parameters:
    ///   - problem: The program.
    ///   - start: Prices and level that are about right.
    ///   - margin: How far from turning a decision must be to be relied on, relative to its scale.
    /// - Complexity: O(columns²/receivers).
    init(_ problem: AllocationProblem, start: WarmState, margin: Double) {
        self.problem = problem
        level = start.level
        oracle = PriceOracle(problem)
        let m = problem.receiverCount
        isOut = Array(repeating: false, count: m)
        rising = Array(repeating: -2, count: m)
        falling = rising
        marginal = rising
        speed = Array(repeating: 0, count: m)
        values = Array(repeating: 0, count: problem.columnCount)
        taken = Array(repeating: 0, count: problem.resourceCount)
        takenPerLevel = taken
        for i in 0..<m {
            let target =
                problem.hasLevelRow(i) ? problem.needs[i] * level + problem.floors[i] : -.infinity
            oracle.ask(i, prices: start.prices, target: target, margin: margin)
            guard oracle.answer.isFeasible, oracle.answer.isSafe else { continue }
            takeOut(i)
        }
        leftCount = isOut.count { !$0 }
    }

    private mutating func takeOut(_ i: Int) {
        isOut[i] = true
        rising[i] = Int32(oracle.answer.rising)
        falling[i] = Int32(oracle.answer.falling)
        marginal[i] = Int32(oracle.answer.marginal)
        speed[i] = oracle.answer.rising >= 0 ? oracle.answer.speed * problem.needs[i] : 0
        let columns = problem.columns(of: i)
        for k in columns { values[k] = oracle.value(k - columns.lowerBound) }
        account(i, sign: 1)
    }

    /// Enters what a receiver that is taken out takes of the capacities, or takes it back.
    private mutating func account(_ i: Int, sign: Double) {
        let demand = sign * problem.multiplicities[i] * problem.demands[i]
        for k in problem.columns(of: i) {
            let perLevel = perLevel(i, k)
            guard values[k] != 0 || perLevel != 0 else { continue }
            let j = Int(problem.columnResources[k])
            taken[j] += demand * (values[k] - perLevel * level)
            takenPerLevel[j] += demand * perLevel
            worthPerLevel += sign * problem.multiplicities[i] * problem.columnSlopes[k] * perLevel
        }
    }

    /// Change of a share per unit of the level.
    private func perLevel(_ i: Int, _ k: Int) -> Double {
        k == Int(rising[i]) ? speed[i] : k == Int(falling[i]) ? -speed[i] : 0
    }

    /// Solves what is left until nobody who was taken out disagrees.
    ///
    /// - Parameters:
    ///   - engine: Name for the solution.
    ///   - solve: Solves a program that is left.
    /// - Returns: nil when the rounds do not end or a program that is left has no answer.
    mutating func solve(
        engine: String, by solve: (AllocationProblem) -> AllocationSolution
    ) -> AllocationSolution? {
        var iterationCount = 0
        for _ in 0..<Self.roundLimit {
            let (program, receivers) = reducedProgram()
            let solution = solve(program)
            guard solution.status == .optimal || solution.status == .imprecise else { return nil }
            iterationCount += solution.iterationCount
            if returnDissenters(prices: solution.prices, level: solution.level) == 0 {
                return assembled(solution, receivers, iterationCount, engine)
            }
        }
        return nil
    }

    private func reducedProgram() -> (AllocationProblem, [Int]) {
        let capacities = problem.capacities.indices.map { problem.capacities[$0] - taken[$0] }
        var program =
            problem.hasLevel
            ? AllocationProblem(
                label: problem.label, capacities: capacities,
                levelWeight: problem.levelWeight + worthPerLevel,
                levelDemands: problem.capacities.indices.map {
                    problem.levelDemand($0) + takenPerLevel[$0]
                })
            : AllocationProblem(label: problem.label, capacities: capacities, levelWeight: 0)
        let receivers = isOut.indices.filter { !isOut[$0] }
        program.reserve(receivers: receivers.count, columns: receivers.count * 2 * problem.resourceCount)
        for i in receivers { program.addCopy(of: i, from: problem) }
        return (program, receivers)
    }

    /// Lets everybody back in whose answer is another at the new prices and level.
    ///
    /// - Returns: How many came back.
    private mutating func returnDissenters(prices: [Double], level newLevel: Double) -> Int {
        var count = 0
        for i in isOut.indices where isOut[i] {
            guard !agrees(i, prices: prices, change: newLevel - level) else { continue }
            account(i, sign: -1)
            isOut[i] = false
            count += 1
        }
        leftCount += count
        return count
    }

    /// Whether a receiver's basis is still feasible and optimal.
    private func agrees(_ i: Int, prices: [Double], change: Double) -> Bool {
        let duals = duals(i, prices: prices)
        let tolerance = Self.reducedCostTolerance
        guard duals.level >= 0, duals.budget >= 0 || Int(falling[i]) == PriceOracle.slack else {
            return false
        }
        guard rising[i] >= 0 || reachesLevel(i, change: change) else { return false }
        for k in problem.columns(of: i) {
            let value = values[k] + perLevel(i, k) * change
            guard value >= -Self.boundTolerance,
                value <= min(problem.columnUppers[k], 1) + Self.boundTolerance
            else { return false }
            if k == Int(rising[i]) || k == Int(falling[i]) || (rising[i] < 0 && k == Int(marginal[i])) {
                continue
            }
            let price = problem.demands[i] * prices[Int(problem.columnResources[k])]
            let gross = duals.level * problem.columnRates[k]
            let reduced = problem.columnSlopes[k] - price + gross - duals.budget
            let scale = abs(problem.columnSlopes[k]) + price + gross + duals.budget
            guard values[k] > 0 ? reduced >= -tolerance * scale : reduced <= tolerance * scale else {
                return false
            }
        }
        return true
    }

    /// Whether shares that do not depend on the level are enough for it.
    private func reachesLevel(_ i: Int, change: Double) -> Bool {
        guard problem.hasLevelRow(i) else { return true }
        var reached = 0.0
        for k in problem.columns(of: i) { reached += problem.columnRates[k] * values[k] }
        let target = problem.needs[i] * (level + change) + problem.floors[i]
        return reached >= target - PriceOracle.levelTolerance * abs(target)
    }

    /// Duals of a receiver's level row and budget at its basis.
    private func duals(_ i: Int, prices: [Double]) -> (level: Double, budget: Double) {
        func score(_ k: Int) -> Double {
            problem.columnSlopes[k] - problem.demands[i] * prices[Int(problem.columnResources[k])]
        }
        guard rising[i] >= 0 else {
            guard Int(marginal[i]) == PriceOracle.bounds else {
                return (0, marginal[i] >= 0 ? score(Int(marginal[i])) : 0)
            }
            var mostOther = 0.0
            for k in problem.columns(of: i) where values[k] == 0 { mostOther = max(mostOther, score(k)) }
            return (0, mostOther)
        }
        let into = Int(rising[i])
        guard falling[i] >= 0 else { return (-score(into) / problem.columnRates[into], 0) }
        let out = Int(falling[i])
        let level =
            (score(out) - score(into)) / (problem.columnRates[into] - problem.columnRates[out])
        return (level, score(out) + level * problem.columnRates[out])
    }

    /// The answer to the whole program.
    private func assembled(
        _ solution: AllocationSolution, _ receivers: [Int], _ iterationCount: Int, _ engine: String
    ) -> AllocationSolution {
        var all = values
        var levelDuals = [Double](repeating: 0, count: problem.receiverCount)
        let change = solution.level - level
        for i in isOut.indices where isOut[i] {
            levelDuals[i] = duals(i, prices: solution.prices).level
            if rising[i] >= 0 { all[Int(rising[i])] += speed[i] * change }
            if falling[i] >= 0 { all[Int(falling[i])] -= speed[i] * change }
        }
        var next = 0
        for (place, i) in receivers.enumerated() {
            levelDuals[i] = solution.levelDuals[place]
            for k in problem.columns(of: i) {
                all[k] = solution.values[next]
                next += 1
            }
        }
        return AllocationSolution(
            status: solution.status, values: all, level: solution.level, prices: solution.prices,
            levelDuals: levelDuals, engine: engine, iterationCount: iterationCount)
    }
}

extension Sifting {
    /// Every `stride`-th receiver with its part of the capacities: a program whose prices are about those of
    /// the whole.
    static func sample(_ problem: AllocationProblem, stride step: Int) -> AllocationProblem {
        var whole = 0.0
        var part = 0.0
        for i in 0..<problem.receiverCount {
            let demand = problem.multiplicities[i] * problem.demands[i]
            whole += demand
            if i % step == 0 { part += demand }
        }
        var program = AllocationProblem(
            label: "\(problem.label), sample",
            capacities: problem.capacities.map { $0 * part / whole }, levelWeight: problem.levelWeight)
        for i in stride(from: 0, to: problem.receiverCount, by: step) {
            program.addCopy(of: i, from: problem)
        }
        return program
    }
}
