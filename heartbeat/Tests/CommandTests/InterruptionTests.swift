import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Row 9: an end in the middle of an agent's work")
struct InterruptionTests {
    private static let tasks = "---\ntz: UTC\nroute: me\n---\n## Slow\n- every: 1h\n- catchup: 1h\nx\n"

    @Test(
        "row 9: killed twice while the agent runs: attempt 2, then failed with an alarm; the agent ends, too")
    func killed() throws {
        let home = try Home(
            Self.tasks, Home.fileRoutes,
            agent: ["sh", "-c", "echo $$ $HEARTBEAT_ATTEMPT >> starts; sleep 60; echo late"])
        let clock = ["HEARTBEAT_CLOCK": "2026-06-01T10:00:00Z,\(Date().timeIntervalSince1970),1"]
        for attempt in 1...2 {
            let process = try home.start(environment: clock)
            #expect(Home.wait(10) { home.text("starts").split(separator: "\n").count == attempt })
            usleep(100_000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let process = try home.start(environment: clock)
        #expect(Home.wait(10) { home.text("alarms").contains("interrupted") })
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        let starts = home.text("starts").split(separator: "\n").map { $0.split(separator: " ") }
        #expect(starts.map { $0[1] } == ["1", "2"])
        #expect(try home.slots("slow") == ["2026-06-01T10:00:00Z failed"])
        #expect(try home.json("log", "slow")[0]["reason"] as? String == "interrupted")
        for start in starts { #expect(!isAlive(String(start[0])), "agent \(start[0]) lives on") }
        #expect(home.text("out") == "")
    }

    /// Whether a process runs; an ended one that nobody has collected does not.
    private func isAlive(_ process: String) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return !status.isEmpty && !status.contains(") Z ")
    }

    @Test("row 9: an agent that kills its gateway runs twice only")
    func killer() throws {
        let home = try Home(
            Self.tasks, Home.fileRoutes, agent: ["sh", "-c", "echo x >> starts; kill -9 $PPID; sleep 60"])
        let clock = ["HEARTBEAT_CLOCK": "2026-06-01T10:00:00Z,\(Date().timeIntervalSince1970),1"]
        for _ in 0..<2 { try home.start(environment: clock).waitUntilExit() }
        let process = try home.start(environment: clock)
        #expect(Home.wait(10) { home.text("alarms").contains("interrupted") })
        usleep(500_000)
        #expect(process.isRunning)
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(home.text("starts") == "x\nx\n")
    }

    @Test("a stored answer is delivered after a kill without asking the agent again")
    func stored() throws {
        let sink = try Sink()
        try sink.play("hang")
        let home = try Home(
            Self.tasks, "[routes.me]\nkind = \"webhook\"\nurl = \"\(sink.url)/hook\"\n",
            agent: ["sh", "-c", "echo x >> starts; echo hello"])
        let clock = ["HEARTBEAT_CLOCK": "2026-06-01T10:00:00Z,\(Date().timeIntervalSince1970),1"]
        var process = try home.start(environment: clock)
        #expect(Home.wait(10) { home.text("run.log").contains("state=spoke") })
        usleep(200_000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try sink.play("ok")
        process = try home.start(environment: clock)
        #expect(try Home.wait(10) { try !sink.seen("hook").isEmpty })
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(home.text("starts") == "x\n")
        #expect(try sink.seen("hook", "body") == ["hello"])
    }
}
