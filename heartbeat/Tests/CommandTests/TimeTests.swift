import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Rows 3, 4, 10 and 14: what runs when")
struct TimeTests {
    private static let out = "[routes.me]\nkind = \"file\"\npath = \"out\"\n"

    private func home(_ keys: String, agent: [String]? = nil) throws -> Home {
        let lines = keys.split(separator: ",").map { "- \($0.trimmingCharacters(in: .whitespaces))\n" }
            .joined()
        return try Home(
            "---\ntz: Europe/Berlin\nroute: me\n---\n## Beat\n\(lines)x\n", Self.out, agent: agent)
    }

    @Test("row 3: 48 quiet beats are 48 runs, 48 lines, no text and one canary")
    func quietDay() throws {
        let sink = try Sink()
        let home = try Home(
            "---\ntz: UTC\nroute: me\n---\n## Beat\n- every: 30m\nx\n",
            "[routes.me]\nkind = \"webhook\"\nurl = \"\(sink.url)/hook\"\n")
        var messages = ""
        for half in 0..<48 {
            let clock = "\(half / 2 < 10 ? "0" : "")\(half / 2):\(half % 2 == 0 ? "00" : "30")"
            let tick = try home.tick("2026-06-01T\(clock):00Z")
            #expect(tick.status == 0)
            messages += tick.messages
        }
        #expect(messages.split(separator: "\n").count { $0.contains("event=slot ") } == 48)
        #expect(try home.slots("beat").count { $0.hasSuffix(" quiet") } == 48)
        #expect(try sink.seen("hook", "body") == ["quiet: 47 beats fine, next 23:30"])
    }

    @Test("row 4: a restart does not shift a period")
    func restart() throws {
        let home = try home("every: 1h")
        for time in ["10:40", "10:47", "10:52", "10:59", "11:00", "11:01"] {
            try home.tick("2026-06-01T\(time):00Z")
        }
        #expect(try home.slots("beat") == ["2026-06-01T11:00:00Z quiet"])
        #expect(home.text("out") == "")
    }

    @Test(
        "row 4: what was missed while the gateway was down",
        arguments: [
            ("catchup: 3h", "missed", "quiet", 1), ("catchup: 1h", "missed", "missed", 2),
            ("catchup: 3h, missed: all:2", "quiet", "quiet", 0),
            ("catchup: 3h, missed: skip", "missed", "missed", 2),
            ("catchup: 3h, missed: all:1", "missed", "quiet", 1),
        ])
    func down(keys: String, first: String, second: String, missedCount: Int) throws {
        let home = try home("cron: 0 7\\,8 * * *, \(keys)".replacingOccurrences(of: "\\,", with: "\u{1}"))
        try home.write("HEARTBEAT.md", home.text("HEARTBEAT.md").replacingOccurrences(of: "\u{1}", with: ","))
        try home.tick("2026-06-01T04:50:00Z")
        let tick = try home.tick("2026-06-01T07:30:00Z")
        #expect(
            try home.slots("beat") == ["2026-06-01T05:00:00Z \(first)", "2026-06-01T06:00:00Z \(second)"])
        let runs = tick.messages.split(separator: "\n").filter { $0.contains("attempt=1") }
        #expect(runs.count == 2 - missedCount)
        if runs.count == 2 { #expect(runs[0].contains("05:00") && runs[1].contains("06:00")) }
        let back = "back after 2 h 40 min; \(missedCount) \(missedCount == 1 ? "slot" : "slots") missed"
        #expect(try home.lines("out", "text") == [back])
    }

    @Test("row 10: the clock goes back and far ahead; no slot twice")
    func clock() throws {
        let home = try home(
            "every: 1h, catchup: 2h", agent: ["sh", "-c", "echo x >> runs; echo HEARTBEAT_OK"])
        for time in ["01T12:00", "01T10:00", "01T11:00", "01T12:00", "02T12:00", "02T12:01"] {
            try home.tick("2026-06-\(time):00Z")
        }
        let slots = try home.slots("beat")
        #expect(Set(slots.map { $0.prefix(20) }).count == slots.count)
        // 12:00, 11:00 of the time that came again, and 24 of the day ahead, of which the newest ran.
        #expect(slots.count == 26)
        #expect(home.text("runs").split(separator: "\n").count == slots.count { $0.hasSuffix(" quiet") })
        #expect(slots.last == "2026-06-02T12:00:00Z quiet")
        #expect(slots.count { $0.hasPrefix("2026-06-02T1") && $0.hasSuffix("missed") } == 2)
    }

    @Test("row 10: a clock that was years ahead for one pass stops nothing")
    func farAhead() throws {
        let home = try home("every: 1h")
        for time in [
            "2026-06-01T12:00:00Z", "2031-06-01T12:00:00Z", "2026-06-01T12:30:00Z", "2026-06-01T13:00:00Z",
        ] {
            try home.tick(time)
        }
        #expect(try home.slots("beat").contains("2026-06-01T13:00:00Z quiet"))
    }

    @Test("row 14: three held notes arrive as one when the quiet hours end, an alert at once")
    func hold() throws {
        let home = try Home(
            "---\ntz: Asia/Kolkata\nroute: me\n---\n## Note\n- every: 1h\n- quiet: 22:00-07:00 hold\nx\n",
            Self.out,
            agent: ["sh", "-c", "cat words"])
        // 22:00 in Kolkata is 16:30 in UTC.
        for (hour, words) in [
            ("17", "one"), ("18", "two"), ("19", "ALERT: fire"), ("20", "three"), ("21", "HEARTBEAT_OK"),
        ] {
            try home.write("words", words)
            try home.tick("2026-06-01T\(hour):00:00Z")
        }
        for time in ["01T22:00", "01T23:00", "02T00:00", "02T01:00", "02T01:29"] {
            try home.tick("2026-06-\(time):00Z")
        }
        #expect(try home.lines("out", "text") == ["ALERT: fire"])
        try home.tick("2026-06-02T01:30:00Z")
        #expect(try home.lines("out", "text").last == "one\n\ntwo\n\nthree")
        #expect(try home.lines("out").count == 2)
        #expect(try home.alarms() == [])
    }

    @Test("row 14: skipped hours leave rows")
    func skip() throws {
        let home = try home("every: 1h, quiet: 22:00-00:00 skip, say: always", agent: ["echo", "hello"])
        for hour in 19...22 { try home.tick("2026-06-01T\(hour):00:00Z") }
        // Berlin is two hours ahead.
        #expect(
            try home.slots("beat") == [
                "2026-06-01T19:00:00Z spoke", "2026-06-01T20:00:00Z skipped", "2026-06-01T21:00:00Z skipped",
                "2026-06-01T22:00:00Z spoke",
            ])
        #expect(try home.lines("out").count == 2)
    }

    @Test("a text is told again only when it differs from the last one delivered")
    func changes() throws {
        let home = try home("every: 1h", agent: ["cat", "words"])
        for (hour, words) in [("10", "a"), ("11", "a"), ("12", "b"), ("13", "a")] {
            try home.write("words", words)
            try home.tick("2026-06-01T\(hour):00:00Z")
        }
        #expect(try home.lines("out", "text") == ["a", "b", "a"])
        #expect(try home.slots("beat")[1].hasSuffix("quiet"))
    }

    @Test(
        "a gate that says no skips the agent; one that breaks fails the slot, and two failures are an alarm")
    func gate() throws {
        let home = try home("every: 1h, when: ./gate", agent: ["echo", "hello"])
        for (hour, code) in [("10", 1), ("11", 0), ("12", 3), ("13", 4)] {
            try home.writeProgram("gate", "#!/bin/sh\nexit \(code)\n")
            try home.tick("2026-06-01T\(hour):00:00Z")
        }
        #expect(
            try home.slots("beat").map { $0.split(separator: " ")[1] } == [
                "skipped", "spoke", "failed", "failed",
            ])
        #expect(try home.alarms() == ["failing:beat"])
        try home.writeProgram("gate", "#!/bin/sh\nexit 0\n")
        try home.tick("2026-06-01T14:00:00Z")
        #expect(try home.alarms() == [])
    }
}
