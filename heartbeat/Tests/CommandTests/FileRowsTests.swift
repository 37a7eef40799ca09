import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Rows 1 and 2: the file and its times")
struct FileRowsTests {
    @Test("row 1: check finds the example's two tasks")
    func example() throws {
        let home = try Home("", "")
        let result = try CommandResult.run(
            Home.executable, ["check", Sink.support.appendingPathComponent("example.md").path, "--json"],
            in: home.folder)
        #expect(result.status == 0, "\(result.messages)")
        let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
        #expect(rows?.map { $0["task"] as? String } == ["morning-mindfulness", "cost-report"])
    }

    /// A broken file and the beginning of what is said about it, behind the file's name.
    struct Broken: Sendable, CustomTestStringConvertible {
        var text: String
        var finding: String
        var testDescription: String { finding }
    }

    private static let head = "---\ntz: UTC\nroute: me\n---\n"

    static let broken = [
        Broken(text: head + "## A\n- cron: 0 7 * *\nx\n", finding: "6: cron:"),
        Broken(text: head + "## A\n- cron: 60 7 * * *\nx\n", finding: "6: cron:"),
        Broken(text: head + "## A\n- cron: 0 7 31 feb *\nx\n", finding: "6: cron: no slot"),
        Broken(
            text: head + "## A\n- corn: 0 7 * * *\nx\n", finding: "6: corn: unknown key; did you mean cron"),
        Broken(text: head + "## A\n- every: 90s\nx\n", finding: "6: every:"),
        Broken(text: head + "## A\n- every: 1h\n- cron: 0 7 * * *\nx\n", finding: "7: cron:"),
        Broken(text: head + "## A\nx\n", finding: "5: "),
        Broken(text: head + "## A\n- at: 2026-12-24T18:00\nx\n", finding: "6: at:"),
        Broken(text: "## A\n- every: 1h\n- route: me\nx\n", finding: "1: tz:"),
        Broken(text: "---\ntz: Mars/Olympus\nroute: me\n---\n## A\n- every: 1h\nx\n", finding: "2: tz:"),
        Broken(text: head + "## A\n- every: 1h\nx\n## A\n- every: 1h\nx\n", finding: "8: id:"),
        Broken(text: head + "## A\n- every: 1h\n- quiet: 25:00-07:00 hold\nx\n", finding: "7: quiet:"),
        Broken(text: head + "## A\n- every: 1h\n- say: loudly\nx\n", finding: "7: say:"),
        Broken(text: head + "## A\n- every: 1h\n- missed: all\nx\n", finding: "7: missed:"),
        Broken(text: head + "## A\n- every: 1h\n- timeout: 2d\nx\n", finding: "7: timeout:"),
        Broken(text: head + "## A\n- every: 1h\n- enabled: maybe\nx\n", finding: "7: enabled:"),
        Broken(
            text: head + "## A\n- every: 1h\nshow {{file:../secret}}\n", finding: "7: '{{file:../secret}}'"),
        Broken(text: head + "## A\n- every: 1h\n\nshow {{weather}}\n", finding: "8: '{{weather}}'"),
        Broken(text: "---\ntz: UTC\n## A\n- every: 1h\nx\n", finding: "1: the front matter is never closed"),
        Broken(text: head + "## A\n- every: 1h\n```\nx\n", finding: "7: this code fence is never closed"),
        Broken(text: "", finding: "1: no task"),
    ]

    @Test("row 1: a broken file ends with 65, the line and the key", arguments: broken)
    func brokenFile(file: Broken) throws {
        let home = try Home(file.text, "")
        try FileManager.default.removeItem(atPath: home.path("heartbeat.toml"))
        let result = try CommandResult.run(Home.executable, ["check"], in: home.folder)
        #expect(result.status == 65)
        #expect(result.output == "")
        #expect(result.messages.contains("HEARTBEAT.md:\(file.finding)"), "\(result.messages)")
    }

    @Test("row 1: bytes that are no text, and a file that is too large, end with 65; none ends with 66")
    func bytes() throws {
        let home = try Home("x", "")
        try Data([0x23, 0x23, 0x20, 0xFF, 0x0A]).write(to: home.folder.appendingPathComponent("HEARTBEAT.md"))
        #expect(try CommandResult.run(Home.executable, ["check"], in: home.folder).status == 65)
        try home.write(
            "HEARTBEAT.md", Self.head + "## A\n- every: 1h\n" + String(repeating: "x", count: 65_536))
        #expect(
            try CommandResult.run(Home.executable, ["check"], in: home.folder).messages.contains(
                "at most 65536"))
        #expect(
            try CommandResult.run(Home.executable, ["check", "nothing.md"], in: home.folder).status == 66)
    }

    @Test("row 1: check compares the tasks with heartbeat.toml")
    func settings() throws {
        let home = try Home(
            Self.head + "## A\n- every: 1h\nx {{env:TOKEN}}\n",
            "[routes.you]\nkind = \"file\"\npath = \"f\"\n")
        let result = try CommandResult.run(Home.executable, ["check"], in: home.folder)
        #expect(result.status == 65)
        #expect(result.messages.contains("HEARTBEAT.md:5: route: 'me' is not in heartbeat.toml"))
        #expect(result.messages.contains("variable TOKEN is not in prompt_env"))
        try home.write("heartbeat.toml", "[routes.me]\nkind = \"pigeon\"\n[agents.a]\n")
        let toml = try CommandResult.run(Home.executable, ["check"], in: home.folder)
        #expect(toml.status == 65)
        #expect(toml.messages.contains("routes.me.kind: 'pigeon'; expected signal, webhook, command or file"))
    }

    @Test("row 2: next --json gives every row of cron.json")
    func next() throws {
        let data = try Data(contentsOf: Sink.support.appendingPathComponent("cron.json"))
        let rows = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        #expect(rows.count >= 6)
        for row in rows {
            let (cron, zone) = (row["cron"] as? String ?? "", row["tz"] as? String ?? "")
            let home = try Home("## T\n- cron: \(cron)\n- tz: \(zone)\n- say: never\nx\n", "")
            let result = try CommandResult.run(
                Home.executable,
                [
                    "next", "t", "--json", "--from", row["after"] as? String ?? "", "--count",
                    "\(row["count"] as? Int ?? 0)",
                ],
                in: home.folder)
            let found = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
            #expect(found?.first?["slots"] as? [String] == row["slots"] as? [String], "\(cron) in \(zone)")
        }
    }
}
