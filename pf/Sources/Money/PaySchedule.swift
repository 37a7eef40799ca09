/// When an employer pays.
public enum PaySchedule: Equatable, Sendable {
    /// Every 7 days, counted from a pay day.
    case weekly(anchor: CalendarDay)
    /// Every 14 days, counted from a pay day.
    case biweekly(anchor: CalendarDay)
    /// On days of the month, in 1...31; a day beyond the month's end is its last.
    case monthDays([Int])

    /// The pay dates of a year in order; one on a weekend is paid on the Friday before.
    public func payDates(in year: Int) -> [CalendarDay] {
        let dates =
            switch self {
            case .weekly(let anchor): Self.every(7, from: anchor, in: year)
            case .biweekly(let anchor): Self.every(14, from: anchor, in: year)
            case .monthDays(let days): Self.onDays(days, in: year)
            }
        let paid = Set(dates.map(Self.businessDay)).filter { $0.year == year }
        return paid.sorted()
    }

    /// Friday for a Saturday or Sunday, else the day itself.
    static func businessDay(_ day: CalendarDay) -> CalendarDay {
        day.adding(days: day.weekday >= 5 ? 4 - day.weekday : 0)
    }

    /// Every so many days, up to two days beyond the year: these may be paid on its last Friday.
    private static func every(_ step: Int, from anchor: CalendarDay, in year: Int) -> [CalendarDay] {
        let first = CalendarDay.firstDay(of: year).number
        let last = CalendarDay.lastDay(of: year).number + 2
        let phase = ((anchor.number - first) % step + step) % step
        return stride(from: first + phase, through: last, by: step).map(CalendarDay.init(number:))
    }

    private static func onDays(_ days: [Int], in year: Int) -> [CalendarDay] {
        var dates: [CalendarDay] = []
        for month in 1...12 {
            for day in days {
                let count = CalendarDay.dayCount(year: year, month: month)
                if let date = CalendarDay(year: year, month: month, day: min(day, count)) {
                    dates.append(date)
                }
            }
        }
        // The first of January on a weekend is paid in the year before.
        if days.contains(1), let next = CalendarDay(year: year + 1, month: 1, day: 1) { dates.append(next) }
        if days.contains(2), let next = CalendarDay(year: year + 1, month: 1, day: 2) { dates.append(next) }
        return dates
    }
}
