/// Five fields that say at which minutes of which days a task is due.
///
/// Numbers, lists, ranges, steps and English names. As in Vixie's cron, a day is due when either day field matches if
/// neither begins with `*`, else when both do.
public struct CronExpression: Equatable, Sendable {
    /// Minutes, 0 to 59.
    public let minutes: CronField
    /// Hours, 0 to 23.
    public let hours: CronField
    /// Days of the month, 1 to 31.
    public let days: CronField
    /// Months, 1 to 12.
    public let months: CronField
    /// Days of the week, Sunday = 0.
    let weekdays: CronField

    /// Reads an expression.
    ///
    /// - Throws: ``CronError``.
    public init(_ text: String) throws(CronError) {
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard fields.count == 5 else {
            throw CronError(
                "cron", text, "five fields (minute hour day month weekday), found \(fields.count)")
        }
        minutes = try CronField(fields[0], .minute)
        hours = try CronField(fields[1], .hour)
        days = try CronField(fields[2], .day)
        months = try CronField(fields[3], .month)
        weekdays = try CronField(fields[4], .weekday)
    }

    /// Whether the hour is any or every n-th: such tasks follow elapsed time, not the clock on the wall.
    public var followsElapsedTime: Bool { hours.isWildcard }

    /// Whether a day is due.
    ///
    /// - Parameters:
    ///   - month: 1 to 12.
    ///   - day: 1 to 31.
    ///   - weekday: Sunday = 0.
    /// - Returns: Whether any minute of it may be due.
    public func isDue(month: Int, day: Int, weekday: Int) -> Bool {
        guard months.contains(month) else { return false }
        let (byDay, byWeekday) = (days.contains(day), weekdays.contains(weekday))
        return days.isWildcard || weekdays.isWildcard ? byDay && byWeekday : byDay || byWeekday
    }
}
