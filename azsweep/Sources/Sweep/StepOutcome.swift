package import AzureModel

/// How a step ended.
package struct StepOutcome: Sendable, Equatable {
    /// The possible ends.
    package enum End: String, Sendable {
        /// What it removes is gone.
        case done
        /// It is not, and will not be by itself.
        case failed
        /// It was not tried, because a step before it failed.
        case skipped
        /// It was begun or waits; `azsweep resume` goes on.
        case pending
    }

    /// The step.
    package let step: PlanStep
    /// Its end.
    package let end: End
    /// What there is to say; empty when it simply went well.
    package let note: String

    /// An outcome.
    package init(step: PlanStep, end: End, note: String) {
        self.step = step
        self.end = end
        self.note = note
    }
}

/// Why a sweep stopped before its end.
package enum StopReason: Sendable, Equatable {
    /// Time ran out, or the user interrupted.
    case resumable(String)
    /// The service cannot be reached, or asks to wait for longer than there is time.
    case serviceAway(String)
}
