/// An ``AllocationProblem`` as the column-wise matrix that HiGHS takes.
///
/// Columns: all `x_k`, then `t` if the program has a level. Rows: capacities, budgets, level rows.
/// The objective is scaled by its largest coefficient, so that HiGHS's absolute tolerances mean the same
/// for steps per second and for fractions. Level rows are passed as they are: their scale would shift
/// the point at which an interior method stops (callers normalise them).
struct HiGHSProgram {
    let columnCount: Int
    let rowCount: Int
    private let objectiveScale: Double
    private let levelRows: [Int32]  // row of each receiver, -1 = none
    private(set) var cost: [Double] = []
    private(set) var columnUpper: [Double] = []
    private(set) var rowLower: [Double]
    private(set) var rowUpper: [Double]
    private(set) var start: [Int32] = [0]
    private(set) var index: [Int32] = []
    private(set) var value: [Double] = []

    init(_ problem: AllocationProblem) {
        let receivers = problem.receiverCount
        let resources = problem.resourceCount
        var rows = [Int32](repeating: -1, count: receivers)
        var nextRow = resources + receivers
        for i in 0..<receivers where problem.hasLevelRow(i) {
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
        columnCount = problem.columnCount + (problem.hasLevel ? 1 : 0)
        rowLower = [Double](repeating: -.infinity, count: nextRow)
        rowUpper = [Double](repeating: .infinity, count: nextRow)
        fillBounds(problem)
        fillColumns(problem)
    }

    private mutating func fillBounds(_ problem: AllocationProblem) {
        for j in 0..<problem.resourceCount { rowUpper[j] = problem.capacities[j] }
        for i in 0..<problem.receiverCount {
            rowUpper[problem.resourceCount + i] = 1
            let row = Int(levelRows[i])
            if row >= 0 { rowLower[row] = problem.floors[i] }
        }
    }

    private mutating func fillColumns(_ problem: AllocationProblem) {
        for i in 0..<problem.receiverCount {
            for k in problem.columns(of: i) {
                append(row: problem.columnResources[k], problem.multiplicities[i] * problem.demands[i])
                append(row: Int32(problem.resourceCount + i), 1)
                if levelRows[i] >= 0 && problem.columnRates[k] != 0 {
                    append(row: levelRows[i], problem.columnRates[k])
                }
                close(
                    cost: problem.multiplicities[i] * problem.columnSlopes[k] / objectiveScale,
                    upper: problem.columnUppers[k])
            }
        }
        guard problem.hasLevel else { return }
        for i in 0..<problem.receiverCount where problem.needs[i] > 0 {
            append(row: levelRows[i], -problem.needs[i])
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
            values: Array(columnValues.prefix(problem.columnCount)),
            level: problem.hasLevel ? columnValues[problem.columnCount] : 0,
            prices: (0..<problem.resourceCount).map { abs(rowDuals[$0]) * objectiveScale },
            levelDuals: levelDuals, engine: engine, iterationCount: iterationCount)
    }
}
