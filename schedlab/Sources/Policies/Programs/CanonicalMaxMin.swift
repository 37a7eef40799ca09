internal import LinearPrograms
internal import Simulation

/// Max-min fairness with the canonical choice: unique levels by water filling over classes of twins, and of
/// the shares that realise them those nearest to the shares before.
struct CanonicalMaxMin {
    private var memory = ClassMemory()

    /// Solves for the snapshot's jobs.
    ///
    /// - Parameters:
    ///   - policy: Name of the policy.
    ///   - snapshot: The jobs.
    ///   - engine: What solves the programs.
    ///   - view: How fast jobs count.
    /// - Returns: Time shares with their reasons.
    /// - Throws: `LinearProgramError` when there is no certified answer.
    mutating func solve(
        policy: String, _ snapshot: borrowing Snapshot, engine: any AllocationEngine, view: RateView
    ) throws -> Decision {
        guard snapshot.jobCount > 0 else { return snapshot.noShares }
        let label = "\(policy) at \(snapshot.nowSeconds) s"
        let capacities = snapshot.gpuCounts.map(Double.init)
        let twins = TwinClasses(snapshot)
        var members: [WaterFilling.Member] = []
        for member in twins.classes {
            members.append(
                .init(
                    demand: member.demandGPUs,
                    coefficients: MaxMinProgram.coefficients(
                        snapshot, member.firstRow, view.rates(snapshot, member.firstRow))))
        }
        let outcome = try WaterFilling(
            label: label, capacities: capacities, members: members, engine: engine
        ).levels()
        var program = NearestShares.Program(label: "\(label), nearest shares", capacities: capacities)
        for (k, member) in twins.classes.enumerated() {
            program.add(
                demand: member.demandGPUs, coefficients: members[k].coefficients, floor: outcome.levels[k],
                worth: capacities.map { _ in 0 }, previous: memory.previous(member, snapshot),
                weight: member.demandGPUs)
        }
        let rows = try program.solve(engine).rows
        memory.remember(twins.classes, rows)
        return .timeShares(
            twins.timeShares(
                snapshot, rows,
                reasons: AllocationReasons(
                    objective: MaxMinProgram.objective,
                    objectiveValue: zip(outcome.levels, members).filter { $1.cap > 0 }.map(\.0).min() ?? 0,
                    prices: outcome.prices, levels: twins.classOfRow.map { outcome.levels[$0] },
                    bindings: twins.classOfRow.map {
                        outcome.bindings[$0] / Double(twins.classes[$0].jobCount)
                    },
                    certificateGap: outcome.certificateGap)))
    }
}

extension TwinClasses {
    /// The shares of classes given to each of their jobs.
    func timeShares(
        _ snapshot: borrowing Snapshot, _ rows: [[Double]], reasons: AllocationReasons
    ) -> TimeShares {
        TimeShares(
            jobIDs: snapshot.activeJobIDs, typeCount: snapshot.typeCount,
            shares: classOfRow.flatMap { rows[$0].map { min($0, 1) } }, reasons: reasons)
    }
}
