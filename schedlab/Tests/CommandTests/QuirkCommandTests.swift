import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("Quirks on the command line")
struct QuirkCommandTests {
    private let base = [
        "run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "isolated", "--rate", "20", "--jobs",
        "12", "--format", "csv",
    ]
    private var gavel: [String] { base + ["--mechanism", "gavel"] }

    @Test("a quirk that is switched off changes the result and is part of the experiment")
    func switchedOff() throws {
        let with = try CommandResult.schedlab(gavel)
        let without = try CommandResult.schedlab(gavel + ["--without-quirk", "type-by-type"])
        #expect(with.status == 0 && without.status == 0 && with.output != without.output)
        let two = ["--without-quirk", "idle-hole", "--without-quirk", "lost-tail", "--format", "json"]
        let json = try CommandResult.schedlab(gavel + two)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let experiment = try #require(object["experiment"] as? [String: Any])
        #expect(experiment["withoutQuirks"] as? [String] == ["idle-hole", "lost-tail"])
        let table = try CommandResult.schedlab(gavel + two.dropLast() + ["table"])
        #expect(table.output.contains("gavel without its quirks idle-hole and lost-tail"), "\(table.output)")
    }

    @Test("unknown quirks, and quirks under another mechanism, are refused")
    func refused() throws {
        let unknown = try CommandResult.schedlab(gavel + ["--without-quirk", "idle-holes"])
        #expect(unknown.status == 2, "\(unknown.messages)")
        #expect(
            unknown.messages.contains(
                "unknown quirk 'idle-holes'; did you mean idle-hole?; 'schedlab list quirks' shows all"))
        let other = try CommandResult.schedlab(base + ["--without-quirk", "idle-hole"])
        #expect(other.status == 2 && other.messages.contains("the mechanism standard has none"))
    }

    @Test("an experiment file may list quirks; one on the command line takes the list's place")
    func experimentFile() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("x.yaml").path
        let run = { (line: String, flags: [String]) in
            try
                "cluster: 2:2:2\nworkload: gavel\npolicy: isolated\nrate: 20\njobs: 12\nmechanism: gavel\n\(line)\n"
                .write(toFile: path, atomically: true, encoding: .utf8)
            return try CommandResult.schedlab(["run", path, "--format", "csv"] + flags)
        }
        let off = { (names: [String]) in
            try CommandResult.schedlab(gavel + names.flatMap { ["--without-quirk", $0] }).output
        }
        let both = ["type-by-type", "variable-rounds"]
        #expect(try run("without-quirk: [type-by-type, variable-rounds]", []).output == off(both))
        #expect(try run("without-quirk: type-by-type", []).output == off(["type-by-type"]))
        let won = try run("without-quirk: [type-by-type]", ["--without-quirk", "variable-rounds"])
        #expect(try won.output == off(["variable-rounds"]))
        #expect(try run("without-quirk: [{a: b}]", []).status == 65)
        #expect(try run("rate: [3]", []).status == 65)
    }

    @Test("every quirk that can be switched off is in the documentation under its name")
    func documented() throws {
        let page = Places.package.appendingPathComponent("docs/gavel-mechanism.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let list = try CommandResult.schedlab(["list", "quirks", "--format", "csv"])
        let names = list.output.split(separator: "\n").dropFirst().compactMap {
            $0.split(separator: ",").first
        }
        #expect(names.count == 9)
        for name in names { #expect(text.contains("`\(name)`"), "\(name)") }
    }
}
