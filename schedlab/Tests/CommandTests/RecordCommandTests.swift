import Foundation
import TestSupport
import Testing

@Suite("Commands on records")
struct RecordCommandTests {
    private let small = [
        "run", "--cluster", "2:2:2", "--workload", "gavel", "--policy", "max_min_fairness_perf", "--rate",
        "20", "--jobs", "12", "--quiet",
    ]

    @Test("a recorded run checks out, prints what it printed before, and gives the same bytes again")
    func recordAndCheck() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let plain = try CommandResult.schedlab(small + ["--format", "csv"])
        let out = folder.appendingPathComponent("out").path
        let recorded = try CommandResult.schedlab(
            small + ["--format", "csv", "--out", out, "--record", out], in: folder)
        #expect(recorded.status == 0 && recorded.output == plain.output, "\(recorded.messages)")
        let first = try Data(contentsOf: URL(fileURLWithPath: out + "/run.record"))
        _ = try CommandResult.schedlab(
            small + ["--format", "csv", "--out", out, "--record", out], in: folder)
        #expect(try Data(contentsOf: URL(fileURLWithPath: out + "/run.record")) == first)

        let check = try CommandResult.schedlab(["check", out])
        #expect(check.status == 0 && check.output.contains("complete\n"), "\(check.messages)")
        #expect(check.output.contains("everything adds up"))

        let life = try CommandResult.schedlab(["explain", out, "--job", "0"])
        #expect(life.status == 0 && life.output.contains("arrived") && life.output.contains("completed"))
        let json = try CommandResult.schedlab([
            "explain", out, "--job", "0", "--round", "3", "--format", "json",
        ])
        #expect(json.status == 0 && json.output.contains("\"sentence\": \"Round 3, "), "\(json.messages)")
        let nobody = try CommandResult.schedlab(["explain", out, "--job", "77"])
        #expect(nobody.status == 2 && nobody.messages.contains("job 77 does not arrive"))

        let cut = folder.appendingPathComponent("cut.record")
        try first.prefix(first.count / 2).write(to: cut)
        let half = try CommandResult.schedlab(["check", cut.path])
        #expect(half.status == 0 && half.output.contains("INCOMPLETE"), "\(half.messages)")
    }

    @Test("seeds leave a record each; misuse is refused in words")
    func seedsAndMisuse() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("many").path
        let many = try CommandResult.schedlab(
            small + ["--seeds", "3-4", "--record", path, "--reasons", "1,4-6"])
        #expect(many.status == 0, "\(many.messages)")
        for seed in [3, 4] {
            #expect(try CommandResult.schedlab(["check", "\(path)/seed-\(seed)"]).status == 0)
        }
        let seeds = try CommandResult.schedlab(["compare", path, path, "--format", "json"])
        #expect(
            seeds.status == 0 && seeds.output.contains("\"meanDifferenceSeconds\": 0.0"), "\(seeds.messages)")
        let other = try CommandResult.schedlab(["compare", "\(path)/seed-3", "\(path)/seed-4"])
        #expect(other.status == 2 && other.messages.contains("are not those of"), "\(other.messages)")
        for (arguments, status, message) in [
            (small + ["--record", ""], 2, "--record is empty"),
            (small + ["--record", "/dev/full"], 2, "No space left on device"),
            (small + ["--record", "x.record", "--seeds", "1-2"], 2, "give it a folder"),
            (small + ["--record", "x.record", "--reasons", "5-3"], 2, "5-3"),
            (["check", "/nowhere"], 65, "no such file"),
            (
                ["check", Places.package.appendingPathComponent("Package.swift").path], 65,
                "expected SCHEDREC"
            ),
        ] as [([String], Int32, String)] {
            let result = try CommandResult.schedlab(arguments, in: folder)
            #expect(result.status == status && result.messages.contains(message), "\(result.messages)")
        }
    }

    @Test("help pages are as recorded", arguments: [["check"], ["explain"], ["export"], ["compare"]])
    func help(command: [String]) throws {
        let result = try CommandResult.schedlab(command + ["--help"], environment: ["COLUMNS": "100"])
        #expect(result.status == 0 && result.output.contains("Example: schedlab"))
        try expectGolden(result.output, "help-\((["root"] + command).joined(separator: "-")).txt")
    }
}
