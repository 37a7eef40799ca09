import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Row 15 and real parts: msmtp, apprise")
struct MailTests {
    /// The folder of programs from PyPI; see Scripts/test.
    private static let parts = ProcessInfo.processInfo.environment["HEARTBEAT_PARTS"]
    private static let hasMail =
        parts != nil
        && (try? CommandResult.run(
            URL(fileURLWithPath: "/usr/bin/env"), ["msmtp", "--version"],
            in: FileManager.default.temporaryDirectory
        )
        .status) == 0

    private func home(_ sink: Sink, keys: String = "") throws -> Home {
        try Home(
            "---\ntz: UTC\nroute: mail\n---\n## Beat\n- at: 2026-06-01T10:00Z\nx\n",
            """
            [routes.mail]
            kind = "command"
            argv = ["msmtp", "--host=127.0.0.1", "--port=\(sink.port)", "--from=beat@example.org", "me@example.org"]
            env = ["LD_LIBRARY_PATH"]
            subject = "heartbeat"
            \(keys)
            [routes.alarms]
            kind = "file"
            path = "alarms"
            [alarm]
            routes = ["alarms"]
            """, agent: ["echo", "quiet: this is no header"])
    }

    @Test(
        "row 15: mail by msmtp arrives once; 550 is dead at once; 451 is tried again",
        .enabled(if: hasMail, "SKIPPED: msmtp or aiosmtpd is not here; see Scripts/test"))
    func mail() throws {
        let python = "\(Self.parts ?? "")/python"
        let sink = try Sink(mailBy: python)
        var home = try home(sink)
        for minute in 0...3 { #expect(try home.tick("2026-06-01T10:0\(minute):00Z").status == 0) }
        let mails = try sink.seen("mail", "text")
        #expect(mails.count == 1)
        #expect(mails[0].contains("Subject: heartbeat: beat"))
        #expect(mails[0].contains("\nquiet: this is no header"))

        let never = try Sink(mailBy: python, answers: [550])
        home = try self.home(never)
        #expect(try home.tick("2026-06-01T10:00:00Z").status == 1)
        #expect(try home.tick("2026-06-01T10:30:00Z").status == 1)
        #expect(try never.seen("rcpt").count == 1)
        #expect(try home.json("dead", "list").count == 1)
        #expect(home.text("alarms").contains("given up on route 'mail': exit 65"))

        let later = try Sink(mailBy: python, answers: [451])
        home = try self.home(later)
        #expect(try home.tick("2026-06-01T10:00:00Z").status == 0)
        #expect(try later.seen("mail").isEmpty)
        #expect(try home.tick("2026-06-01T10:01:00Z").status == 0)
        #expect(try later.seen("rcpt", "code") == ["451", "250"])
        #expect(try later.seen("mail").count == 1)
    }

    @Test(
        "apprise is a command route",
        .enabled(if: parts != nil, "SKIPPED: apprise is not here; see Scripts/test"))
    func apprise() throws {
        let sink = try Sink()
        let home = try Home(
            "---\ntz: UTC\nroute: all\n---\n## Beat\n- at: 2026-06-01T10:00Z\nx\n",
            """
            [routes.all]
            kind = "command"
            argv = ["\(Self.parts ?? "")/apprise", "json://127.0.0.1:\(sink.port)/hook"]
            timeout = "30s"
            """, agent: ["echo", "hello from heartbeat"])
        let tick = try home.tick("2026-06-01T10:00:00Z")
        #expect(tick.status == 0 && tick.messages.contains("state=done"), "\(tick.messages)")
        let bodies = try sink.seen("hook", "body")
        #expect(bodies.count == 1 && bodies[0].contains("hello from heartbeat"), "\(bodies)")
    }
}
