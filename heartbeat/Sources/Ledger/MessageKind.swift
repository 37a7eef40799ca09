/// What a message is about.
public enum MessageKind: String, Sendable {
    case beat, canary, back, alarm
}
