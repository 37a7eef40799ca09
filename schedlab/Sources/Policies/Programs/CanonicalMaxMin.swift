internal import LinearPrograms
internal import Simulation

/// Max-min fairness with the canonical choice: unique levels by water filling over classes of twins, and of
/// the shares that realise them those nearest to the shares before (blind to GPU types: to equal shares).
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
        let twins = TwinClasses(snapshot, view: view)
        var program = ClassProgram(
            label: "\(policy) at \(snapshot.nowSeconds) s", gpuCounts: snapshot.gpuCounts, levelWeight: 1)
        for member in twins.classes {
            let coefficients = MaxMinProgram.coefficients(snapshot, member.firstRow, view)
            program.add(
                member, need: coefficients.contains { $0 > 0 } ? 1 : 0, number: memory.number(member.key))
            program.addColumns(
                coefficients: coefficients,
                previous: view.isBlind
                    ? snapshot.equalShares(member.firstRow) : memory.previous(member, snapshot),
                distanceCost: member.key.demandGPUs)
        }
        let outcome = try engine.solveLexicographically(program.problem)
        let shares = program.shares(outcome.values)
        memory.remember(twins.classes, shares, typeCount: snapshot.typeCount)
        let least = zip(outcome.levels, program.problem.needs).filter { $1 > 0 }.map(\.0).min() ?? 0
        return .timeShares(
            twins.timeShares(
                snapshot, shares,
                reasons: AllocationReasons(
                    objective: MaxMinProgram.objective, objectiveValue: least, prices: outcome.prices,
                    levels: twins.perRow(outcome.levels), bindings: twins.perRow(outcome.bindings),
                    certificateGap: outcome.certificateGap)))
    }
}
