/// Hours in which a task must not speak, on the wall clock of the task's zone.
public struct QuietHours: Equatable, Sendable {
    /// What happens to a beat in these hours.
    public enum Action: String, CaseIterable, Sendable {
        /// It does not run; its slot says why.
        case skip
        /// It runs, and its message waits for the end.
        case hold
    }

    /// First quiet minute of the day, 0 to 1,439.
    let startMinute: Int
    /// First minute of the day that is not quiet any more, 0 to 1,439; before the start = over midnight.
    public let endMinute: Int
    /// What happens.
    public let action: Action

    /// Reads `22:00-07:00 skip`; nil when it is of another form.
    public init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let action = Action(rawValue: String(words[1])) else { return nil }
        let ends = words[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = Self.minute(ends[0]), let end = Self.minute(ends[1]), start != end
        else { return nil }
        (startMinute, endMinute, self.action) = (start, end, action)
    }

    /// Whether a minute of the day is quiet.
    public func contains(minute: Int) -> Bool {
        startMinute < endMinute
            ? minute >= startMinute && minute < endMinute : minute >= startMinute || minute < endMinute
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCIIDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }
}
