public import HeartbeatFile

/// Finds the slots of tasks; the one function behind what is expected and what is run.
///
/// Keeps the tables of zones that it has read, so ask one finder about all tasks of a pass.
public struct SlotFinder {
    private var tables: [String: (span: ClosedRange<Int>, table: ZoneTable)] = [:]

    /// A finder that knows no zone yet.
    public init() {}

    /// The slots of a task after one time, up to and including another.
    ///
    /// Wildcard hours follow elapsed time: every matching wall minute, both passes of a doubled hour, nothing for a
    /// gap. Other hours follow the wall clock: times inside a gap are due once, at the first instant after it; a
    /// doubled time is due at its first pass only.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - after: Seconds since 1970; slots at this time do not count.
    ///   - upTo: Seconds since 1970; slots at this time count.
    ///   - limit: Most slots that are returned, the earliest first.
    /// - Returns: Seconds since 1970, ascending; whole minutes.
    public mutating func dueSlots(_ task: TaskSpec, after: Int, upTo: Int, limit: Int = .max) -> [Int] {
        guard after < upTo, limit > 0 else { return [] }
        switch task.timing {
        case .at(let seconds): return seconds > after && seconds <= upTo ? [seconds] : []
        case .every(let period, let anchor):
            let first = anchor + (Instant.floorDivided(after - anchor, period) + 1) * period
            guard first <= upTo else { return [] }
            let count = min((upTo - first) / period + 1, limit)
            return (0..<count).map { first + $0 * period }
        case .cron(let expression):
            guard let table = table(task.timeZone, covering: after...upTo) else { return [] }
            return CronWalk(expression: expression, table: table).slots(
                after: after, upTo: upTo, limit: limit)
        }
    }

    /// The next slots of a task after a time.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - after: Seconds since 1970.
    ///   - count: How many; fewer come back when there are no more within ``horizonSeconds``.
    /// - Returns: Seconds since 1970, ascending.
    public mutating func nextSlots(_ task: TaskSpec, after: Int, count: Int) -> [Int] {
        var found: [Int] = []
        var start = after
        // Most tasks are due within days; only rare ones need the years.
        var span = 8 * 86_400
        while found.count < count, start < after + Self.horizonSeconds {
            let end = min(start + span, after + Self.horizonSeconds)
            found += dueSlots(task, after: start, upTo: end, limit: count - found.count)
            start = end
            span *= 4
        }
        return found
    }

    /// How far ahead a next slot is looked for: five years.
    public static let horizonSeconds = 5 * 366 * 86_400

    /// When the quiet hours end that a time falls into; nil when it falls into none.
    ///
    /// - Parameters:
    ///   - task: The task, whose zone the hours are in.
    ///   - time: Seconds since 1970.
    /// - Returns: Seconds since 1970, or nil.
    public mutating func quietEnd(_ task: TaskSpec, at time: Int) -> Int? {
        guard let quiet = task.quiet, let table = table(task.timeZone, covering: time...time + 2 * 86_400)
        else { return nil }
        let wall = time + table.offset(at: time)
        let day = Instant.floorDivided(wall, 86_400)
        let minute = (wall - day * 86_400) / 60
        guard quiet.contains(minute: minute) else { return nil }
        let endDay = minute < quiet.endMinute ? day : day + 1
        let end = table.firstInstant(ofWall: endDay * 86_400 + quiet.endMinute * 60)
        // In the second pass of a doubled hour the wall clock may show the end again.
        return end.flatMap { $0 > time ? $0 : nil }
    }

    /// The wall clock of a task at a time.
    ///
    /// - Returns: Day as `2026-03-08`, time of day as `07:30`.
    public mutating func wallClock(_ task: TaskSpec, at time: Int) -> (day: String, clock: String) {
        let offset = table(task.timeZone, covering: time...time)?.offset(at: time) ?? 0
        let day = Instant.floorDivided(time + offset, 86_400)
        let minute = (time + offset - day * 86_400) / 60
        return (CivilDate(dayNumber: day).text, Instant.clock(minute))
    }

    private mutating func table(_ zone: String, covering span: ClosedRange<Int>) -> ZoneTable? {
        if let known = tables[zone], known.span.contains(span.lowerBound),
            known.span.contains(span.upperBound)
        {
            return known.table
        }
        // A little more than asked for, so that the passes of the next days find it here.
        let wide = span.lowerBound...span.upperBound + 4 * 86_400
        guard let table = ZoneTable(zone: zone, covering: wide) else { return nil }
        tables[zone] = (wide, table)
        return table
    }
}
