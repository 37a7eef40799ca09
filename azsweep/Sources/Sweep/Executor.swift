package import ARMClient
package import AzureModel
private import Kit

/// Carries out a plan: accounts beside each other, one write at a time in each, groups at the end.
package struct Executor: Sendable {
    private let client: ARMClient
    private let journal: Journal
    private let parallel: Int
    private let conflictLimitSeconds: Double
    private let report: @Sendable (StepOutcome) -> Void

    /// What came of it.
    package struct Result: Sendable {
        /// One for each step, by number.
        package var outcomes: [StepOutcome]
        /// Why it stopped before the end; nil when it did not.
        package var stop: StopReason?
    }

    /// An executor.
    ///
    /// - `parallel`: Accounts at a time.
    /// - `report`: Told of each step at its end.
    package init(
        client: ARMClient, journal: Journal, parallel: Int, conflictLimitSeconds: Double,
        report: @escaping @Sendable (StepOutcome) -> Void
    ) {
        self.client = client
        self.journal = journal
        self.parallel = parallel
        self.conflictLimitSeconds = conflictLimitSeconds
        self.report = report
    }

    /// Runs all steps that are not done.
    ///
    /// - `steps`: The plan's, with those that re-plans added.
    /// - `progress`: How far an earlier run came.
    package func run(plan: Plan, steps: [PlanStep], progress: [Int: StepProgress]) async -> Result {
        let remover = Remover(
            client: client, journal: journal, conflictLimitSeconds: conflictLimitSeconds,
            plannedAt: plan.createdAt)
        let lane = Lane(
            remover: remover, numbers: StepNumbers(after: steps.map(\.number).max() ?? 0), report: report)
        let lanes = plan.accounts.map { account in steps.filter { $0.id.account == account.id } }
        let results = await concurrentMap(lanes, width: parallel) { await lane.run($0, progress: progress) }
        var outcomes = results.flatMap(\.outcomes)
        var stop = results.compactMap(\.stop).first
        let clean = Set(zip(plan.accounts, results).filter { $0.1.isClean }.map(\.0.id))
        for step in steps where step.kind == .resourceGroup {
            let own = plan.accounts.map(\.id).filter { $0.groupID == step.id }
            guard own.allSatisfy(clean.contains) else {
                let outcome = skipped(step, stop: stop)
                outcomes.append(outcome)
                report(outcome)
                continue
            }
            var groupLane = lane
            groupLane.excused = Set(own)
            let result = await groupLane.run([step], progress: progress)
            outcomes += result.outcomes
            stop = stop ?? result.stop
        }
        return Result(outcomes: outcomes.sorted { $0.step.number < $1.step.number }, stop: stop)
    }

    private func skipped(_ step: PlanStep, stop: StopReason?) -> StepOutcome {
        guard stop == nil else { return StepOutcome(step: step, end: .pending, note: "") }
        let reason = "an account in it is not gone"
        // A journal that cannot be written has stopped the lanes already.
        try? journal.append(.skipped, step: step, [("reason", .string(reason))])
        return StepOutcome(step: step, end: .skipped, note: reason)
    }
}
