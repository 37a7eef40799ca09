internal import Foundation

/// Reads points in time as ISO 8601 writes them: `2024-03-01T12:30:00Z`, `2024-03-01 12:30:00.5+01:00`, and
/// local ones, without a zone.
enum ISOTime {
    /// What a text says.
    enum Reading: Equatable {
        /// One point in time, in seconds since 1970-01-01T00:00:00Z.
        case instant(Double)
        /// A local time that clocks show twice, since they are put back; the first one.
        case twice(Double)
        /// A local time that clocks never show, since they are put forward over it.
        case never
        /// A time without a zone where none is known.
        case withoutZone
    }

    /// Reads a text; nil when it is no such time.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - zone: The zone of a time that names none.
    /// - Returns: What it says.
    static func read(_ text: String, zone: TimeZone?) -> Reading? {
        let pattern =
            /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(Z|z|[+-]\d\d(?::?\d\d)?)?/
        guard let match = text.wholeMatch(of: pattern), let year = Int(match.1), let month = Int(match.2),
            let day = Int(match.3), let hour = Int(match.4), let minute = Int(match.5),
            let second = match.6.map({ Double($0) }) ?? 0
        else { return nil }
        guard (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24, minute < 60,
            second < 61
        else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        let wallSeconds = days * 86_400 + hour * 3600 + minute * 60
        if let written = match.7 {
            guard let offset = offsetSeconds(written) else { return nil }
            return .instant(Double(wallSeconds - offset) + second)
        }
        guard let zone else { return .withoutZone }
        return local(Double(wallSeconds) + second, zone)
    }

    /// The point in time at which clocks of a zone show that many seconds after 1970-01-01T00:00:00.
    private static func local(_ wallSeconds: Double, _ zone: TimeZone) -> Reading {
        let day = 86_400.0
        let offsets = [-day, day].map {
            Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: wallSeconds + $0)))
        }
        let fitting = Set(offsets).map { wallSeconds - $0 }.sorted().filter {
            Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: $0))) == wallSeconds - $0
        }
        guard let first = fitting.first else { return .never }
        return fitting.count == 1 ? .instant(first) : .twice(first)
    }

    private static func offsetSeconds(_ zone: Substring) -> Int? {
        if zone == "Z" || zone == "z" { return 0 }
        let digits = zone.dropFirst().filter { $0 != ":" }
        guard let hours = Int(digits.prefix(2)), let minutes = Int("0" + digits.dropFirst(2)), hours < 24,
            minutes < 60
        else {
            return nil
        }
        return (zone.first == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func daysIn(_ month: Int, of year: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// Days of the Gregorian calendar, counted from March so that leap days come last.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let shiftedMonth = (month + 9) % 12
        let era = shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
        return era + (153 * shiftedMonth + 2) / 5 + day - 1 - 719_468
    }
}
