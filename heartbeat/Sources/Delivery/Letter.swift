/// A message as a channel sends it.
public struct Letter: Equatable, Sendable {
    /// Its id, the same at every try.
    public var id: String
    /// The task, or what it is about.
    public var task: String
    /// The slot, as `2026-03-08T10:00:00Z`.
    public var due: String
    /// Its text.
    public var text: String
    /// Whether an earlier try may have arrived.
    public var mayBeRepeat: Bool

    /// A letter.
    public init(id: String, task: String, due: String, text: String, mayBeRepeat: Bool) {
        self.id = id
        self.task = task
        self.due = due
        self.text = text
        self.mayBeRepeat = mayBeRepeat
    }
}
