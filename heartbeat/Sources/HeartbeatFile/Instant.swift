/// Points in time, in seconds since 1970-01-01T00:00Z, and their form of ISO 8601.
public enum Instant {
    /// Reads `2026-12-24T18:00+01:00` or `2026-12-24T18:00:00Z`; nil when the offset is missing or a part is wrong.
    public static func seconds(_ text: String) -> Int? {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2, let day = day(halves[0]) else { return nil }
        guard let zoneStart = halves[1].lastIndex(where: { "Z+-".contains($0) }),
            let offset = offsetSeconds(halves[1][zoneStart...]),
            let time = timeSeconds(halves[1][..<zoneStart])
        else { return nil }
        return day.dayNumber * 86_400 + time - offset
    }

    /// As `2026-12-24T17:00:00Z`.
    public static func text(_ seconds: Int) -> String {
        let day = CivilDate(dayNumber: floorDivided(seconds, 86_400))
        let time = seconds - day.dayNumber * 86_400
        return "\(day.text)T\(clock(time / 60)):\(TwoDigits.text(time % 60))Z"
    }

    /// A minute of the day as `07:30`.
    public static func clock(_ minuteOfDay: Int) -> String {
        "\(TwoDigits.text(minuteOfDay / 60)):\(TwoDigits.text(minuteOfDay % 60))"
    }

    /// The quotient rounded down, also for negative numbers.
    public static func floorDivided(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    private static func day(_ text: Substring) -> CivilDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[0].allSatisfy(\.isASCIIDigit),
            let year = Int(parts[0]),
            let month = TwoDigits.value(parts[1]), let day = TwoDigits.value(parts[2])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    private static func timeSeconds(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(TwoDigits.value)
        guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1], hour < 24,
            minute < 60
        else { return nil }
        guard parts.count == 3 else { return hour * 3600 + minute * 60 }
        guard let second = parts[2], second < 60 else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private static func offsetSeconds(_ text: Substring) -> Int? {
        if text == "Z" { return 0 }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false).map(
            TwoDigits.value)
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], hour <= 14, minute < 60
        else { return nil }
        return (text.hasPrefix("-") ? -1 : 1) * (hour * 3600 + minute * 60)
    }
}
