/// Where the clock of a file's arrivals begins: at a point of its own, or in 1970.
///
/// A file whose rows use both would mix two clocks; one in which both stand must mean the same by them.
struct TimeOrigin {
    private let file: String
    /// The clocks of the rows so far; nil = no row yet.
    private var clocks: (hasSeconds: Bool, hasTime: Bool)?
    /// Seconds since 1970 at which the own clock shows 0, from the first row with both.
    private var offsetSeconds: Double?

    /// Both columns may be rounded to whole seconds.
    private static let toleranceSeconds = 1.0
    private static let timeForm = "a time with its zone, such as 2024-03-01T12:30:00Z"

    init(file: String) { self.file = file }

    /// Whether arrivals are points in time.
    var isTime: Bool { clocks.map { $0.hasTime && !$0.hasSeconds } ?? false }

    /// The arrival of a row in seconds.
    ///
    /// - Throws: ``TraceError/mixedTimes(file:line:problem:)``, which ends the reading, or a bad field.
    mutating func arrival(_ row: CSVTable.Row) throws(TraceError) -> Double {
        let own = try row.number("submit_seconds", (-1e15)..., "a number of seconds")
        let time = try row.text("submit_time").map { text throws(TraceError) in
            guard let seconds = ISOTime.secondsSince1970(text) else {
                throw row.bad("submit_time", Self.timeForm)
            }
            return seconds
        }
        guard own != nil || time != nil else {
            throw row.bad("submit_seconds", "a number of seconds, or \(Self.timeForm) in submit_time")
        }
        if let clocks, clocks != (own != nil, time != nil) {
            throw .mixedTimes(
                file: file, line: row.line,
                problem: "this row gives submit_\(own == nil ? "time" : "seconds"), earlier rows another clock")
        }
        clocks = (own != nil, time != nil)
        guard let own else { return time ?? 0 }
        guard let time else { return own }
        let offset = time - own
        if abs((offsetSeconds ?? offset) - offset) > Self.toleranceSeconds {
            throw .mixedTimes(
                file: file, line: row.line,
                problem: "submit_seconds and submit_time disagree by \(abs((offsetSeconds ?? offset) - offset)) s")
        }
        offsetSeconds = offsetSeconds ?? offset
        return own
    }
}
