import Foundation
import KitTesting
import PfTesting
import Testing

@Suite("Help, transcript and the house's rules")
struct HouseTests {
    private static let commands = [
        "parse-w2", "parse-paystub", "documents", "review", "reconcile", "ynab-plans", "ynab-sync",
        "ynab-spending",
        "ynab-inflows", "budget-list", "budget-show", "budget-save", "budget-convert", "flow", "flow-compare",
        "mappings", "serve", "backup",
    ]

    private struct Source {
        var target: String
        var name: String
        var text: String
        var lines: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count }
    }

    private static func sources() throws -> [Source] {
        let folder = Fixtures.package.appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var sources: [Source] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let parts = file.pathComponents
            let target = parts[parts.lastIndex(of: "Sources").map { $0 + 1 } ?? 0]
            sources.append(
                Source(
                    target: target, name: file.lastPathComponent,
                    text: try String(contentsOf: file, encoding: .utf8)))
        }
        return sources
    }

    @Test("Row 66: files are short; no Double on a money path; no file or process API in what is pure")
    func keepsRules() throws {
        let sources = try Self.sources()
        #expect(sources.count > 60)
        let lengths = sources.map(\.lines).sorted()
        #expect(lengths[lengths.count / 2] < 200)
        #expect((lengths.last ?? 0) <= 350)
        let exact: Set = ["Money", "Household", "Rules", "Budgets", "Flow", "Ynab", "JSONText"]
        #expect(exact.isSubset(of: Set(sources.map(\.target))))
        for source in sources where exact.contains(source.target) {
            // CGFloat and Float are the other names of what amounts must not be.
            #expect(source.text.firstMatch(of: /\b(Double|Float|CGFloat)\b/) == nil, "\(source.name)")
        }
        for source in sources where exact.union(["PayDocuments"]).contains(source.target) {
            #expect(source.text.firstMatch(of: /import (Foundation|Glibc|Dispatch)/) == nil, "\(source.name)")
        }
        for source in sources where source.target == "WebApp" {
            #expect(
                source.text.firstMatch(of: /import (Hummingbird|HummingbirdCore|NIO\w*|HTTPTypes)\b/) == nil,
                "\(source.name)")
        }
        // Nothing in the sources knows a tax's name: these are in rule files only.
        for source in sources {
            for name in ["PFML", "WA Cares", "OR STT", "Federal Income Tax"] {
                #expect(!source.text.contains(name), "\(source.name): \(name)")
            }
        }
    }

    @Test("Every command has a help page with an example")
    func help() throws {
        let home = try Home()
        var pages = try home.run("--help").output
        for command in Self.commands {
            let page = try home.run(command, "--help")
            #expect(page.status == 0)
            #expect(page.output.contains("Example: pf \(command)"), "\(command)")
            pages += "\n=== \(command)\n" + page.output
        }
        try expectGolden(pages, "help.txt")
    }

    @Test("Usage errors end with 64; completions are there; a result that cannot be written ends with 74")
    func usage() throws {
        let home = try Home()
        for arguments in [
            ["nonsense"], ["flow"], ["parse-w2"], ["flow", "--year", "x"], ["review", "--accept"],
        ] {
            #expect(try home.run(arguments).status == 64, "\(arguments)")
        }
        #expect(try home.run("--generate-completion-script", "bash").output.contains("pf"))
        for command in ["mappings", "--help"] {
            let full = try CommandResult.run(
                URL(fileURLWithPath: "/bin/sh"), ["-c", "\"$0\" \(command) > /dev/full", Home.program.path],
                environment: home.environment, in: home.work)
            #expect(full.status == 74, "\(command)")
        }
    }

    @Test("Row 43: the demo prints what the README shows")
    func transcript() throws {
        let home = try Home()
        let demo = try CommandResult.run(
            Fixtures.package.appendingPathComponent("Scripts/demo"),
            [Home.program.path, Home.built("pf-fake-ynab").path], environment: [:], in: home.work)
        #expect(demo.status == 0, "\(demo.messages)")
        let readme = try String(
            contentsOf: Fixtures.package.appendingPathComponent("README.md"), encoding: .utf8)
        let indented = demo.output.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
        #expect(readme.contains(indented.trimmingCharacters(in: .newlines)), "\(indented)")
    }
}
