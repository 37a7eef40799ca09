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
    /// Tries so far.
    public var tries: Int
    /// Not before, in seconds since 1970.
    public var nextTry: Int
    /// Given up from then on.
    public var expires: Int
    /// When the other side took it.
    public var acceptedAt: Int?
    /// Why the last try failed.
    public var error: String?

    /// A row.
    public init(id: String, kind: MessageKind, task: String, due: Int, route: String, body: String, state: MessageState, tries: Int = 0, nextTry: Int, expires: Int, acceptedAt: Int? = nil, error: String? = nil) {
        self.id = id
        self.kind = kind
        self.task = task
        self.due = due
        self.route = route
        self.body = body
        self.state = state
        self.tries = tries
        self.nextTry = nextTry
        self.expires = expires
        self.acceptedAt = acceptedAt
        self.error = error
    }
}
