internal import LinearPrograms
internal import Simulation

/// Least makespan: minimise `T` such that every job does its remaining steps `r_i` in `T`.
///
/// With `t = T_ref / T` it is one max-min program, `sum_j (T_ij T_ref / r_i) x_ij >= t`, exact where the
/// original bisects to 5 %. `T_ref` is the longest job's time on its fastest type, so `t <= 1`.
///
/// - Note: Narayanan et al., OSDI 2020, section 4.2 ("minimize makespan").
enum MakespanProgram {
    static func solve(
        policy: String, _ snapshot: borrowing Snapshot, engine: any AllocationEngine, view: RateView,
        reading: PolicyReading
    ) throws -> Decision {
        guard snapshot.jobCount > 0 else { return snapshot.noShares }
        var referenceSeconds = 0.0
        for row in 0..<snapshot.jobCount {
            let fastest = view.rates(snapshot, row).max() ?? 0
            if fastest > 0 {
                referenceSeconds = max(referenceSeconds, snapshot.remainingSteps(row) / fastest)
            }
        }
        var program = ShareProgram(policy: policy, snapshot)
        for row in 0..<snapshot.jobCount {
            let rates = view.rates(snapshot, row)
            let scale = referenceSeconds / snapshot.remainingSteps(row)
            program.addJob(
                demandGPUs: snapshot.demandGPUs(row), need: rates.contains { $0 > 0 } ? 1 : 0,
                coefficients: rates.map { $0 * scale })
        }
        let allocation = try engine.solveCertified(program.problem)
        let values =
            reading == .canonical
            ? try program.mostThroughput(atLevel: allocation.level, view: view, snapshot, engine: engine)
            : nil
        return .timeShares(
            program.timeShares(
                allocation, values: values, objective: "makespan in seconds",
                value: referenceSeconds / allocation.level,
                unitsPerLevel: referenceSeconds / (allocation.level * allocation.level)))
    }

    /// When the last job would end under an allocation that never changed, in seconds from now.
    static func makespanSeconds(of shares: TimeShares, _ snapshot: borrowing Snapshot, view: RateView)
        -> Double
    {
        var longest = 0.0
        for row in 0..<snapshot.jobCount {
            let rates = view.rates(snapshot, row)
            longest = max(longest, snapshot.remainingSteps(row) / shares.throughput(row: row) { rates[$0] })
        }
        return longest
    }
}
