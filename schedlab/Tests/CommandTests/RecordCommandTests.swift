import Foundation
import KitTesting
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
            (["check", "/nowhere"], 65, "No such file"),
            (
                ["check", Places.package.appendingPathComponent("Package.swift").path], 65,
                "expected SCHEDREC"
            ),
        ] as [([String], Int32, String)] {
            let result = try CommandResult.schedlab(arguments, in: folder)
            #expect(result.status == status && result.messages.contains(message), "\(result.messages)")
        }
    }

    @Test("runs that are killed leave records that check out to their end and say that they are incomplete")
    func killed() throws {
        let process = Process()
        process.executableURL = Places.package.appendingPathComponent("Scripts/kill-test")
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["KILLS": "6", "SCHEDLAB": Places.executable.path]
        ) { $1 }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("what was exported is imported again; what is no record or no file is refused in words everywhere")
    func importAndMisuse() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = { (name: String) in folder.appendingPathComponent(name).path }
        _ = try CommandResult.schedlab(small + ["--record", path("a.record")])
        for (name, target) in [("a.viz.bin", "viz-bin"), ("a.html", "html")] {
            let export = try CommandResult.schedlab(
                ["export", path("a.record"), "--to", target, "-o", path(name)])
            #expect(export.status == 0, "\(export.messages)")
        }
        let imported = try CommandResult.schedlab(
            ["import", "viz-bin", path("a.viz.bin"), "-o", path("b.record"), "--format", "json"])
        #expect(imported.status == 0 && imported.output.contains("job-id-offset"), "\(imported.messages)")
        for arguments in [
            ["check", path("b.record")], ["compare", path("a.record"), path("b.record")],
            ["export", path("b.record"), "--to", "html", "-o", path("b.html")],
            ["explain", path("b.record"), "--job", "0"],
            ["bench", "record", path("b.record"), "--seeks", "3"],
        ] {
            let result = try CommandResult.schedlab(arguments)
            #expect(result.status == 0, "\(arguments): \(result.messages)")
        }
        try "garbage".write(toFile: path("g"), atomically: true, encoding: .utf8)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        for (arguments, status) in [
            (["import", path("g"), "-o", path("x")], 65), (["import", path("none"), "-o", path("x")], 65),
            (["import", folder.path, "-o", path("x")], 65), (["import", "/dev/zero", "-o", path("x")], 65),
            (["import", path("a.record"), "-o", path("x")], 65),
            (["import", "gavel-log", path("a.viz.bin"), "-o", path("x")], 65),
            (["import", "gavel-log", path("g"), "-o", path("g")], 2),
            (["export", path("a.record"), "--to", "html", "-o", path("a.record")], 2),
            (["import", "viz-bin", path("g"), "-o", path("x")], 65),
            (["import", path("a.viz.bin"), "-o", path("x"), "--cluster", "2:2:2"], 2),
            (["import", path("a.viz.bin"), "-o", "/dev/full"], 2),
            (["import", path("a.viz.bin"), "-o", folder.path], 2),
            (["check", path("g")], 65), (["check", path("none")], 65), (["check", path("a.viz.bin")], 65),
            (["explain", path("g"), "--job", "1"], 65), (["explain", path("a.record"), "--job", "9999"], 2),
            (["explain", path("a.record"), "--job", "1", "--round", "99999999"], 2),
            (["compare", path("a.record"), path("g")], 65),
            (["export", path("g"), "--to", "csv", "-o", path("x")], 65),
            (["export", path("a.record"), "--to", "html", "-o", "/dev/full"], 2),
            (["export", path("a.record"), "--to", "perfetto", "-o", "/dev/full"], 2),
            (["export", path("a.record"), "--to", "viz-bin", "-o", "/dev/full"], 2),
            (["export", path("a.record"), "--to", "gavel-log", "-o", path("x")], 2),
            (["bench", "record", path("g")], 65),
        ] as [([String], Int32)] {
            let result = try CommandResult.schedlab(arguments)
            #expect(result.status == status, "\(arguments): \(result.status) \(result.messages)")
            #expect(result.messages.hasPrefix("schedlab: "), "\(arguments): \(result.messages)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(left == before, "\(arguments)")
        }
    }

    @Test(
        "help pages are as recorded",
        arguments: [
            ["check"], ["explain"], ["show"], ["export"], ["serve"], ["import"],
            ["compare"], ["bench", "record"],
        ])
    func help(command: [String]) throws {
        let result = try CommandResult.schedlab(command + ["--help"], environment: ["COLUMNS": "100"])
        #expect(result.status == 0 && result.output.contains("Example: schedlab"))
        try expectGolden(result.output, "help-\((["root"] + command).joined(separator: "-")).txt")
    }
}
