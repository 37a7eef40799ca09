internal import LinearPrograms
internal import Simulation

/// A program of the least level over the jobs of a snapshot, and the way back from its columns to shares.
///
/// Receivers are the snapshot's rows, resources its GPU types. A pair of job and type without a
/// coefficient gets no column, hence a share of exactly 0.
struct ShareProgram {
    /// Floors are loosened by it, so that levels known to the last digits stay feasible.
    private static let floorSlack = 1e-9
    /// What leaving the split of an equal share costs of a share's throughput: it only breaks ties.
    private static let splitCost = 1e-3

    private(set) var problem: AllocationProblem
    private let jobIDs: [Int32]
    private let typeCount: Int
    private var cellOfColumn: [Int] = []

    /// An empty program.
    ///
    /// - Parameters:
    ///   - policy: Name of the policy, for messages.
    ///   - snapshot: The jobs and the cluster.
    init(policy: String, _ snapshot: borrowing Snapshot) {
        problem = AllocationProblem(
            label: "\(policy) at \(snapshot.nowSeconds) s",
            capacities: snapshot.gpuCounts.map(Double.init),
            levelWeight: 1)
        jobIDs = snapshot.activeJobIDs
        typeCount = snapshot.typeCount
    }

    /// Adds the next row of the snapshot.
    ///
    /// - Parameters:
    ///   - demandGPUs: GPUs that the job takes at once.
    ///   - need: How fast its level must rise; 0 = it takes no part in the least level.
    ///   - coefficients: Per type, the level of a full share; <= 0 = no column.
    mutating func addJob(demandGPUs: Double, need: Double, coefficients: [Double]) {
        let row = problem.receiverCount
        problem.addReceiver(demand: demandGPUs, need: need)
        for (type, coefficient) in coefficients.enumerated() where coefficient > 0 {
            problem.addColumn(resource: type, rate: coefficient)
            cellOfColumn.append(row * typeCount + type)
        }
    }

    /// The canonical choice where rows differ job by job: most throughput at the level that was found.
    ///
    /// Each job's throughput is counted in multiples of what it has on an average GPU. In a view in which types
    /// look alike, ties go to the split nearest to an equal share.
    ///
    /// - Parameters:
    ///   - level: The optimum of ``problem``, which no row falls below.
    ///   - view: How fast jobs count.
    ///   - snapshot: The jobs.
    ///   - engine: What solves the program.
    /// - Returns: Values of the columns.
    /// - Throws: `LinearProgramError` when there is no certified answer.
    func mostThroughput(
        atLevel level: Double, view: RateView, _ snapshot: borrowing Snapshot, engine: any AllocationEngine
    ) throws -> [Double] {
        var second = AllocationProblem(
            label: "\(problem.label), most throughput", capacities: problem.capacities, levelWeight: 0)
        let gpuCount = Double(snapshot.gpuCounts.reduce(0, +))
        var columns: [Int] = []
        for row in 0..<problem.receiverCount {
            let need = problem.needs[row]
            second.addReceiver(
                demand: problem.demands[row],
                floor: need > 0 ? need * level * (1 - Self.floorSlack) : nil)
            let rates = view.rates(snapshot, row)
            let average = zip(rates, snapshot.gpuCounts).reduce(0) { $0 + $1.0 * Double($1.1) } / gpuCount
            let equal = view.isBlind ? snapshot.equalShares(row) : []
            for k in problem.columns(of: row) {
                let type = Int(problem.columnResources[k])
                let slope = rates[type] / average
                if view.isBlind && equal[type] > 0 {
                    second.addColumn(
                        resource: type, slope: slope * (1 + Self.splitCost), rate: problem.columnRates[k],
                        upper: equal[type])
                    columns.append(k)
                }
                second.addColumn(
                    resource: type, slope: view.isBlind ? slope * (1 - Self.splitCost) : slope,
                    rate: problem.columnRates[k])
                columns.append(k)
            }
        }
        let answer = try engine.solveCertified(second).values
        var values = [Double](repeating: 0, count: problem.columnCount)
        for (column, k) in columns.enumerated() { values[k] += answer[column] }
        return values
    }

    /// The shares that a solution means.
    ///
    /// - Parameters:
    ///   - allocation: The certified answer to ``problem``.
    ///   - values: Values of the columns to take instead of the allocation's, where one optimum was chosen.
    ///   - objective: What was optimised, in words.
    ///   - value: The optimum, in the unit of `objective`.
    ///   - unitsPerLevel: How far the objective gets better when the program's level rises by 1: the program's
    ///     duals are in levels, prices in the unit of the objective.
    /// - Returns: Shares for the rows of the snapshot, with reasons.
    func timeShares(
        _ allocation: CertifiedAllocation, values: [Double]? = nil, objective: String, value: Double,
        unitsPerLevel: Double
    ) -> TimeShares {
        let values = values ?? allocation.values
        var shares = [Double](repeating: 0, count: jobIDs.count * typeCount)
        for (column, cell) in cellOfColumn.enumerated() { shares[cell] = min(values[column], 1) }
        return TimeShares(
            jobIDs: jobIDs, typeCount: typeCount, shares: shares,
            reasons: AllocationReasons(
                objective: objective, objectiveValue: value,
                prices: allocation.solution.prices.map { $0 * unitsPerLevel },
                levels: problem.levels(values), bindings: allocation.solution.levelDuals,
                certificateGap: allocation.relativeGap))
    }
}

extension Snapshot {
    /// GPUs of each type.
    var gpuCounts: [Int] { (0..<typeCount).map { gpuCount(ofType: $0) } }

    /// Steps per second of a row on each type.
    func rates(_ row: Int) -> [Double] { (0..<typeCount).map { rate(row, type: $0) } }

    /// An answer without shares, for a snapshot without jobs.
    var noShares: Decision { .timeShares(TimeShares(jobIDs: activeJobIDs, typeCount: typeCount, shares: [])) }
}
