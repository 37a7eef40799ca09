import Foundation
import HeartbeatTesting
import KitTesting
import Testing

@Suite("Help, transcript and exit codes")
struct WordsTests {
    private static let package = Sink.support.deletingLastPathComponent().deletingLastPathComponent()
    private static let commands = [
        "check", "next", "run", "tick", "once", "state", "log", "route", "route test", "dead", "dead list",
        "dead replay", "dead drop", "ack", "watchdog", "unit", "unit print",
    ]

    private func run(_ arguments: [String]) throws -> CommandResult {
        let home = try Home("", "")
        return try CommandResult.run(
            Home.executable, arguments, environment: ["COLUMNS": "100"], in: home.folder)
    }

    @Test("every command has a help page with an example")
    func help() throws {
        var pages = try run(["--help"]).output
        for command in Self.commands {
            let page = try run(command.split(separator: " ").map(String.init) + ["--help"])
            #expect(page.status == 0)
            #expect(page.output.contains("Example: heartbeat \(command)"), "\(command)")
            pages += "\n=== \(command)\n" + page.output
        }
        try expectGolden(pages, "help.txt")
    }

    @Test("the README's transcript is what the demo prints, in less than a minute")
    func transcript() throws {
        let start = Date()
        let demo = try CommandResult.run(
            Self.package.appendingPathComponent("Scripts/demo"), [Home.executable.path],
            in: FileManager.default.temporaryDirectory)
        #expect(demo.status == 0, "\(demo.messages)")
        #expect(Date().timeIntervalSince(start) < 60)
        let readme = try String(contentsOf: Self.package.appendingPathComponent("README.md"), encoding: .utf8)
        let indented = demo.output.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
        #expect(readme.contains(indented.trimmingCharacters(in: .newlines)), "\(indented)")
    }

    @Test("usage errors end with 2, what is missing with 66, what is refused with 78; completions are there")
    func usage() throws {
        #expect(try run(["nonsense"]).status == 2)
        #expect(try run(["next", "--from", "yesterday"]).status == 2)
        #expect(try run(["next", "--count", "0"]).status == 2)
        #expect(try run(["tick", "--until", "2026-06-01T00:00Z", "--state", "s"]).status == 2)
        #expect(try run(["tick", "--now", "2026-06-01T00:00Z"]).status == 78)
        #expect(try run(["state", "--state", "nowhere"]).status == 66)
        #expect(try run(["ack", "x", "--state", "nowhere"]).status == 66)
        #expect(try run(["route", "test", "x", "--config", "nowhere.toml"]).status == 66)
        #expect(try run(["--version"]).output == "0.1.0\n")
        for shell in ["bash", "zsh", "fish"] {
            let script = try run(["--generate-completion-script", shell])
            #expect(script.status == 0)
            #expect(script.output.contains("heartbeat"))
        }
    }

    @Test("a task is run by hand: what it says goes out, and is printed")
    func once() throws {
        let home = try Home(
            "---\ntz: UTC\nroute: me\n---\n## A\n- at: 2027-01-01T00:00Z\nx\n",
            "[routes.me]\nkind = \"file\"\npath = \"out\"\n",
            agent: ["echo", "hello"])
        let result = try home.run("once", "a")
        #expect(result.status == 0)
        #expect(result.output == "hello\n\nme: done\n")
        #expect(try home.lines("out", "text") == ["hello"])
        #expect(try home.run("once", "b").status == 66)
    }
}
