internal import LinearPrograms
internal import Simulation

/// Finish-time fairness: minimise the largest `rho_i`, the ratio of a job's finish time under the
/// allocation to its finish time alone on an equal share of the cluster.
///
///     rho_i = (a_i + r_i / theta_i) / D_i,   theta_i = sum_j T_ij x_ij,   D_i = C_i + r_i / iso_i
///
/// with `a_i` the job's age, `r_i` its remaining steps, `iso_i` its throughput on the equal share and
/// `C_i` the time that an equal share would have needed for what it has done so far.
///
/// For a fixed `rho` the jobs need `q_i = r_i / (rho D_i - a_i)` steps per second, a max-min program
/// whose optimum `t*(rho)` is increasing; the least `rho` is the root of `t*(rho) = 1`, found by Newton's
/// method with the program's duals, kept inside a bracket.
///
/// - Note: Mahajan et al., "Themis", NSDI 2020 (rho); Narayanan et al., OSDI 2020, section 4.2.
struct FinishTimeProgram {
    /// Part of the ratio to which the search for it narrows at most.
    private static let ratioTolerance = 1e-12
    /// What is remembered of a job between calls.
    private struct Memory {
        var isolatedSeconds = 0.0
        var remainingSteps: Double
        var isolatedStepsPerSecond: Double
    }

    private static let solveLimit = 60
    private static let levelTolerance = 1e-8

    private let policy: String
    private let engine: any AllocationEngine
    private var memories: [Memory?] = []
    /// The optimum of the last decision.
    private var lastRatio: Double?
    /// Prices and level of the last program.
    private var warm: WarmState?
    /// The terms of the last snapshot, by row.
    private var terms: [Term] = []

    private let view: RateView
    private let reading: PolicyReading

    init(policy: String, engine: any AllocationEngine, view: RateView, reading: PolicyReading) {
        self.view = view
        self.reading = reading
        self.policy = policy
        self.engine = engine
    }

    /// Solves for the snapshot's jobs and remembers them.
    mutating func solve(_ snapshot: borrowing Snapshot) throws -> Decision {
        guard snapshot.jobCount > 0 else {
            memories.removeAll()
            terms.removeAll()
            return snapshot.noShares
        }
        remember(snapshot)
        var lower = 0.0  // t* <= 1 at or below
        var upper = 0.0  // t* >= 1 at or above
        for term in terms {
            lower = max(
                lower, (term.ageSeconds + term.remainingSteps / term.fastest) / term.isolatedTotalSeconds)
            upper = max(
                upper, (term.ageSeconds + term.remainingSteps / term.isolated) / term.isolatedTotalSeconds)
        }
        // The ratio changes little between decisions; the original's point is found from the same end each time.
        var rho = reading == .canonical ? min(max(lastRatio ?? upper, lower), upper) : upper
        for _ in 0..<Self.solveLimit {
            let (program, allocation) = try solve(snapshot, rho: rho)
            warm = allocation.solution.warmState
            let excess = allocation.level - 1
            if abs(excess) <= Self.levelTolerance || upper - lower <= Self.ratioTolerance * upper {
                lastRatio = rho
                let slope = slope(allocation, rho: rho)
                return .timeShares(
                    program.timeShares(
                        allocation, values: try chosenValues(program, allocation, snapshot),
                        objective: "largest finish-time fairness ratio", value: rho,
                        unitsPerLevel: slope > 0 ? 1 / slope : 0))
            }
            if excess > 0 { upper = min(upper, rho) } else { lower = max(lower, rho) }
            let next = rho - excess / slope(allocation, rho: rho)
            // Newton may leave the bracket where t* bends; the middle always halves it.
            rho = next > lower && next < upper ? next : (lower + upper) / 2
        }
        throw LinearProgramError.noRoot(
            program: "\(policy) at \(snapshot.nowSeconds) s", iterations: Self.solveLimit)
    }

    /// The figures of one job in the formula above.
    private struct Term {
        var ageSeconds: Double
        var remainingSteps: Double
        var isolated: Double
        var fastest: Double
        var isolatedTotalSeconds: Double

        /// `q_i(rho)`.
        func need(_ rho: Double) -> Double { remainingSteps / (rho * isolatedTotalSeconds - ageSeconds) }
        /// `-q_i'(rho) / q_i(rho)`.
        func relativeSlope(_ rho: Double) -> Double {
            isolatedTotalSeconds / (rho * isolatedTotalSeconds - ageSeconds)
        }
    }

    /// The largest `rho_i` of an allocation for the snapshot that was solved last.
    func largestRatio(of shares: TimeShares, _ snapshot: borrowing Snapshot) -> Double {
        var largest = 0.0
        for (row, term) in terms.enumerated() {
            let rates = view.rates(snapshot, row)
            let throughput = shares.throughput(row: row) { rates[$0] }
            largest = max(
                largest, (term.ageSeconds + term.remainingSteps / throughput) / term.isolatedTotalSeconds)
        }
        return largest
    }

    private mutating func remember(_ snapshot: borrowing Snapshot) {
        while memories.count < snapshot.arrivedJobCount { memories.append(nil) }
        terms.removeAll(keepingCapacity: true)
        for row in 0..<snapshot.jobCount {
            let id = Int(snapshot.activeJobIDs[row])
            let remaining = snapshot.remainingSteps(row)
            let isolated = view.equalShareStepsPerSecond(snapshot, row)
            var memory = memories[id] ?? Memory(remainingSteps: remaining, isolatedStepsPerSecond: isolated)
            memory.isolatedSeconds += (memory.remainingSteps - remaining) / memory.isolatedStepsPerSecond
            memory.remainingSteps = remaining
            memory.isolatedStepsPerSecond = isolated
            memories[id] = memory
            terms.append(
                Term(
                    ageSeconds: snapshot.nowSeconds - snapshot.arrivalSeconds(row), remainingSteps: remaining,
                    isolated: isolated, fastest: view.rates(snapshot, row).max() ?? 0,
                    isolatedTotalSeconds: memory.isolatedSeconds + remaining / isolated))
        }
    }

    private func chosenValues(
        _ program: ShareProgram, _ allocation: CertifiedAllocation, _ snapshot: borrowing Snapshot
    ) throws -> [Double]? {
        guard reading == .canonical else { return nil }
        return try program.mostThroughput(
            atLevel: allocation.level, view: view, snapshot, engine: engine)
    }

    /// The max-min program for a fixed `rho`, each row divided by its need.
    private func solve(
        _ snapshot: borrowing Snapshot, rho: Double
    ) throws -> (ShareProgram, CertifiedAllocation) {
        var program = ShareProgram(policy: policy, snapshot)
        for (row, term) in terms.enumerated() {
            let need = term.need(rho)
            program.addJob(
                demandGPUs: snapshot.demandGPUs(row), need: 1,
                coefficients: view.rates(snapshot, row).map { $0 / need })
        }
        return (program, try engine.solveCertified(program.problem, warm: warm))
    }

    /// `dt*/drho` from the duals: `t* sum_i mu_i (-q_i'/q_i) / sum_i mu_i`, rows scaled by their needs.
    private func slope(_ allocation: CertifiedAllocation, rho: Double) -> Double {
        var weighted = 0.0
        var total = 0.0
        for (term, dual) in zip(terms, allocation.solution.levelDuals) {
            weighted += dual * term.relativeSlope(rho)
            total += dual
        }
        return allocation.level * weighted / total
    }
}
