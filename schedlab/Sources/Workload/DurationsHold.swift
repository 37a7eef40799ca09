/// On which GPU types a recorded duration is taken to hold as it stands.
public enum DurationsHold: String, Sendable, CaseIterable {
    /// On every type and across any nodes: no speed is assumed.
    case anywhere
    /// On the recorded type only, and the job runs on no other.
    case recordedType = "recorded-type"
}
