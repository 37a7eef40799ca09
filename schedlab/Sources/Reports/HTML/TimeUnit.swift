private import Kit
private import TextFormats

/// A unit of time for people, one for a row of a table: hours from 2 hours on, days from 30 days on.
enum TimeUnit {
    case seconds
    case hours
    case days

    private static let hourSeconds = 3600.0
    private static let daySeconds = 86_400.0

    /// The unit in which the largest of some values reads well.
    static func fitting(_ values: [SummaryFigures.Value?]) -> TimeUnit {
        var largest = 0.0
        for case .number(let value)? in values { largest = max(largest, abs(value)) }
        if largest >= 30 * daySeconds { return .days }
        return largest >= 2 * hourSeconds ? .hours : .seconds
    }

    /// Seconds in this unit, with its name.
    func text(_ seconds: Double) -> String {
        switch self {
        case .seconds: Numbers.grouped(Optional(seconds)) + " s"
        case .hours: Numbers.fixed(seconds / Self.hourSeconds, decimals: 1) + " h"
        case .days: Numbers.fixed(seconds / Self.daySeconds, decimals: 1) + " days"
        }
    }
}
