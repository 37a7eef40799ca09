/// What happens to an alarm.
public enum AlarmChange: String, Sendable {
    /// It is new.
    case opens
    /// It has been open for long.
    case repeats
    /// Its cause is gone.
    case closes
}
