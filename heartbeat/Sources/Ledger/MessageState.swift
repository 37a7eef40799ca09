/// How far a message is.
public enum MessageState: String, Sendable {
    /// Waits for the end of quiet hours.
    case held
    /// Waits to be sent.
    case pending
    /// A try has begun, and nothing is known of its end.
    case sending
    /// The other side took it; its arrival is not acknowledged yet.
    case accepted
    /// As acknowledged as its route asks for.
    case done
    /// Given up.
    case dead
    /// Part of another message.
    case merged
    /// Given up and put away by hand.
    case dropped
}
