import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Row 18: as a service")
struct ServiceTests {
    private static let tasks = "---\ntz: UTC\nroute: me\n---\n## Slow\n- every: 1m\nx\n"
    private static let settings = "[routes.me]\nkind = \"file\"\npath = \"out\"\n"
    private static let hasSystemd = FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")

    @Test("row 18: a second gateway ends with 75, and so does a tick; looking is allowed")
    func second() throws {
        let home = try Home(Self.tasks, Self.settings)
        let process = try home.start()
        defer { kill(process.processIdentifier, SIGKILL) }
        #expect(Home.wait(10) { home.text("run.log").contains("event=probe") })
        let second = try home.run("run")
        #expect(second.status == 75)
        #expect(second.messages.contains("another heartbeat works on this state"))
        #expect(try home.run("tick").status == 75)
        #expect(try home.run("state").status == 0)
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try home.run("tick").status == 0)
    }

    @Test(
        "row 18: systemd-analyze verify has nothing to say about the units",
        .enabled(if: hasSystemd, "SKIPPED: no systemd-analyze on this machine"))
    func units() throws {
        let home = try Home("", "")
        let out = home.path("units")
        let print = try CommandResult.run(
            Home.executable, ["unit", "print", "--folder", home.folder.path, "--out", out], in: home.folder)
        #expect(print.status == 0, "\(print.messages)")
        let names = ["heartbeat.service", "heartbeat-watchdog.service", "heartbeat-watchdog.timer"]
        let verify = try CommandResult.run(
            URL(fileURLWithPath: "/usr/bin/systemd-analyze"), ["verify"] + names.map { "\(out)/\($0)" },
            in: home.folder)
        #expect(verify.status == 0)
        #expect(verify.messages == "")
        #expect(
            try CommandResult.run(Home.executable, ["unit", "print", "x.service"], in: home.folder).status
                == 66)
    }

    @Test("SIGTERM lets an agent end, and starts no other")
    func farewell() throws {
        let home = try Home(
            Self.tasks.replacingOccurrences(of: "every: 1m", with: "every: 1m\n- say: always"), Self.settings,
            agent: ["sh", "-c", "echo x >> starts; sleep 1; echo late"])
        let clock = ["HEARTBEAT_CLOCK": "2026-06-01T10:00:00Z,\(Date().timeIntervalSince1970),1"]
        let process = try home.start(environment: clock)
        #expect(Home.wait(10) { home.text("starts") == "x\n" })
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try home.slots("slow") == ["2026-06-01T10:00:00Z spoke"])
        try home.tick("2026-06-01T10:00:30Z")
        #expect(try home.lines("out", "text") == ["late"])
    }

    @Test("the journal gets priorities, people do not")
    func priorities() throws {
        let home = try Home(Self.tasks, Self.settings)
        let journal = try home.tick("2026-06-01T10:00:00Z", environment: ["JOURNAL_STREAM": "8:1"])
        #expect(journal.messages.hasPrefix("<6>event=slot task=slow due=2026-06-01T10:00:00Z state=quiet"))
        #expect(try home.tick("2026-06-01T10:01:00Z").messages.hasPrefix("event=slot"))
    }

    @Test("a route is tried by hand: proved, unproved, unreachable, unknown")
    func routeTest() throws {
        let sink = try Sink()
        let signal =
            "kind = \"signal\"\nurl = \"\(sink.url)\"\naccount = \"+15550000099\"\nrecipients = [\"+15550000001\"]\n"
        let home = try Home(
            Self.tasks,
            "[routes.me]\n\(signal)ack = \"delivered\"\n[routes.gone]\nkind = \"webhook\"\nurl = \"http://127.0.0.1:9/\"\n"
        )
        func test(_ arguments: String...) throws -> CommandResult {
            try CommandResult.run(Home.executable, ["route", "test"] + arguments, in: home.folder)
        }
        #expect(try test("me").output == "route 'me': delivered\n")
        try sink.play("swallow")
        #expect(try test("me", "--wait", "1s").status == 1)
        try sink.play("unregistered")
        #expect(try test("me").status == 1)
        #expect(try test("gone").status == 69)
        #expect(try test("nobody").status == 66)
    }
}
