import Foundation
import HeartbeatTesting
import KitTesting
import Ledger
import Testing

@Suite("Rows 12 and 13: a gateway that hangs, a full disk, a broken file")
struct WatchdogTests {
    private static let tasks = "---\ntz: UTC\nroute: me\n---\n## Beat\n- every: 1m\n- say: always\nx\n"

    /// A clock that runs 60 times as fast as the system's.
    private static func fast() -> [String: String] {
        ["HEARTBEAT_CLOCK": "2026-06-01T10:00:30Z,\(Date().timeIntervalSince1970),60"]
    }

    @Test("row 12: a gateway that is stopped is found within six minutes, by the watchdog, and told once")
    func stopped() throws {
        let home = try Home(Self.tasks, Home.fileRoutes, agent: ["echo", "hello"])
        let listener = try NotifySocket(folder: home.folder)
        let clock = Self.fast()
        let process = try home.start(environment: clock.merging(["NOTIFY_SOCKET": listener.path]) { $1 })
        defer { kill(process.processIdentifier, SIGKILL) }
        #expect(
            Home.wait(10) { home.text("out").contains("hello") && listener.messages().contains("WATCHDOG=1") }
        )
        #expect(listener.messages().first?.hasPrefix("READY=1") == true)
        #expect(try home.run("watchdog", environment: clock).status == 0)
        kill(process.processIdentifier, SIGSTOP)
        usleep(100_000)
        let start = Date()
        let before = listener.messages().count
        #expect(try Home.wait(8) { try home.run("watchdog", environment: clock).status == 1 })
        // Six minutes of the fast clock, and the time that starting a watchdog takes.
        #expect(Date().timeIntervalSince(start) < 7)
        #expect(listener.messages().count == before, "no WATCHDOG=1 while it is stopped")
        let texts = try home.lines("alarms", "text")
        #expect(texts.count == 1 && texts[0].contains("no pass of the gateway for"), "\(texts)")
        #expect(try home.run("watchdog", environment: clock).status == 1)
        #expect(try home.lines("alarms").count == 1)
        kill(process.processIdentifier, SIGCONT)
        #expect(try Home.wait(10) { try home.run("watchdog", environment: clock).status == 0 })
        #expect(try home.lines("alarms", "text").contains { $0.contains("well again") })
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(listener.messages().last == "STOPPING=1")
    }

    @Test("row 12: the watchdog tells what a gateway that is gone cannot: an undelivered beat, a dead letter")
    func gone() throws {
        let sink = try Sink()
        try sink.play("e500")
        let home = try Home(
            Self.tasks,
            Home.fileRoutes.replacingOccurrences(
                of: "kind = \"file\"\npath = \"out\"", with: "kind = \"webhook\"\nurl = \"\(sink.url)\""),
            agent: ["echo", "hello"])
        try home.tick("2026-06-01T10:00:00Z")
        #expect(try home.run("watchdog", "--now", "2026-06-01T10:04:00Z").status == 0)
        #expect(try home.run("watchdog", "--now", "2026-06-01T10:30:00Z").status == 1)
        let texts = try home.lines("alarms", "text").joined()
        #expect(texts.contains("no pass") && texts.contains("task 'beat'"), "\(texts)")
    }

    @Test("row 12: a full disk is told by the watchdog, harms nothing, and goes by")
    func fullDisk() throws {
        let home = try Home(Self.tasks, Home.fileRoutes, agent: ["echo", "hello"])
        let disk = home.path("state")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
        let mount = try CommandResult.run(
            URL(fileURLWithPath: "/usr/bin/env"), ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk],
            in: home.folder)
        guard mount.status == 0 else {
            return print("SKIPPED: row 12, full disk: a tmpfs cannot be mounted here")
        }
        defer {
            _ = try? CommandResult.run(
                URL(fileURLWithPath: "/usr/bin/env"), ["umount", "-l", disk], in: home.folder)
        }
        let clock = Self.fast()
        let process = try home.start(environment: clock)
        defer { kill(process.processIdentifier, SIGKILL) }
        #expect(Home.wait(10) { home.text("out").contains("hello") })
        _ = try CommandResult.run(
            URL(fileURLWithPath: "/usr/bin/env"), ["dd", "if=/dev/zero", "of=\(disk)/filler", "bs=4k"],
            in: home.folder)
        #expect(try Home.wait(10) { try home.run("watchdog", environment: clock).status == 1 })
        #expect(home.text("alarms").contains("no room on the disk"))
        #expect(Home.wait(10) { home.text("run.log").contains("database or disk is full") })
        #expect(process.isRunning)
        usleep(1_500_000)
        let count = try home.lines("out").count
        try FileManager.default.removeItem(atPath: disk + "/filler")
        #expect(try Home.wait(15) { try home.lines("out").count > count })
        #expect(try Home.wait(10) { try home.run("watchdog", environment: clock).status == 0 })
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        let ledger = try Ledger(readingFrom: disk + "/ledger.sqlite")
        #expect(try ledger.integrity() == "ok")
        let dues = try ledger.slots(task: "beat", limit: 10_000).map(\.due)
        #expect(zip(dues, dues.dropFirst()).allSatisfy { $0 - $1 == 60 }, "no slot without a row")
    }

    @Test(
        "row 13: a file that is broken while the gateway runs disables nothing; the alarm has the line, and closes"
    )
    func brokenFile() throws {
        let home = try Home(Self.tasks, Home.fileRoutes, agent: ["echo", "hello"])
        let process = try home.start(environment: Self.fast())
        defer { kill(process.processIdentifier, SIGKILL) }
        #expect(Home.wait(10) { home.text("out").contains("hello") })
        try home.write("HEARTBEAT.md", Self.tasks.replacingOccurrences(of: "every: 1m", with: "evry: 1m"))
        kill(process.processIdentifier, SIGHUP)
        #expect(Home.wait(10) { home.text("alarms").contains("HEARTBEAT.md:6: evry: unknown key") })
        let count = try home.lines("out").count
        #expect(try Home.wait(10) { try home.lines("out").count >= count + 2 }, "the old tasks beat on")
        try home.write("heartbeat.toml", "what = ")
        kill(process.processIdentifier, SIGHUP)
        let later = try home.lines("out").count
        #expect(try Home.wait(10) { try home.lines("out").count >= later + 2 })
        #expect(process.isRunning)
        try home.write("HEARTBEAT.md", Self.tasks)
        try home.write(
            "heartbeat.toml", Home.fileRoutes + "\n[agents.default]\nargv = [\"echo\", \"hello\"]\n")
        kill(process.processIdentifier, SIGHUP)
        #expect(Home.wait(10) { home.text("alarms").contains("well again") })
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
    }

    @Test("row 13: a restart with a broken file runs the last good one; without any it ends with 65")
    func brokenAtStart() throws {
        let home = try Home(Self.tasks, Home.fileRoutes, agent: ["echo", "hello"])
        try home.tick("2026-06-01T10:00:00Z")
        try home.write("HEARTBEAT.md", "## Beat\n- evry: 1m\n")
        let tick = try home.tick("2026-06-01T10:01:00Z")
        #expect(tick.status == 1)
        #expect(try home.slots("beat").count == 2)
        #expect(home.text("alarms").contains("HEARTBEAT.md:2: evry"))
        try FileManager.default.removeItem(atPath: home.path("state"))
        #expect(try home.tick("2026-06-01T10:02:00Z").status == 65)
        #expect(try home.run("run").status == 65)
    }
}
