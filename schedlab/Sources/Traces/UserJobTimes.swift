internal import Foundation
private import Kit
internal import Workload

/// Arrivals and recorded starts of a jobs file, brought to one origin: the first arrival.
struct UserJobTimes {
    /// A point in time as a row gives it.
    private struct Moment {
        var line: Int
        /// Seconds from the file's own origin.
        var seconds: Double?
        /// Seconds since 1970, of a time that was written as one.
        var time: Double?
    }

    private static let timeExpected = "a time with its zone, such as 2024-03-01T12:30:00Z"
    /// How far `submit_seconds` and `submit_time` of a row may be apart, beyond what they are elsewhere.
    private static let toleranceSeconds = 1.0

    private let zone: TimeZone?
    private let isStrict: Bool
    private var arrivals: [Moment] = []
    private var starts: [Moment?] = []

    /// No times yet.
    ///
    /// - Parameters:
    ///   - zone: The zone of times that name none; nil = such times are refused.
    ///   - isStrict: Whether a local time that came twice is refused.
    init(zone: TimeZone?, isStrict: Bool) {
        self.zone = zone
        self.isStrict = isStrict
    }

    /// Takes the times of a row that is used.
    mutating func add(_ row: CSVTable.Row, _ notes: inout [ValueTally.Note]) throws(TraceError) {
        var arrival = Moment(line: row.line)
        arrival.seconds = try row.number("submit_seconds", (-1e15)..., "a number of seconds")
        if let text = row.text("submit_time") {
            arrival.time = try time(text, "submit_time", row, &notes)
        } else if arrival.seconds == nil {
            throw row.bad("submit_time", Self.timeExpected)
        }
        let start = try self.start(row, &notes)
        arrivals.append(arrival)
        starts.append(start)
    }

    /// The recorded start; one that cannot be read is passed over, unless that is forbidden.
    private func start(_ row: CSVTable.Row, _ notes: inout [ValueTally.Note]) throws(TraceError) -> Moment? {
        let column = "recorded_start_seconds"
        guard let text = row.text(column) else { return nil }
        if let seconds = DecimalNumber.double(text) { return Moment(line: row.line, seconds: seconds) }
        do throws(TraceError) {
            return Moment(line: row.line, time: try time(text, column, row, &notes))
        } catch {
            if isStrict { throw error }
            notes.append(.init(kind: "\(error.kind), taken as empty", line: row.line, found: text))
            return nil
        }
    }

    private func time(
        _ text: String, _ column: String, _ row: CSVTable.Row, _ notes: inout [ValueTally.Note]
    ) throws(TraceError) -> Double {
        let name = zone?.identifier ?? ""
        switch ISOTime.read(text, zone: zone) {
        case .instant(let seconds): return seconds
        case .twice(let first):
            let kind = "\(column) comes twice in \(name), clocks are put back"
            if isStrict {
                throw row.bad(column, "a time with its zone, since it comes twice in \(name)")
            }
            notes.append(.init(kind: "\(kind): the first is taken", line: row.line, found: text))
            return first
        case .never:
            throw row.bad(column, "a time that there is in \(name), where clocks are put forward over it")
        case .withoutZone, nil:
            throw row.bad(
                column,
                zone == nil ? Self.timeExpected + ", or --time-zone for local times" : Self.timeExpected)
        }
    }

    /// Sets arrivals and recorded starts of the jobs, and what the report says of them.
    ///
    /// - Parameters:
    ///   - jobs: The jobs in the order in which their rows were added.
    ///   - report: Gets the span of arrivals and warnings.
    /// - Throws: ``TraceError/mixedOrigins(file:line:problem:)``.
    func apply(to jobs: inout [Job], _ report: inout ImportReport) throws(TraceError) {
        try checkOrigins(file: report.file)
        let isInSeconds = arrivals.allSatisfy { $0.seconds != nil }
        let origin: (Moment) -> Double? = { isInSeconds ? $0.seconds : $0.time }
        let values = arrivals.compactMap(origin)
        guard let first = values.min(), let last = values.max() else { return }
        var early = 0
        var otherOrigin = ValueTally()
        for (index, value) in values.enumerated() {
            jobs[index].arrivalSeconds = value - first
            guard let start = starts[index] else { continue }
            guard let seconds = origin(start) else {
                otherOrigin.add(
                    .init(
                        kind: "recorded_start_seconds does not count as arrivals do, taken as empty",
                        line: start.line, found: isInSeconds ? "a time" : "seconds"))
                continue
            }
            jobs[index].details?.recordedStartSeconds = seconds - first
            if seconds < value { early += 1 }
        }
        report.times = .init(arrivalSpanSeconds: last - first)
        report.warnings += otherOrigin.lines
        if early > 0 { report.warnings.append("\(early) x recorded_start_seconds is before the arrival") }
        if isInSeconds && abs(last) > 1e11 {
            report.warnings.append("submit_seconds goes up to \(last): are these milliseconds?")
        }
    }

    /// Refuses a file of which some rows give only seconds and others only times, or whose two columns
    /// are not the same distance apart in all rows.
    private func checkOrigins(file: String) throws(TraceError) {
        if let onlyTime = arrivals.first(where: { $0.seconds == nil }),
            let onlySeconds = arrivals.first(where: { $0.time == nil })
        {
            throw .mixedOrigins(
                file: file, line: max(onlyTime.line, onlySeconds.line),
                problem: """
                    line \(onlySeconds.line) gives only submit_seconds and line \(onlyTime.line) only \
                    submit_time, which count from different origins
                    """)
        }
        var known: (line: Int, distance: Double)?
        for arrival in arrivals {
            guard let seconds = arrival.seconds, let time = arrival.time else { continue }
            let distance = time - seconds
            guard let before = known else {
                known = (arrival.line, distance)
                continue
            }
            guard abs(distance - before.distance) > Self.toleranceSeconds else { continue }
            throw .mixedOrigins(
                file: file, line: arrival.line,
                problem: """
                    submit_seconds and submit_time disagree: they are \(distance) s apart here, \
                    \(before.distance) s in line \(before.line)
                    """)
        }
    }
}
