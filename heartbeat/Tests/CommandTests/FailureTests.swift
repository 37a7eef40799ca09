import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Rows 6, 7 and 11: routes that fail")
struct FailureTests {
    /// A task on a route to the sink, another on a file.
    private static func home(_ sink: Sink, kind: String, keys: String = "") throws -> Home {
        let route =
            kind == "signal"
            ? "kind = \"signal\"\nurl = \"\(sink.url)\"\naccount = \"+15550000099\"\nrecipients = [\"+15550000001\"]"
            : "kind = \"webhook\"\nurl = \"\(sink.url)/hook\""
        return try Home(
            """
            ---
            tz: UTC
            ---
            ## Bad
            - at: 2026-06-01T10:00Z
            - route: me
            x
            ## Good
            - at: 2026-06-01T10:00Z
            - route: out
            x
            """,
            "[routes.me]\n\(route)\n\(keys)\n[routes.out]\nkind = \"file\"\npath = \"out\"\n[alarm]\nroutes = [\"out\"]\n",
            agent: ["echo", "hello"])
    }

    private static func tries(_ messages: String) -> [Substring] {
        messages.split(separator: "\n").filter { $0.contains("event=delivery") && $0.contains("task=bad") }
    }

    @Test("row 6: unregistered is dead at once, with an alarm, and holds nothing up")
    func unregistered() throws {
        let sink = try Sink()
        try sink.play("unregistered")
        let home = try Self.home(sink, kind: "signal")
        let start = Date()
        #expect(try home.tick("2026-06-01T10:00:00Z").status == 1)
        #expect(Date().timeIntervalSince(start) < 3)
        #expect(try sink.seen("signal").count == 1)
        #expect(
            try home.json("dead", "list").map { $0["error"] as? String } == ["UNREGISTERED_FAILURE for +1…01"]
        )
        let lines = try home.lines("out", "text")
        #expect(lines.first == "hello")
        #expect(lines.last?.contains("given up on route 'me'") == true)
    }

    @Test("row 6: another route is not delayed by one that hangs, and the pass ends by the limit and 2 s")
    func hang() throws {
        for kind in ["webhook", "signal"] {
            let sink = try Sink()
            try sink.play("hang")
            let home = try Self.home(sink, kind: kind, keys: "timeout = \"3s\"")
            let start = Date()
            let tick = try home.tick("2026-06-01T10:00:00Z")
            #expect(Date().timeIntervalSince(start) < 5)
            let lines = tick.messages.split(separator: "\n")
            let good = lines.firstIndex { $0.contains("task=good") && $0.contains("event=delivery") }
            let bad = lines.firstIndex { $0.contains("task=bad") && $0.contains("event=delivery") }
            #expect(try #require(good) < #require(bad))
        }
    }

    @Test("row 6: rate: no try for the hour that the answer asks for")
    func rate() throws {
        let sink = try Sink()
        try sink.play("rate")
        let home = try Self.home(sink, kind: "signal")
        for time in ["10:00:00", "10:00:01", "10:30:00", "10:59:59"] { try home.tick("2026-06-01T\(time)Z") }
        #expect(try sink.seen("signal").count == 1)
        try sink.play("ok")
        try home.tick("2026-06-01T11:00:00Z")
        #expect(try sink.seen("signal").count >= 2)
        #expect(try sink.seen("signal", "text").contains("hello"))
    }

    @Test("row 6: e429: no try for the two seconds that the answer asks for")
    func tooMany() throws {
        let sink = try Sink()
        try sink.play("e429")
        let home = try Self.home(sink, kind: "webhook")
        try home.tick("2026-06-01T10:00:00Z")
        try sink.play("ok")
        try home.tick("2026-06-01T10:00:01Z")
        #expect(try sink.seen("hook").isEmpty)
        try home.tick("2026-06-01T10:00:10Z")
        #expect(try sink.seen("hook", "body") == ["hello"])
    }

    @Test("row 6: e401: one call, then none for an hour")
    func unauthorized() throws {
        let sink = try Sink()
        try sink.play("e401")
        let home = try Self.home(sink, kind: "webhook")
        #expect(Self.tries(try home.tick("2026-06-01T10:00:00Z").messages).count == 1)
        try sink.play("ok")
        for time in ["10:00:30", "10:30:00", "10:59:59"] { try home.tick("2026-06-01T\(time)Z") }
        #expect(try sink.seen("hook").isEmpty)
        try home.tick("2026-06-01T11:00:00Z")
        #expect(try sink.seen("hook", "body").contains("hello"))
    }

    @Test(
        "row 7: reset-after: a webhook gets one key for ever, signal a second try that says so, and no third")
    func resetAfter() throws {
        let hooks = try Sink()
        try hooks.play("reset-after")
        var home = try Self.home(hooks, kind: "webhook")
        for minute in 10...40 {
            try home.tick("2026-06-01T10:\(minute - 10 < 10 ? "0" : "")\(minute - 10):00Z")
        }
        let keys = try hooks.seen("hook", "key")
        #expect(keys.count >= 3)
        #expect(Set(keys).count == 1)
        let signal = try Sink()
        try signal.play("reset-after")
        home = try Self.home(signal, kind: "signal")
        for minute in 10...40 {
            try home.tick("2026-06-01T10:\(minute - 10 < 10 ? "0" : "")\(minute - 10):00Z")
        }
        #expect(try signal.seen("signal", "text") == ["hello", "(possible repeat) hello"])
        #expect(try home.alarms().contains("dead:me"))
    }

    @Test("row 11: 570 messages that nobody takes die after 8 tries, and nobody else waits for them")
    func many() throws {
        let sink = try Sink()
        try sink.play("e500")
        let tasks = (0..<570).map { "## A\($0)\n- at: 2026-06-01T10:00Z\n- route: me\nx\n" }.joined()
        let home = try Home(
            "---\ntz: UTC\n---\n## Good\n- every: 30m\n- route: out\n- say: always\nx\n" + tasks,
            "[routes.me]\nkind = \"webhook\"\nurl = \"\(sink.url)/hook\"\n[routes.out]\nkind = \"file\"\npath = \"out\"\n"
                + "[alarm]\nroutes = [\"out\"]\n", agent: ["echo", "hello"])
        try home.tick("2026-06-01T10:00:00Z", "--until", "2026-06-01T12:00:00Z", "--step", "15m")
        let dead = try home.json("dead", "list")
        #expect(dead.count == 570)
        #expect(dead.allSatisfy { $0["tries"] as? Int == 8 })
        #expect(try home.lines("out", "text").count { $0 == "hello" } == 5)
        try sink.play("ok")
        let id = try #require(dead.first?["id"] as? String)
        #expect(try home.run("dead", "replay", id).status == 0)
        #expect(try home.run("dead", "replay", id).status == 66)
        try home.tick("2026-06-01T12:01:00Z")
        try home.tick("2026-06-01T12:02:00Z")
        #expect(try sink.seen("hook", "key") == [id])
        #expect(try home.run("dead", "replay", id).status == 66)
        let other = try #require(dead.last?["id"] as? String)
        #expect(try home.run("dead", "drop", other).status == 0)
        #expect(try home.json("dead", "list").count == 568)
    }

    @Test("ack: a message that asks to be confirmed is done when somebody says so")
    func confirmed() throws {
        let sink = try Sink()
        let home = try Self.home(sink, kind: "webhook", keys: "ack = \"confirmed\"")
        try home.tick("2026-06-01T10:00:00Z")
        #expect(try home.tick("2026-06-01T10:10:00Z").status == 1, "nobody has confirmed it")
        let id = try #require(try sink.seen("hook", "key").first)
        #expect(try home.run("ack", "nothing").status == 66)
        #expect(try home.run("ack", id).status == 0)
        #expect(try home.tick("2026-06-01T10:11:00Z").status == 0)
    }
}
