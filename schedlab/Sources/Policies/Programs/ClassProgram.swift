internal import LinearPrograms
internal import Simulation

/// An allocation program with a receiver per class of twins, and the way back from its columns to shares.
///
/// A pair of class and type without a coefficient gets no column, hence a share of exactly 0. A share may be
/// split in two columns, up to the share before and beyond it: the cost of moving away from what was there is
/// then a matter of slopes, without extra rows.
struct ClassProgram {
    private(set) var problem: AllocationProblem
    private let typeCount: Int
    private var cellOfColumn: [Int32] = []
    /// By how much the optimum of ``problem`` is too high: staying with a share before is not free there but earns
    /// what leaving it costs.
    private(set) var stayConstant = 0.0

    /// A program without classes; `levelWeight` is what the least level counts in the objective.
    init(label: String, gpuCounts: [Int], levelWeight: Double) {
        self.init(
            label: label, capacities: gpuCounts.map(Double.init), levelWeight: levelWeight,
            typeCount: gpuCounts.count)
    }

    /// A program without classes; the first `typeCount` resources are GPU types.
    init(label: String, capacities: [Double], levelWeight: Double, typeCount: Int) {
        problem = AllocationProblem(label: label, capacities: capacities, levelWeight: levelWeight)
        self.typeCount = typeCount
    }

    /// Adds the next class; its columns follow.
    ///
    /// - Parameters:
    ///   - member: The class.
    ///   - need: How fast its level must rise; 0 = it takes no part in the least level.
    ///   - floor: Level that it must reach whatever the least level is; nil = none.
    ///   - number: Its number in ``ClassMemory``.
    mutating func add(
        _ member: TwinClasses.Class, need: Double, floor: Double? = nil, number: Int32
    ) {
        problem.addReceiver(
            demand: member.key.demandGPUs, need: need, floor: floor, multiplicity: Double(member.jobCount),
            classID: number)
    }

    /// Adds the columns of the class that was added last.
    ///
    /// - Parameters:
    ///   - coefficients: Level of a full share per type; <= 0 = no column.
    ///   - worth: What a full share of one job adds to the sum, per type; empty = nothing.
    ///   - previous: Shares before, per type; empty = none.
    ///   - distanceCost: What a unit of distance from the share before costs one job.
    mutating func addColumns(
        coefficients: [Double], worth: [Double] = [], previous: [Double] = [], distanceCost: Double = 0
    ) {
        let row = problem.receiverCount - 1
        for (type, rate) in coefficients.enumerated() where rate > 0 {
            let base = worth.isEmpty ? 0 : worth[type]
            let before = previous.isEmpty ? 0 : previous[type]
            if before > 0 && distanceCost > 0 {
                stayConstant += problem.multiplicities[row] * distanceCost * before
                problem.addColumn(resource: type, slope: base + distanceCost, rate: rate, upper: before)
                cellOfColumn.append(Int32(row * typeCount + type))
            }
            problem.addColumn(resource: type, slope: base - distanceCost, rate: rate)
            cellOfColumn.append(Int32(row * typeCount + type))
        }
    }

    /// Adds a column of the class that was added last on the resource beyond the GPU types: what it lacks.
    mutating func addLack(rate: Double, worth: Double, upper: Double) {
        problem.addColumn(resource: typeCount, slope: worth, rate: rate, upper: upper)
        cellOfColumn.append(-1)
    }

    /// Adds a receiver that gets everything it can: the optimum rises by a constant.
    ///
    /// Proofs are relative to the optimum, which would say nothing of an optimum near 0.
    mutating func addConstant(_ worth: Double) {
        problem.addReceiver(demand: 1)
        problem.addColumn(resource: typeCount, slope: worth)
        cellOfColumn.append(-1)
    }

    /// What each class reaches of its level by the shares alone, without what it lacks.
    func levels(_ values: [Double]) -> [Double] {
        (0..<problem.receiverCount).map { row in
            problem.columns(of: row).reduce(0) {
                cellOfColumn[$1] < 0 ? $0 : $0 + problem.columnRates[$1] * values[$1]
            }
        }
    }

    /// Shares per class and type, row by row, from the values of the columns.
    func shares(_ values: [Double]) -> [Double] {
        var shares = [Double](repeating: 0, count: problem.receiverCount * typeCount)
        for (column, cell) in cellOfColumn.enumerated() where cell >= 0 {
            shares[Int(cell)] += values[column]
        }
        return shares
    }
}
