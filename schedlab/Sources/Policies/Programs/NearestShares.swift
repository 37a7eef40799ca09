internal import LinearPrograms

/// Among the shares that give every class its level, those nearest to the shares before: least total
/// `|x - x_prev|`, weighted by GPUs.
///
/// The distance is written without extra rows: up to `x_prev` a share gains what it weighs, beyond it loses
/// that, and the concave utility fills the first part first.
struct NearestShares {
    /// Floors are loosened by it, so that levels known to the last digits stay feasible.
    static let floorSlack = 1e-9

    /// The program of a sum with columns on both sides of the shares before.
    struct Program {
        private(set) var problem: AllocationProblem
        private var cellOfColumn: [Int] = []
        private let typeCount: Int

        init(label: String, capacities: [Double]) {
            problem = AllocationProblem(label: label, capacities: capacities, levelWeight: 0)
            typeCount = capacities.count
        }

        /// Adds a class.
        ///
        /// - Parameters:
        ///   - demand: GPUs of all its jobs.
        ///   - coefficients: Level of a full share per type; 0 = no column.
        ///   - floor: The level that it must have; nil = none.
        ///   - worth: What a full share adds to the sum, per type.
        ///   - previous: Shares before, per type.
        ///   - weight: What a unit of distance costs.
        mutating func add(
            demand: Double, coefficients: [Double], floor: Double?, worth: [Double], previous: [Double],
            weight: Double
        ) {
            let row = problem.receiverCount
            problem.addReceiver(demand: demand, floor: floor.map { $0 * (1 - NearestShares.floorSlack) })
            for (type, rate) in coefficients.enumerated() where rate > 0 {
                if previous[type] > 0 {
                    problem.addColumn(
                        resource: type, slope: worth[type] + weight, rate: rate, upper: previous[type])
                    cellOfColumn.append(row * typeCount + type)
                }
                problem.addColumn(resource: type, slope: worth[type] - weight, rate: rate)
                cellOfColumn.append(row * typeCount + type)
            }
        }

        /// Solves and adds up the two sides.
        ///
        /// - Returns: Shares per class, and the allocation.
        /// - Throws: `LinearProgramError` when the floors are not met.
        func solve(_ engine: any AllocationEngine) throws -> (rows: [[Double]], CertifiedAllocation) {
            let solution = try engine.solve(problem, warm: nil, tolerance: NearestShares.floorSlack)
            guard solution.status == .optimal || solution.status == .imprecise else {
                throw LinearProgramError.notSolved(
                    program: problem.describedWithSize, status: solution.status, engine: solution.engine)
            }
            let allocation = CertifiedAllocation(problem, solution)
            // The optimum may be 0, so a relative gap says nothing; the floors are what must hold.
            guard allocation.floorViolation <= CertifiedAllocation.acceptedGap else {
                throw LinearProgramError.notCertified(
                    program: problem.describedWithSize, gap: allocation.floorViolation,
                    accepted: CertifiedAllocation.acceptedGap, engine: solution.engine)
            }
            var rows = [[Double]](
                repeating: Array(repeating: 0, count: typeCount), count: problem.receiverCount)
            for (column, cell) in cellOfColumn.enumerated() {
                rows[cell / typeCount][cell % typeCount] += allocation.values[column]
            }
            return (rows, allocation)
        }
    }
}
