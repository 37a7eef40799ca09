import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Help, transcript and exit codes")
struct WordsTests {
    private static let package = FakeService.support.deletingLastPathComponent().deletingLastPathComponent()
    private static let commands = [
        "accounts", "show", "idle", "plan", "apply", "resume", "watch", "watch group", "deleted", "recover",
        "purge",
        "check",
    ]

    private func run(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run(
            Command.executable, arguments, environment: ["COLUMNS": "100"],
            in: FileManager.default.temporaryDirectory)
    }

    @Test("Every command has a help page with an example")
    func help() throws {
        var pages = try run(["--help"]).output
        for command in Self.commands {
            let page = try run(command.split(separator: " ").map(String.init) + ["--help"])
            #expect(page.status == 0)
            #expect(page.output.contains("Example: azsweep \(command)"), "\(command)")
            pages += "\n=== \(command)\n" + page.output
        }
        try expectGolden(pages, "help.txt")
    }

    @Test("The README's transcript is what the demo prints")
    func transcript() throws {
        let demo = try CommandResult.run(
            Self.package.appendingPathComponent("Scripts/demo"), [Command.executable.path], environment: [:],
            in: FileManager.default.temporaryDirectory)
        #expect(demo.status == 0, "\(demo.messages)")
        let readme = try String(contentsOf: Self.package.appendingPathComponent("README.md"), encoding: .utf8)
        let indented = demo.output.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
        #expect(readme.contains(indented.trimmingCharacters(in: .newlines)), "\(indented)")
    }

    @Test("Usage errors end with 2, completions are there")
    func usage() throws {
        #expect(try run(["nonsense"]).status == 2)
        #expect(try run(["idle", "--window", "94d"]).status == 2)
        #expect(try run(["idle", "--window", "a"]).status == 2)
        #expect(try run(["apply", "/nonexistent/plan.json"]).status == 65)
        #expect(try run(["resume", "/nonexistent/journal"]).status == 66)
        for shell in ["bash", "zsh", "fish"] {
            let script = try run(["--generate-completion-script", shell])
            #expect(script.status == 0)
            #expect(script.output.contains("azsweep"))
        }
    }
}
