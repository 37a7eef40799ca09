/// A day of the Gregorian calendar.
public struct CivilDate: Equatable, Sendable {
    /// Days since 1970-01-01.
    public let dayNumber: Int

    /// The day with a number, counted from 1970-01-01.
    public init(dayNumber: Int) { self.dayNumber = dayNumber }

    /// A day by its parts; nil when the calendar has no such day, or outside years 1970 to 9999.
    ///
    /// - Note: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    public init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        dayNumber = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        guard parts == (year, month, day) else { return nil }
    }

    /// Year, month and day.
    ///
    /// - Note: As above, `civil_from_days`.
    public var parts: (year: Int, month: Int, day: Int) {
        let days = dayNumber + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Day of the week, Sunday = 0.
    public var weekday: Int { ((dayNumber + 4) % 7 + 7) % 7 }

    /// As `2026-03-08`.
    public var text: String {
        let (year, month, day) = parts
        return "\(year)-\(TwoDigits.text(month))-\(TwoDigits.text(day))"
    }
}
