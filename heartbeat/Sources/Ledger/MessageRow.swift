/// A message in the outbox.
public struct MessageRow: Equatable, Sendable {
    /// Hash of task, slot and route.
    public var id: String
    /// What it is about.
    public var kind: MessageKind
    /// The task; for others than beats, what they are about.
    public var task: String
    /// The slot, in seconds since 1970.
    public var due: Int
    /// Where it goes.
    public var route: String
    /// Its text.
    public var body: String
    /// How far it is.
    public var state: MessageState
    /// From when on it should have arrived: when it was stored, or when its quiet hours end.
    public var ready: Int
    /// Given up from then on.
    public var expires: Int
    /// Tries so far.
    public var tries = 0
    /// Tries of which nobody knows whether they arrived.
    public var uncertainTries = 0
    /// Why the last try failed.
    public var error: String?

    /// A row.
    public init(
        id: String, kind: MessageKind, task: String, due: Int, route: String, body: String,
        state: MessageState,
        ready: Int, expires: Int
    ) {
        self.id = id
        self.kind = kind
        self.task = task
        self.due = due
        self.route = route
        self.body = body
        self.state = state
        self.ready = ready
        self.expires = expires
    }
}
