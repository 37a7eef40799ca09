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

    /// A program without classes; `levelWeight` is what the least level counts in the objective.
    init(label: String, gpuCounts: [Int], levelWeight: Double) {
        problem = AllocationProblem(
            label: label, capacities: gpuCounts.map(Double.init), levelWeight: levelWeight)
        typeCount = gpuCounts.count
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
                problem.addColumn(resource: type, slope: base + distanceCost, rate: rate, upper: before)
                cellOfColumn.append(Int32(row * typeCount + type))
            }
            problem.addColumn(resource: type, slope: base - distanceCost, rate: rate)
            cellOfColumn.append(Int32(row * typeCount + type))
        }
    }

    /// Shares per class and type, row by row, from the values of the columns.
    func shares(_ values: [Double]) -> [Double] {
        var shares = [Double](repeating: 0, count: problem.receiverCount * typeCount)
        for (column, cell) in cellOfColumn.enumerated() { shares[Int(cell)] += values[column] }
        return shares
    }
}
