import HeartbeatFile
import KitTesting
import Schedule
import Testing

@Suite("Slots of cron expressions")
struct CronTests {
    static func task(_ cron: String, _ zone: String) throws -> TaskSpec {
        let file = HeartbeatFile("## T\n- cron: \(cron)\n- tz: \(zone)\n- say: never\nx\n")
        try #require(file.findings == [], "\(file.findings)")
        return try #require(file.tasks.first)
    }

    /// One row: the expression's slots after a time, worked out by hand from the zone's rules.
    struct Row: Sendable, CustomTestStringConvertible {
        var cron: String
        var zone: String
        var after: String
        var slots: [String]
        var testDescription: String { "\(cron) in \(zone) after \(after)" }
    }

    /// Gaps and doubled hours of five zones, both kinds of hour, day fields and names.
    static let rows = [
        Row(
            cron: "30 2 * * *", zone: "America/Los_Angeles", after: "2026-03-06T12:00:00Z",
            slots: ["2026-03-07T10:30:00Z", "2026-03-08T10:00:00Z", "2026-03-09T09:30:00Z"]),
        Row(
            cron: "0,15,30,45 2 * * *", zone: "Europe/Berlin", after: "2026-03-28T12:00:00Z",
            slots: ["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"]),
        Row(
            cron: "30 1 * * *", zone: "America/Los_Angeles", after: "2026-10-30T12:00:00Z",
            slots: ["2026-10-31T08:30:00Z", "2026-11-01T08:30:00Z", "2026-11-02T09:30:00Z"]),
        Row(
            cron: "*/30 * * * *", zone: "Europe/Berlin", after: "2026-03-29T00:10:00Z",
            slots: ["2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"]),
        Row(
            cron: "*/30 * * * *", zone: "Europe/Berlin", after: "2026-10-24T23:40:00Z",
            slots: [
                "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z",
                "2026-10-25T01:30:00Z",
                "2026-10-25T02:00:00Z",
            ]),
        // Santiago's clocks go from 24:00 to 01:00: the gap is at midnight.
        Row(
            cron: "0 0 * * *", zone: "America/Santiago", after: "2026-09-05T12:00:00Z",
            slots: ["2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"]),
        // Lord Howe shifts by half an hour: 02:15 does not exist on 4 October 2026.
        Row(
            cron: "15 2 * * *", zone: "Australia/Lord_Howe", after: "2026-10-03T00:00:00Z",
            slots: ["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"]),
        Row(
            cron: "45 1 * * *", zone: "Australia/Lord_Howe", after: "2026-04-03T20:00:00Z",
            slots: ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"]),
        // Samoa had no 30 December 2011.
        Row(
            cron: "0 9 * * *", zone: "Pacific/Apia", after: "2011-12-29T00:00:00Z",
            slots: ["2011-12-29T19:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T19:00:00Z"]),
        Row(
            cron: "0 9 13 * 5", zone: "Europe/Berlin", after: "2026-02-01T00:00:00Z",
            slots: [
                "2026-02-06T08:00:00Z", "2026-02-13T08:00:00Z", "2026-02-20T08:00:00Z",
                "2026-02-27T08:00:00Z",
            ]),
        Row(
            cron: "0 12 29 feb *", zone: "UTC", after: "2026-01-01T00:00:00Z",
            slots: ["2028-02-29T12:00:00Z"]),
        Row(
            cron: "0 7 * * mon-wed,fri-sun/2", zone: "Asia/Kolkata", after: "2026-06-07T12:00:00Z",
            slots: [
                "2026-06-08T01:30:00Z", "2026-06-09T01:30:00Z", "2026-06-10T01:30:00Z",
                "2026-06-12T01:30:00Z",
                "2026-06-14T01:30:00Z",
            ]),
    ]

    @Test("row 2: next slots over gaps and doubled hours", arguments: rows)
    func next(row: Row) throws {
        var finder = SlotFinder()
        let after = try #require(Instant.seconds(row.after))
        let found = finder.nextSlots(try Self.task(row.cron, row.zone), after: after, count: row.slots.count)
        #expect(found.map(Instant.text) == row.slots)
    }

    static let zones = [
        "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata",
        "Africa/Casablanca", "Pacific/Apia", "UTC",
    ]

    @Test("a scan minute by minute finds the same slots", arguments: 0..<120 as Range<UInt64>)
    func scan(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let zone = try #require(Self.zones.randomElement(using: &random))
        let cron = Self.randomCron(&random)
        let task = try Self.task(cron, zone)
        guard case .cron(let expression) = task.timing else { return }
        // Around a change of clocks half of the time.
        let base = seed.isMultiple(of: 2) ? 1_774_700_000 : 1_792_800_000
        let after = base / 60 * 60 + Int.random(in: 0..<(12 * 24 * 60), using: &random) * 60
        let upTo = after + 3 * 86_400
        var finder = SlotFinder()
        let expected = try scan(expression, zone, after, upTo)
        #expect(
            finder.dueSlots(task, after: after, upTo: upTo) == expected, "seed \(seed): \(cron) in \(zone)")
    }

    @Test("slots of two spans are those of both together", arguments: 0..<60 as Range<UInt64>)
    func additive(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let task = try Self.task(Self.randomCron(&random), Self.zones[Int(seed) % Self.zones.count])
        let start = 1_774_000_000 + Int.random(in: 0..<20_000_000, using: &random)
        let middle = start + Int.random(in: 0..<400_000, using: &random)
        let end = middle + Int.random(in: 0..<400_000, using: &random)
        var finder = SlotFinder()
        let whole = finder.dueSlots(task, after: start, upTo: end)
        #expect(
            finder.dueSlots(task, after: start, upTo: middle)
                + finder.dueSlots(task, after: middle, upTo: end)
                == whole, "seed \(seed)")
    }

    /// The meaning of the design, minute by minute: what the wall clock shows now, and what it jumped over.
    private func scan(_ cron: CronExpression, _ zone: String, _ after: Int, _ upTo: Int) throws -> [Int] {
        let table = try #require(ZoneTable(zone: zone, covering: after...upTo))
        func isDue(wall: Int) -> Bool {
            let date = CivilDate(dayNumber: Instant.floorDivided(wall, 86_400))
            let minute = (wall - date.dayNumber * 86_400) / 60
            return cron.hours.contains(minute / 60) && cron.minutes.contains(minute % 60)
                && cron.isDue(month: date.parts.month, day: date.parts.day, weekday: date.weekday)
        }
        var found: [Int] = []
        var furthest = after + table.offset(at: after)
        // The pass before a doubled hour may lie before the span.
        for earlier in stride(from: after - 86_400, to: after, by: 60) {
            furthest = max(furthest, earlier + table.offset(at: earlier))
        }
        for time in stride(from: after + 60, through: upTo, by: 60) {
            let wall = time + table.offset(at: time)
            if cron.followsElapsedTime {
                if isDue(wall: wall) { found.append(time) }
            } else {
                let isNew = wall > furthest
                let jumped = stride(from: furthest + 60, to: wall, by: 60).contains { isDue(wall: $0) }
                if (isNew && isDue(wall: wall)) || jumped { found.append(time) }
            }
            furthest = max(furthest, wall)
        }
        return found
    }

    private static func randomCron(_ random: inout SplitMix64) -> String {
        let minute = ["0", "*/15", "30", "5,35", "0-59/20"].randomElement(using: &random) ?? "0"
        let hour = ["*", "*/3", "2", "0-4", "1,2,3", "23", "0"].randomElement(using: &random) ?? "*"
        let day =
            ["* * *", "*/2 * *", "1-15 * mon", "* * sun", "29 * 0-6"].randomElement(using: &random) ?? "* * *"
        return "\(minute) \(hour) \(day)"
    }
}
