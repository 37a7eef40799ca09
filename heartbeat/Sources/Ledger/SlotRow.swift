/// A slot of a task.
public struct SlotRow: Equatable, Sendable {
    /// The task.
    public var task: String
    /// When it was due, in seconds since 1970.
    public var due: Int
    /// What became of it.
    public var state: SlotState
    /// How often an agent was started for it.
    public var attempt: Int
    /// Why it is in this state.
    public var reason: String?

    /// A row.
    public init(task: String, due: Int, state: SlotState, attempt: Int = 0, reason: String? = nil) {
        self.task = task
        self.due = due
        self.state = state
        self.attempt = attempt
        self.reason = reason
    }
}
