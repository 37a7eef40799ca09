/// What became of a slot.
public enum SlotState: String, Sendable, CaseIterable {
    /// Waits for its turn.
    case due
    /// An agent works on it.
    case running
    /// The agent answered; its message is in the outbox.
    case spoke
    /// The agent answered that there is nothing to say, or the same as before.
    case quiet
    /// It did not run, by the file's own rules.
    case skipped
    /// It was not run in time.
    case missed
    /// The agent failed, or was interrupted twice.
    case failed
}
