internal import ARMClient
internal import AzureModel
private import Kit

/// The steps of one account, one write at a time (F3).
struct Lane {
    /// What became of the steps, and why it stopped if it did.
    struct Result: Sendable {
        var outcomes: [StepOutcome] = []
        var stop: StopReason?
        var isClean: Bool { stop == nil && outcomes.allSatisfy { $0.end == .done } }
    }

    let remover: Remover
    let numbers: StepNumbers
    let report: @Sendable (StepOutcome) -> Void
    /// What the group's list may still show.
    var excused: Set<ResourceID> = []

    /// A refusal may name only some of the nested resources; a service that goes on for ever ends here.
    private static let replanLimit = 50

    /// Runs steps in order; after a failure the rest is skipped.
    func run(_ steps: [PlanStep], progress: [Int: StepProgress]) async -> Result {
        var queue = steps
        var known = Set(steps.map(\.id))
        var progress = progress
        var result = Result()
        var replans = 0
        func end(_ step: PlanStep, _ end: StepOutcome.End, _ note: String) {
            let outcome = StepOutcome(step: step, end: end, note: note)
            result.outcomes.append(outcome)
            report(outcome)
        }
        do {
            while let step = queue.first {
                if case .done(let note) = progress[step.number] {
                    end(step, .done, note)
                    queue.removeFirst()
                    continue
                }
                switch try await remover.remove(step, progress: progress[step.number], excused: excused) {
                case .done(let note):
                    try remover.journal?.append(
                        .done, step: step, note.isEmpty ? [] : [("note", .string(note))])
                    end(step, .done, note)
                    queue.removeFirst()
                case .nested(let ids)
                where ids.allSatisfy({ !known.contains($0) }) && replans < Self.replanLimit:
                    replans += 1
                    let added = try await replan(step, ids, known: known)
                    known.formUnion(added.map(\.id))
                    queue.insert(contentsOf: added, at: 0)
                    progress[step.number] = .attempted
                case .nested(let ids):
                    let names = ids.map(\.text).joined(separator: ", ")
                    try fail(&queue, "CannotDeleteResource still names \(names)", end)
                case .failed(let reason): try fail(&queue, reason, end)
                }
            }
        } catch {
            result.stop = Self.stop(error)
            for step in queue { end(step, .pending, step.id == queue[0].id ? "\(error)" : "") }
        }
        return result
    }

    /// Ends the first step as failed and all others as skipped.
    private func fail(
        _ queue: inout [PlanStep], _ reason: String, _ end: (PlanStep, StepOutcome.End, String) -> Void
    ) throws(SweepError) {
        let failed = queue.removeFirst()
        try remover.journal?.append(.failed, step: failed, [("reason", .string(reason))])
        end(failed, .failed, reason)
        let because = "step \(failed.number) failed"
        while let step = queue.first {
            try remover.journal?.append(.skipped, step: step, [("reason", .string(because))])
            end(step, .skipped, because)
            queue.removeFirst()
        }
    }

    /// Adds what a refusal names, in the order of removal, each id once.
    private func replan(_ step: PlanStep, _ ids: [ResourceID], known: Set<ResourceID>) async throws
        -> [PlanStep]
    {
        let inventory = Inventory(client: remover.client, now: remover.plannedAt ?? Timestamp(seconds: 0))
        var all = Set(ids)
        for id in ids where PlanStep.Kind(of: id) == .project {
            all.formUnion((await inventory.hosts(of: id).value ?? []).map(\.id))
        }
        let kinds: [PlanStep.Kind] = [.projectCapabilityHost, .project, .accountCapabilityHost]
        var added: [PlanStep] = []
        for kind in kinds {
            for id in all.sorted() where PlanStep.Kind(of: id) == kind && !known.contains(id) {
                added.append(
                    PlanStep(
                        number: numbers.next(), kind: kind, id: id,
                        after: added.last.map { [$0.number] } ?? []))
            }
        }
        try remover.journal?.append(
            .replan, step: step, [("steps", .array(added.map { PlanFile.json($0) }))])
        return added
    }

    /// What an error means for the whole sweep.
    static func stop(_ error: any Error) -> StopReason {
        switch error {
        case ARMError.interrupted, ARMError.deadlinePassed: .resumable("\(error)")
        case is SweepError: .resumable("\(error)")
        default: .serviceAway("\(error)")
        }
    }
}
