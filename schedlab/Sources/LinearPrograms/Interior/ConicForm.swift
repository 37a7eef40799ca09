/// An ``AllocationProblem`` in the form `min c'v : G v + s = h, s >= 0` with `v = (x, t)`, as flat columns.
///
/// The rows of `G` lie one after the other, and so do the entries of every vector over rows:
///
///     lower      -x_k <= 0                          one per column
///     upper       x_k <= u_k                        one per column with a finite bound
///     budget      sum_{k in i} x_k <= 1             one per receiver
///     level      -sum_{k in i} a_k x_k + q_i t <= -b_i   one per receiver with a level row
///     capacity    sum_i N_i s_i sum x_k + H_j t <= C_j   one per resource
struct ConicForm {
    let receiverCount: Int
    let resourceCount: Int
    let columnCount: Int
    let hasLevel: Bool

    /// First row of each kind.
    let upperStart: Int
    let budgetStart: Int
    let levelStart: Int
    let capacityStart: Int
    let rowCount: Int

    /// Columns of receiver i: `starts[i]..<starts[i + 1]`.
    let starts: UnsafeMutablePointer<Int32>
    /// Resource of each column.
    let resources: UnsafeMutablePointer<Int32>
    /// Upper row of each column, -1 = none.
    let upperRows: UnsafeMutablePointer<Int32>
    /// Level row of each receiver, -1 = none.
    let levelRows: UnsafeMutablePointer<Int32>
    /// `a_k`.
    let rates: UnsafeMutablePointer<Double>
    /// `s_i`, `q_i`, `N_i`.
    let demands: UnsafeMutablePointer<Double>
    let needs: UnsafeMutablePointer<Double>
    let multiplicities: UnsafeMutablePointer<Double>
    /// `H_j`.
    let levelDemands: UnsafeMutablePointer<Double>
    /// `c`: entry k of column k is `-c_k`, the last is `-gamma`.
    let costs: UnsafeMutablePointer<Double>
    /// `h`.
    let rightSides: UnsafeMutablePointer<Double>
    /// How many equal rows of the full program each row stands for.
    let weights: UnsafeMutablePointer<Double>

    /// Entries of a vector over variables: the columns, then `t`.
    var variableCount: Int { columnCount + 1 }

    /// Numbers that the form itself needs of an arena.
    static func room(_ problem: AllocationProblem) -> (doubles: Int, integers: Int) {
        let columns = problem.columnCount
        let receivers = problem.receiverCount
        let rows = 2 * columns + 2 * receivers + problem.resourceCount
        return (
            2 * columns + 3 * receivers + problem.resourceCount + 1 + 2 * rows,
            2 * columns + 2 * receivers + 1
        )
    }

    /// Lays the program out.
    init(_ problem: AllocationProblem, arena: Arena) {
        receiverCount = problem.receiverCount
        resourceCount = problem.resourceCount
        columnCount = problem.columnCount
        hasLevel = problem.hasLevel
        starts = arena.integers(receiverCount + 1)
        resources = arena.integers(columnCount)
        upperRows = arena.integers(columnCount)
        levelRows = arena.integers(receiverCount)
        rates = arena.doubles(columnCount)
        demands = arena.doubles(receiverCount)
        needs = arena.doubles(receiverCount)
        multiplicities = arena.doubles(receiverCount)
        levelDemands = arena.doubles(resourceCount)
        costs = arena.doubles(columnCount + 1)

        var row = columnCount
        upperStart = row
        for k in 0..<columnCount {
            resources[k] = problem.columnResources[k]
            rates[k] = problem.columnRates[k]
            costs[k] = -problem.columnSlopes[k]
            upperRows[k] = problem.columnUppers[k] < .infinity ? Int32(row) : -1
            if problem.columnUppers[k] < .infinity { row += 1 }
        }
        costs[columnCount] = -problem.levelWeight
        budgetStart = row
        row += receiverCount
        levelStart = row
        for i in 0..<receiverCount {
            starts[i] = problem.columnStarts[i]
            demands[i] = problem.demands[i]
            needs[i] = problem.needs[i]
            multiplicities[i] = problem.multiplicities[i]
            levelRows[i] = problem.hasLevelRow(i) ? Int32(row) : -1
            if problem.hasLevelRow(i) { row += 1 }
        }
        starts[receiverCount] = Int32(columnCount)
        capacityStart = row
        rowCount = row + resourceCount
        rightSides = arena.doubles(rowCount)
        weights = arena.doubles(rowCount)
        fillRows(problem)
    }

    private func fillRows(_ problem: AllocationProblem) {
        for i in 0..<receiverCount {
            for k in problem.columns(of: i) {
                weights[k] = multiplicities[i]
                let upper = Int(upperRows[k])
                if upper >= 0 {
                    rightSides[upper] = problem.columnUppers[k]
                    weights[upper] = multiplicities[i]
                }
            }
            rightSides[budgetStart + i] = 1
            weights[budgetStart + i] = multiplicities[i]
            let level = Int(levelRows[i])
            if level >= 0 {
                rightSides[level] = -problem.floors[i]
                weights[level] = multiplicities[i]
            }
        }
        for j in 0..<resourceCount {
            levelDemands[j] = problem.levelDemand(j)
            rightSides[capacityStart + j] = problem.capacities[j]
            weights[capacityStart + j] = 1
        }
    }

    /// `y = G v`.
    ///
    /// - Complexity: O(columns).
    func multiply(_ v: UnsafeMutablePointer<Double>, into y: UnsafeMutablePointer<Double>) {
        let t = v[columnCount]
        let capacity = y + capacityStart
        for j in 0..<resourceCount { capacity[j] = levelDemands[j] * t }
        for i in 0..<receiverCount {
            var sum = 0.0
            var reached = 0.0
            let demand = multiplicities[i] * demands[i]
            for k in Int(starts[i])..<Int(starts[i + 1]) {
                let x = v[k]
                y[k] = -x
                if upperRows[k] >= 0 { y[Int(upperRows[k])] = x }
                sum += x
                reached += rates[k] * x
                capacity[Int(resources[k])] += demand * x
            }
            y[budgetStart + i] = sum
            if levelRows[i] >= 0 { y[Int(levelRows[i])] = needs[i] * t - reached }
        }
    }

    /// `w = G' z`, the equation of each column counted once per receiver that it stands for.
    ///
    /// - Complexity: O(columns).
    func multiplyTransposed(_ z: UnsafeMutablePointer<Double>, into w: UnsafeMutablePointer<Double>) {
        let prices = z + capacityStart
        var levelSum = 0.0
        for j in 0..<resourceCount { levelSum += levelDemands[j] * prices[j] }
        for i in 0..<receiverCount {
            let lambda = z[budgetStart + i]
            let mu = levelRows[i] >= 0 ? z[Int(levelRows[i])] : 0
            levelSum += multiplicities[i] * needs[i] * mu
            let demand = demands[i]
            for k in Int(starts[i])..<Int(starts[i + 1]) {
                var sum = lambda - z[k] - rates[k] * mu + demand * prices[Int(resources[k])]
                if upperRows[k] >= 0 { sum += z[Int(upperRows[k])] }
                w[k] = sum
            }
        }
        w[columnCount] = hasLevel ? levelSum : 0
    }

    /// `c'v`.
    func cost(_ v: UnsafeMutablePointer<Double>) -> Double {
        var sum = costs[columnCount] * v[columnCount]
        for k in 0..<columnCount { sum += weights[k] * costs[k] * v[k] }
        return sum
    }

    /// `h'z`.
    func rightSideProduct(_ z: UnsafeMutablePointer<Double>) -> Double {
        var sum = 0.0
        for r in columnCount..<rowCount { sum += weights[r] * rightSides[r] * z[r] }
        return sum
    }
}
