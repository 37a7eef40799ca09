package import Money
package import Store

/// A point in time, taken from the clock once, at the edge.
package struct Moment: Sendable {
    /// Seconds since 1970.
    package var seconds: Int
    /// Today where the user is.
    package var day: CalendarDay

    /// A point in time.
    package init(seconds: Int, day: CalendarDay) {
        self.seconds = seconds
        self.day = day
    }

    private static let daySeconds = 86_400

    /// `YYYY-MM-DDTHH:MM:SSZ`.
    package var text: String {
        let day = CalendarDay(number: seconds / Self.daySeconds)
        let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day)T\(time.joined(separator: ":"))Z"
    }

    /// When and who, for the audit.
    package func stamp(_ actor: String) -> Store.Stamp { Store.Stamp(at: text, actor: actor) }
}
