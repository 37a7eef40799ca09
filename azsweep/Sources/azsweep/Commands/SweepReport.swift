private import ARMClient
internal import ArgumentParser
internal import AzureModel
private import Kit
internal import Sweep

/// What is said during and after a sweep.
enum SweepReport {
    /// Tells of a step at its end, on standard error.
    @Sendable static func tell(_ outcome: StepOutcome) {
        guard outcome.end != .pending || !outcome.note.isEmpty else { return }
        let note = outcome.note.isEmpty ? "" : ": \(outcome.note)"
        StandardStreams.say(
            Visible.text(
                "step \(outcome.step.number) \(outcome.step.kind.rawValue) \(outcome.step.id.name): \(outcome.end.rawValue)\(note)"
            )
                + "\n")
    }

    /// Prints all outcomes and ends with the status they ask for.
    static func end(_ result: Executor.Result, journal: String, format: OutputFormat) throws {
        var rows = Rows([("STEP", .right), ("KIND", .left), ("NAME", .left), ("END", .left), ("NOTE", .left)])
        for outcome in result.outcomes {
            rows.add(
                [
                    "\(outcome.step.number)", outcome.step.kind.rawValue, outcome.step.id.name,
                    outcome.end.rawValue, outcome.note,
                ],
                [
                    ("step", .int(outcome.step.number)), ("kind", .string(outcome.step.kind.rawValue)),
                    ("id", .string(outcome.step.id.text)), ("end", .string(outcome.end.rawValue)),
                    ("note", .string(outcome.note)),
                ])
        }
        try rows.print(format)
        switch result.stop {
        case .resumable(let reason):
            StandardStreams.say(
                Visible.text("azsweep: stopped: \(reason); 'azsweep resume \(journal)' goes on") + "\n")
            throw ExitStatus.resumable.exit
        case .serviceAway(let reason):
            StandardStreams.say(
                Visible.text("azsweep: \(reason); 'azsweep resume \(journal)' goes on") + "\n")
            throw ExitStatus.serviceAway.exit
        case nil: break
        }
        if result.outcomes.contains(where: { $0.end != .done }) { throw ExitStatus.stepFailed.exit }
    }

    /// Prints the steps of a plan.
    static func preview(_ plan: Plan, format: OutputFormat) throws {
        var rows = Rows([
            ("STEP", .right), ("KIND", .left), ("NAME", .left), ("DESTROYS", .left), ("UNDO", .left),
        ])
        for step in plan.steps {
            rows.add(
                ["\(step.number)", step.kind.rawValue, label(step.id), step.kind.destroys, step.kind.undo],
                [
                    ("step", .int(step.number)), ("kind", .string(step.kind.rawValue)),
                    ("id", .string(step.id.text)), ("destroys", .string(step.kind.destroys)),
                    ("undo", .string(step.kind.undo)),
                ])
        }
        try rows.print(format)
    }

    /// The id from the account's name on; a group's name alone.
    private static func label(_ id: ResourceID) -> String {
        guard let account = id.account else { return id.name }
        return account.name + id.text.dropFirst(account.text.count)
    }
}
