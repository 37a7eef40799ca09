/// An ``AllocationProblem`` as the column-wise matrix that HiGHS takes.
///
/// Columns: all `x_k`, then `t` if the program has a level. Rows: capacities, budgets, level rows.
/// The objective is scaled by its largest coefficient, so that HiGHS's absolute tolerances mean the same
/// for steps per second and for fractions. Level rows are passed as they are: their scale would shift
/// the point at which an interior method stops (callers normalise them).
///
/// A padded program has a column for every pair of receiver and resource (two where columns have bounds),
/// closed by a bound of 0 where there is none, and a level row for every receiver where one has one: its
/// entries then depend on the numbers of receivers and resources only.
struct HiGHSProgram {
    private(set) var columnCount: Int
    let rowCount: Int
    private let objectiveScale: Double
    private let levelRows: [Int32]  // row of each receiver, -1 = none
    /// Column of each of the problem's columns.
    private var places: [Int32] = []
    private(set) var cost: [Double] = []
    private(set) var columnUpper: [Double] = []
    private(set) var rowLower: [Double]
    private(set) var rowUpper: [Double]
    private(set) var start: [Int32] = [0]
    private(set) var index: [Int32] = []
    private(set) var value: [Double] = []

    /// Writes a program out.
    ///
    /// - Parameters:
    ///   - problem: The program.
    ///   - isPadded: Whether its shape shall depend on the numbers of receivers and resources only; not
    ///     possible where a receiver has two equal columns, the program is then as it is.
    init(_ problem: AllocationProblem, isPadded: Bool = false) {
        let receivers = problem.receiverCount
        let resources = problem.resourceCount
        let isPadded = isPadded && Self.canPad(problem)
        let hasLevelRows = (0..<receivers).contains { problem.hasLevelRow($0) }
        var rows = [Int32](repeating: -1, count: receivers)
        var nextRow = resources + receivers
        for i in 0..<receivers where problem.hasLevelRow(i) || (isPadded && hasLevelRows) {
            rows[i] = Int32(nextRow)
            nextRow += 1
        }
        var largestCost = problem.levelWeight
        for i in 0..<receivers {
            for k in problem.columns(of: i) {
                largestCost = max(largestCost, problem.multiplicities[i] * abs(problem.columnSlopes[k]))
            }
        }
        objectiveScale = largestCost > 0 ? largestCost : 1
        levelRows = rows
        rowCount = nextRow
        columnCount = 0
        rowLower = [Double](repeating: -.infinity, count: nextRow)
        rowUpper = [Double](repeating: .infinity, count: nextRow)
        fillBounds(problem)
        for i in 0..<receivers {
            if isPadded { fillPadded(problem, i) } else { fillColumns(problem, i) }
        }
        if problem.hasLevel { fillLevel(problem) }
        columnCount = cost.count
    }

    private static func canPad(_ problem: AllocationProblem) -> Bool {
        var seen = [Int](repeating: -1, count: 2 * problem.resourceCount)
        for i in 0..<problem.receiverCount {
            for k in problem.columns(of: i) {
                let slot = slot(problem, k)
                if seen[slot] == i { return false }
                seen[slot] = i
            }
        }
        return true
    }

    /// Place of a column among those of a padded receiver: without a bound first, with one second.
    private static func slot(_ problem: AllocationProblem, _ k: Int) -> Int {
        2 * Int(problem.columnResources[k]) + (problem.columnUppers[k] < .infinity ? 1 : 0)
    }

    private mutating func fillBounds(_ problem: AllocationProblem) {
        for j in 0..<problem.resourceCount { rowUpper[j] = problem.capacities[j] }
        for i in 0..<problem.receiverCount {
            rowUpper[problem.resourceCount + i] = 1
            let row = Int(levelRows[i])
            if row >= 0 { rowLower[row] = problem.floors[i] }
        }
    }

    private mutating func fillColumns(_ problem: AllocationProblem, _ i: Int) {
        for k in problem.columns(of: i) {
            places.append(Int32(cost.count))
            fillColumn(
                problem, i, resource: problem.columnResources[k], rate: problem.columnRates[k],
                slope: problem.columnSlopes[k], upper: problem.columnUppers[k], isPadded: false)
        }
    }

    private mutating func fillPadded(_ problem: AllocationProblem, _ i: Int) {
        let columns = problem.columns(of: i)
        let hasBounds = problem.columnUppers.contains { $0 < .infinity }
        let first = places.count
        places += columns.map { _ in -1 }
        for slot in 0..<(2 * problem.resourceCount) where hasBounds || slot % 2 == 0 {
            let k = columns.first { Self.slot(problem, $0) == slot }
            if let k { places[first + k - columns.lowerBound] = Int32(cost.count) }
            fillColumn(
                problem, i, resource: Int32(slot / 2), rate: k.map { problem.columnRates[$0] } ?? 0,
                slope: k.map { problem.columnSlopes[$0] } ?? 0,
                upper: k.map { problem.columnUppers[$0] } ?? 0, isPadded: true)
        }
    }

    private mutating func fillColumn(
        _ problem: AllocationProblem, _ i: Int, resource: Int32, rate: Double, slope: Double, upper: Double,
        isPadded: Bool
    ) {
        append(row: resource, problem.multiplicities[i] * problem.demands[i])
        append(row: Int32(problem.resourceCount + i), 1)
        if levelRows[i] >= 0 && (rate != 0 || isPadded) { append(row: levelRows[i], rate) }
        close(cost: problem.multiplicities[i] * slope / objectiveScale, upper: upper)
    }

    private mutating func fillLevel(_ problem: AllocationProblem) {
        for i in 0..<problem.receiverCount where levelRows[i] >= 0 {
            if problem.needs[i] > 0 { append(row: levelRows[i], -problem.needs[i]) }
        }
        close(cost: problem.levelWeight / objectiveScale, upper: .infinity)
    }

    private mutating func append(row: Int32, _ coefficient: Double) {
        index.append(row)
        value.append(coefficient)
    }

    private mutating func close(cost columnCost: Double, upper: Double) {
        cost.append(columnCost)
        columnUpper.append(upper)
        start.append(Int32(index.count))
    }

    /// What two programs must have in common for one to take the place of the other.
    var shape: ShapeCache.Shape { .init(rowCount: rowCount, start: start, index: index) }

    /// HiGHS's figures in the problem's own scale; duals become prices >= 0.
    func solution(
        of problem: AllocationProblem, status: SolveStatus, engine: String, iterationCount: Int,
        columnValues: [Double], rowDuals: [Double]
    ) -> AllocationSolution {
        var levelDuals = [Double](repeating: 0, count: problem.receiverCount)
        for i in 0..<problem.receiverCount where levelRows[i] >= 0 {
            levelDuals[i] =
                abs(rowDuals[Int(levelRows[i])]) * objectiveScale / problem.multiplicities[i]
        }
        return AllocationSolution(
            status: status,
            values: places.map { columnValues[Int($0)] },
            level: problem.hasLevel ? columnValues[columnCount - 1] : 0,
            prices: (0..<problem.resourceCount).map { abs(rowDuals[$0]) * objectiveScale },
            levelDuals: levelDuals, engine: engine, iterationCount: iterationCount)
    }
}
