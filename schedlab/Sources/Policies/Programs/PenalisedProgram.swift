internal import LinearPrograms
internal import Simulation

/// Programs that weigh what a policy wants against how much of the shares moves.
///
///     throughput   max  sum_ij T_ij x_ij / prop_i - alpha sum_i s_i sum_j |x_ij - x'_ij| / 2
///     max-min      max  t / e - (alpha / m) sum_i s_i sum_j |x_ij - x'_ij| / 2
///
/// with `x'` the shares before (a new job has none, and nothing to move: it pays nothing), `m` the number of jobs and `e` the level of an
/// equal share. `alpha` has no unit: about how much of an equal share a full move of one GPU is worth.
///
/// Shares before differ job by job, so rows are jobs here, not classes of twins. The distance needs no rows of
/// its own: a share is split in two columns, up to `x'` and beyond, and the first is worth more.
struct PenalisedProgram {
    /// What the policy wants.
    enum Goal {
        case throughput(RateView)
        case maxMin(RateView)
    }

    /// Of allocations that are equally good, max-min takes the one with most throughput: without that, GPU time
    /// that the least level does not need would be promised to nobody.
    private static let tieBreak = 1e-4

    /// Smaller shares are what the solver's tolerance leaves, not shares.
    private static let smallestShare = 1e-7

    private let goal: Goal
    private let alpha: Double
    private var sharesOfJob: [Int32: [Double]] = [:]
    private var numbers = ClassMemory()
    private var warm: WarmState?

    /// A program with a penalty `alpha` > 0.
    init(_ goal: Goal, alpha: Double) {
        self.goal = goal
        self.alpha = alpha
    }

    /// Solves for the snapshot's jobs and remembers their shares.
    ///
    /// - Parameters:
    ///   - policy: Name of the policy.
    ///   - snapshot: The jobs.
    ///   - engine: What solves the program.
    /// - Returns: Time shares with their reasons.
    /// - Throws: `LinearProgramError` when there is no certified answer.
    mutating func solve(
        policy: String, _ snapshot: borrowing Snapshot, engine: any AllocationEngine
    ) throws -> Decision {
        guard snapshot.jobCount > 0 else {
            sharesOfJob.removeAll()
            return snapshot.noShares
        }
        let (problem, cells) = program("\(policy) at \(snapshot.nowSeconds) s", snapshot)
        let allocation = try engine.solveCertified(problem, warm: warm)
        warm = allocation.solution.warmState
        let typeCount = snapshot.typeCount
        var shares = [Double](repeating: 0, count: snapshot.jobCount * typeCount)
        for (column, cell) in cells.enumerated() { shares[Int(cell)] += allocation.values[column] }
        sharesOfJob.removeAll(keepingCapacity: true)
        for (row, job) in snapshot.activeJobIDs.enumerated() {
            for type in 0..<typeCount {
                let share = shares[row * typeCount + type]
                shares[row * typeCount + type] = share < Self.smallestShare ? 0 : min(share, 1)
            }
            sharesOfJob[job] = Array(shares[row * typeCount..<(row + 1) * typeCount])
        }
        return .timeShares(
            TimeShares(
                jobIDs: snapshot.activeJobIDs, typeCount: typeCount, shares: shares,
                reasons: AllocationReasons(
                    objective: "\(words), less what moving costs", objectiveValue: allocation.objective,
                    prices: allocation.solution.prices, levels: problem.levels(allocation.values),
                    bindings: allocation.solution.levelDuals, certificateGap: allocation.relativeGap)))
    }

    private var words: String {
        switch goal {
        case .throughput: "total throughput in multiples of average GPUs"
        case .maxMin: "least normalised throughput (1 = an equal share)"
        }
    }

    /// The program, and the cell (row and type) of each column.
    private mutating func program(
        _ label: String, _ snapshot: borrowing Snapshot
    ) -> (AllocationProblem, [Int32]) {
        let jobCount = Double(snapshot.jobCount)
        let gpuCount = Double(snapshot.gpuCounts.reduce(0, +))
        let equalLevel = min(gpuCount / jobCount, 1)
        var perMove = alpha / 2
        var levelWeight = 0.0
        if case .maxMin = goal {
            perMove = alpha / jobCount / 2
            levelWeight = 1 / equalLevel
        }
        var problem = AllocationProblem(
            label: label, capacities: snapshot.gpuCounts.map(Double.init), levelWeight: levelWeight)
        var cells: [Int32] = []
        for row in 0..<snapshot.jobCount {
            let (worth, rates) = figures(snapshot, row)
            let before = sharesOfJob[snapshot.activeJobIDs[row]]
            problem.addReceiver(
                demand: snapshot.demandGPUs(row),
                need: levelWeight > 0 && rates.contains { $0 > 0 } ? 1 : 0,
                classID: numbers.number(
                    .init(
                        // New jobs have other slopes, so they are a class of their own.
                        rates: 2 * snapshot.classIndex(row) + (before == nil ? 1 : 0),
                        demandGPUs: snapshot.demandGPUs(row),
                        weight: snapshot.priorityWeight(row))))
            let cost = before == nil ? 0 : perMove * snapshot.demandGPUs(row)
            for (type, rate) in rates.enumerated() where rate > 0 {
                if let before, before[type] > 0 {
                    problem.addColumn(
                        resource: type, slope: worth[type] + cost, rate: rate, upper: before[type])
                    cells.append(Int32(row * snapshot.typeCount + type))
                }
                problem.addColumn(resource: type, slope: worth[type] - cost, rate: rate)
                cells.append(Int32(row * snapshot.typeCount + type))
            }
        }
        return (problem, cells)
    }

    /// What a full share adds to the sum and to the level, by type.
    private func figures(_ snapshot: borrowing Snapshot, _ row: Int) -> (worth: [Double], rates: [Double]) {
        switch goal {
        case .throughput(let view):
            let rates = view.rates(snapshot, row)
            let average = MaxMinProgram.proportionalThroughput(snapshot, rates)
            return (average > 0 ? rates.map { $0 / average } : rates, rates)
        case .maxMin(let view):
            let rates = MaxMinProgram.coefficients(snapshot, row, view)
            let tie = Self.tieBreak / Double(snapshot.jobCount)
            return (rates.map { $0 * tie }, rates)
        }
    }
}
