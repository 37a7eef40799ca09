import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Row 5: the agent speaks, nobody hears it")
struct SilenceTests {
    private static let tasks = "---\ntz: UTC\nroute: me\n---\n## Thought\n- every: 5m\n- say: always\nx\n"

    private static func settings(_ signal: Sink, ping: Sink) -> String {
        """
        [routes.me]
        kind = "signal"
        url = "\(signal.url)"
        account = "+15550000099"
        recipients = ["+15550000001"]
        ack = "delivered"
        [routes.out]
        kind = "file"
        path = "alarms"
        [alarm]
        routes = ["out", "me"]
        ping = "\(ping.url)/ping/one"
        """
    }

    @Test(
        "row 5: after a restart into a silent channel the alarm leaves by another route, once; so does its end"
    )
    func silence() throws {
        let (signal, ping) = (try Sink(), try Sink())
        let home = try Home(Self.tasks, Self.settings(signal, ping: ping), agent: ["echo", "a thought"])
        func tick(_ minute: Int) throws -> Int32 {
            try home.tick("2026-06-01T10:\(minute < 10 ? "0" : "")\(minute):00Z").status
        }
        #expect(try tick(0) == 0)
        #expect(try tick(1) == 0)
        #expect(try ping.seen("ping").count == 1)
        try signal.play("swallow")
        for minute in 2...14 { #expect(try tick(minute) == 0, "minute \(minute)") }
        // 10:05 was accepted and not acknowledged; ten minutes later the first pass sees it.
        #expect(try tick(15) == 1)
        let text = try #require(try home.lines("alarms", "text").first)
        #expect(text.contains("route 'me'") && text.contains("'thought'"), "\(text)")
        #expect(try home.run("state").status == 1)
        for minute in 16...24 { #expect(try tick(minute) == 1) }
        #expect(try home.lines("alarms").count == 1, "told once")
        #expect(try home.slots("thought").allSatisfy { $0.hasSuffix("spoke") }, "the beats stay green")
        #expect(try ping.seen("ping").count == 1, "the dead man's switch is not called")
        #expect(try signal.seen("signal").count == 5, "nothing is sent twice")
        try signal.play("ok")
        #expect(try tick(25) == 0)
        #expect(try home.run("state").status == 0)
        for minute in 26...31 { #expect(try tick(minute) == 0) }
        let alarms = try home.lines("alarms", "text")
        #expect(alarms.count == 2 && alarms[1].contains("well again"), "\(alarms)")
        #expect(try ping.seen("ping").count > 1)
    }

    @Test("row 5: a task whose beats fail to arrive at all is told, too")
    func undelivered() throws {
        let (signal, ping) = (try Sink(), try Sink())
        let home = try Home(
            Self.tasks.replacingOccurrences(of: "every: 5m", with: "every: 6h\n- timeout: 5m"),
            Self.settings(signal, ping: ping), agent: ["echo", "a thought"])
        try signal.play("e500")
        for minute in 0..<20 {
            #expect(try home.tick("2026-06-01T12:\(minute < 10 ? "0" : "")\(minute):00Z").status == 0)
        }
        #expect(try home.tick("2026-06-01T12:20:00Z").status == 1)
        #expect(try home.alarms() == ["task:thought"])
        #expect(try home.lines("alarms", "text")[0].contains("'thought'"))
    }

    @Test("row 5: a route that is not in the settings, or disabled, is told at load, before any beat")
    func missingRoute() throws {
        let (signal, ping) = (try Sink(), try Sink())
        for change in ["[routes.you]", "[routes.me]\nenabled = false"] {
            let settings = Self.settings(signal, ping: ping)
                .replacingOccurrences(of: "[routes.me]", with: change)
                .replacingOccurrences(of: ", \"me\"", with: "")
            let home = try Home(Self.tasks, settings, agent: ["sh", "-c", "cp alarms seen; echo a thought"])
            #expect(try home.tick("2026-06-01T10:00:00Z").status == 1)
            #expect(
                home.text("seen").contains("route 'me' of task 'thought' is "),
                "the alarm was out before the agent ran")
            #expect(try home.run("state").status == 1)
            #expect(try home.alarms() == ["config:route:me"])
            try home.write(
                "heartbeat.toml",
                home.text("heartbeat.toml").replacingOccurrences(of: change, with: "[routes.me]"))
            #expect(try home.tick("2026-06-01T10:01:00Z").status == 0)
            #expect(
                try signal.seen("signal").last?["text"] as? String == "a thought",
                "and the beat arrives after all")
        }
    }

    @Test("row 5: a route is unproven after a day without an acknowledgement, canaries and all")
    func unproven() throws {
        let (signal, ping) = (try Sink(), try Sink())
        let home = try Home(
            Self.tasks.replacingOccurrences(of: "every: 5m", with: "at: 2027-01-01T00:00Z"),
            Self.settings(signal, ping: ping))
        try signal.play("swallow")
        #expect(try home.tick("2026-06-01T10:00:00Z").status == 0)
        #expect(try home.tick("2026-06-02T09:00:00Z").status == 0)
        #expect(try signal.seen("signal", "text") == ["quiet: 0 beats fine, next 00:00"])
        #expect(try home.tick("2026-06-02T10:00:00Z").status == 1)
        #expect(try home.alarms() == ["route:me"])
        // Told again every six hours.
        for hour in 11...21 { try home.tick("2026-06-02T\(hour):00:00Z") }
        #expect(try home.lines("alarms").count == 2)
    }
}
