/// What is known of a route.
public struct RouteRow: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// When it was first seen.
    public var firstSeen: Int
    /// When the other side last took a message.
    public var lastAccepted: Int?
    /// When a message was last acknowledged as its route asks for.
    public var lastAcknowledged: Int?
    /// Failures since the last success.
    public var failures: Int
    /// No try before, in seconds since 1970.
    public var openUntil: Int?
}
