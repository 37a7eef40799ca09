import Foundation
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("The operator's manual")
struct SkillTests {
    private static func manual() throws -> String {
        try String(contentsOf: Fixtures.package.appendingPathComponent("docs/SKILL.md"), encoding: .utf8)
    }

    @Test("Row 65: 1,200 to 1,600 words; the description says when, not how")
    func length() throws {
        let text = try Self.manual()
        let words = text.split(whereSeparator: \.isWhitespace).count
        #expect((1200...1600).contains(words), "\(words) words")
        let parts = text.components(separatedBy: "---\n")
        let front = parts[1].split(separator: "\n").map(String.init)
        #expect(front.map { String($0.prefix { $0 != ":" }) } == ["name", "description"])
        let description = try #require(front.last?.dropFirst("description: ".count))
        #expect(description.hasPrefix("Use when "))
        for step in ["parse-", "review", "sync", "budget-", "--", "reconcile", "backup"] {
            #expect(!description.contains(step), "\(step)")
        }
        let body = parts.dropFirst(2).joined(separator: "---\n").split(whereSeparator: \.isWhitespace).count
        #expect((1200...1600).contains(body), "\(body) words without the front matter")
    }

    @Test("Row 65: commands and options are those of the program, both ways")
    func commands() throws {
        let dump = try JSONParser.parse(Home().run("--experimental-dump-help").output)
        let commands = try #require(dump["command"]?["subcommands"]?.array).filter {
            $0["commandName"]?.string != "help"
        }
        #expect(commands.count == 18)
        let text = try Self.manual()
        let everywhere: Set = ["--db", "--pretty", "--help"]
        for option in everywhere { #expect(text.contains("`\(option)")) }
        var rows: [String: Set<String>] = [:]
        for line in text.split(separator: "\n") {
            guard let match = line.firstMatch(of: /^\| `([a-z0-9-]+)[^`]*` \|/) else { continue }
            rows[String(match.1)] = Set(line.matches(of: /`(--[a-z-]+)`/).map { String($0.1) })
        }
        #expect(Set(rows.keys) == Set(commands.compactMap { $0["commandName"]?.string }))
        var known = everywhere
        for command in commands {
            let name = command["commandName"]?.string ?? ""
            let options = Set(
                (command["arguments"]?.array ?? []).flatMap { $0["names"]?.array ?? [] }
                    .filter { $0["kind"]?.string == "long" }.compactMap {
                        $0["name"]?.string.map { "--\($0)" }
                    })
            known.formUnion(options)
            #expect(rows[name] == options.subtracting(everywhere), "\(name)")
        }
        // qpdf's option is the one of another program.
        for match in text.matches(of: /(--[a-z][a-z-]+)/) where match.1 != "--decrypt" {
            #expect(known.contains(String(match.1)), "\(match.1)")
        }
    }
}
