internal import Foundation
private import Kit

/// Where the clock of a file's arrivals begins: at a point of its own, or in 1970.
///
/// A file whose rows use both would mix two clocks; one in which both stand must mean the same by them.
struct TimeOrigin {
    private let file: String
    /// The zone of times that name none; nil = such times are refused.
    private let zone: TimeZone?
    private let isStrict: Bool
    /// The clocks of the rows so far; nil = no row yet.
    private var clocks: (hasSeconds: Bool, hasTime: Bool)?
    /// Seconds since 1970 at which the own clock shows 0, from the first row with both.
    private var offsetSeconds: Double?

    /// Both columns may be rounded to whole seconds.
    private static let toleranceSeconds = 1.0
    private static let timeForm = "a time with its zone, such as 2024-03-01T12:30:00Z"

    /// The clock of a file of which no row was read yet.
    ///
    /// - Parameters:
    ///   - file: For messages.
    ///   - zone: The zone of times that name none; nil = such times are refused.
    ///   - isStrict: Whether an arrival that clocks show twice is refused instead of taken as the first.
    init(file: String, zone: TimeZone?, isStrict: Bool) {
        self.file = file
        self.zone = zone
        self.isStrict = isStrict
    }

    /// The arrival of a row in seconds.
    ///
    /// - Throws: ``TraceError/mixedTimes(file:line:problem:)``, which ends the reading, or a bad field.
    mutating func arrival(_ row: CSVTable.Row, _ oddities: inout Oddities) throws(TraceError) -> Double {
        let own = try row.number("submit_seconds", (-1e15)..., "a number of seconds")
        let text = row.text("submit_time")
        let time = try text.map { text throws(TraceError) in try submitted(text, row, &oddities) }
        guard own != nil || time != nil else {
            throw row.bad("submit_seconds", "a number of seconds, or \(Self.timeForm) in submit_time")
        }
        if let clocks, clocks != (own != nil, time != nil) {
            throw .mixedTimes(
                file: file, line: row.line,
                problem:
                    "this row gives submit_\(own == nil ? "time" : "seconds"), earlier rows another clock")
        }
        clocks = (own != nil, time != nil)
        guard let own else { return time ?? 0 }
        guard let time else { return own }
        let offset = time - own
        if abs((offsetSeconds ?? offset) - offset) > Self.toleranceSeconds {
            throw .mixedTimes(
                file: file, line: row.line,
                problem:
                    "submit_seconds and submit_time disagree by \(abs((offsetSeconds ?? offset) - offset)) s")
        }
        offsetSeconds = offsetSeconds ?? offset
        return own
    }

    /// A point in time on the clock of the arrivals, from a column that changes nothing.
    ///
    /// - Parameter text: Seconds on the file's own clock, or a time where arrivals have one.
    /// - Returns: Seconds; nil when the text is no such point, or nobody can say where it lies.
    func point(_ text: String) -> Double? {
        guard let clocks else { return nil }
        if let seconds = DecimalNumber.double(text) {
            return clocks.hasSeconds && abs(seconds) <= 1e15 ? seconds : nil
        }
        guard clocks.hasTime else { return nil }
        switch ISOTime.read(text, zone: zone) {
        case .instant(let seconds), .twice(let seconds): return seconds - (offsetSeconds ?? 0)
        case .never, .withoutZone, nil: return nil
        }
    }

    private func submitted(
        _ text: String, _ row: CSVTable.Row, _ oddities: inout Oddities
    ) throws(TraceError) -> Double {
        let name = zone?.identifier ?? ""
        switch ISOTime.read(text, zone: zone) {
        case .instant(let seconds): return seconds
        case .twice(let first):
            if isStrict {
                throw row.bad("submit_time", "a time with its zone, since clocks in \(name) show it twice")
            }
            oddities.countDoubledTime(zone: name, line: row.line, found: text)
            return first
        case .never:
            throw row.bad("submit_time", "a time that clocks in \(name) show; they are put forward over it")
        case .withoutZone:
            throw row.bad("submit_time", Self.timeForm + ", or --time-zone for local times")
        case nil: throw row.bad("submit_time", Self.timeForm)
        }
    }
}
