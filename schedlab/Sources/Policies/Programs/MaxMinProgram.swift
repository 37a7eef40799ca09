internal import LinearPrograms
internal import Simulation

/// Heterogeneity-aware max-min fairness (LAS): maximise the least `s_i / (w_i prop_i) sum_j T_ij x_ij`.
///
/// `prop_i = sum_j T_ij N_j / sum_j N_j` is the job's throughput on an average GPU of the cluster, so
/// a level of 1 is the full-time use of one average GPU.
///
/// - Note: Narayanan et al., OSDI 2020, section 4.1; the factor `s_i` as in its appendix and simulator.
enum MaxMinProgram {
    /// What is maximised, in words.
    static let objective = "least normalised throughput (1 = one average GPU, full time)"

    /// Solves for the snapshot's jobs.
    ///
    /// - Parameters:
    ///   - policy: Name of the policy.
    ///   - snapshot: The jobs.
    ///   - engine: What solves the program.
    ///   - view: How fast jobs count.
    /// - Returns: Time shares with their reasons.
    /// - Throws: `LinearProgramError` when there is no certified answer.
    static func solve(
        policy: String, _ snapshot: borrowing Snapshot, engine: any AllocationEngine, view: RateView
    ) throws -> Decision {
        guard snapshot.jobCount > 0 else { return snapshot.noShares }
        let twins = TwinClasses(snapshot, view: view)
        let program = program("\(policy) at \(snapshot.nowSeconds) s", snapshot, twins, view: view)
        let allocation = try engine.solveCertified(program.problem)
        let levels = program.problem.levels(allocation.values)
        return .timeShares(
            twins.timeShares(
                snapshot, program.shares(allocation.values),
                reasons: AllocationReasons(
                    objective: objective, objectiveValue: allocation.level,
                    prices: allocation.solution.prices, levels: twins.perRow(levels),
                    bindings: twins.perRow(allocation.solution.levelDuals),
                    certificateGap: allocation.relativeGap)))
    }

    /// The program for classes of twins: their level and nothing else.
    static func program(
        _ label: String, _ snapshot: borrowing Snapshot, _ twins: TwinClasses, view: RateView
    ) -> ClassProgram {
        var program = ClassProgram(label: label, gpuCounts: snapshot.gpuCounts, levelWeight: 1)
        for member in twins.classes {
            let coefficients = coefficients(snapshot, member.firstRow, view)
            program.add(member, need: coefficients.contains { $0 > 0 } ? 1 : 0, number: -1)
            program.addColumns(coefficients: coefficients)
        }
        return program
    }

    /// The least level of an allocation: what ``solve(policy:_:engine:view:)`` maximises.
    static func level(
        of shares: TimeShares, _ snapshot: borrowing Snapshot, view: RateView
    ) -> Double {
        var least = Double.infinity
        for row in 0..<snapshot.jobCount {
            let coefficients = coefficients(snapshot, row, view)
            guard coefficients.contains(where: { $0 > 0 }) else { continue }
            least = min(least, shares.throughput(row: row) { coefficients[$0] })
        }
        return least
    }

    /// `s_i / (w_i prop_i) T_ij` by type; all 0 for a job that can run nowhere.
    static func coefficients(
        _ snapshot: borrowing Snapshot, _ row: Int, _ view: RateView
    ) -> [Double] {
        let rates = view.rates(snapshot, row)
        let proportional = proportionalThroughput(snapshot, rates)
        guard proportional > 0 else { return rates }
        let weight = snapshot.demandGPUs(row) / (snapshot.priorityWeight(row) * proportional)
        return rates.map { $0 * weight }
    }

    /// `prop_i`: throughput on an average GPU of the cluster.
    static func proportionalThroughput(_ snapshot: borrowing Snapshot, _ rates: [Double]) -> Double {
        var weighted = 0.0
        var total = 0.0
        for (type, rate) in rates.enumerated() {
            weighted += rate * Double(snapshot.gpuCount(ofType: type))
            total += Double(snapshot.gpuCount(ofType: type))
        }
        return weighted / total
    }
}
