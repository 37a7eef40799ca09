/// How a task has been doing.
public struct TaskRow: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// When an agent last ran for it, in seconds since 1970.
    public var lastRun: Int?
    /// How many of its last slots failed, one after the other.
    public var failuresInARow: Int
    /// Why the last one failed.
    public var failure: String?
    /// When a message of it was last acknowledged.
    public var lastDelivered: Int?
    /// The slot of that message.
    var deliveredDue: Int?
    /// The text of that message.
    public var deliveredText: String?
}
