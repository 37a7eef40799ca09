import Foundation
import Kit
import KitTesting
import TestSupport
import Testing

/// Row 1 of what real use found: a command writes over nothing that it reads, and over nothing of the user's.
@Suite("Outputs over inputs")
struct OutputGuardTests {
    private static let jobs = "job_id,submit_seconds,duration_seconds,gpus\na,0,100,1\nb,5,100,1\n"
    private static let cluster = "nodes:\n- {gpu_type: v100, gpus: 2}\n"

    private func inFolder(_ body: (URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.jobs.write(to: folder.appendingPathComponent("jobs.csv"), atomically: true, encoding: .utf8)
        try Self.cluster.write(to: folder.appendingPathComponent("c.yaml"), atomically: true, encoding: .utf8)
        try body(folder)
    }

    private func run(_ folder: URL, _ flags: [String]) throws -> CommandResult {
        try CommandResult.schedlab(
            [
                "run", "--cluster", "c.yaml", "--workload", "jobs:jobs.csv", "--policy", "fifo",
                "--mechanism",
                "run-to-completion",
            ] + flags, in: folder)
    }

    private func text(_ folder: URL, _ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    @Test(
        "no flag of run writes over a file that the command reads, not even by force or by another name",
        arguments: [
            ["--out", "."], ["--out", ".", "--force"], ["--record", "jobs.csv"],
            ["--record", "c.yaml", "--force"],
            ["--record", "link.csv", "--force"], ["--record", "./deep/../jobs.csv", "--force"],
        ])
    func run(flags: [String]) throws {
        try inFolder { folder in
            let link = folder.appendingPathComponent("link.csv").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "jobs.csv")
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("deep"), withIntermediateDirectories: false)
            let result = try run(folder, flags)
            #expect(result.status == 2, "\(result.messages)")
            #expect(try text(folder, "jobs.csv") == Self.jobs)
            #expect(try text(folder, "c.yaml") == Self.cluster)
        }
    }

    @Test("a folder of ours is renewed, files of others in it are kept; another folder needs --force")
    func folders() throws {
        try inFolder { folder in
            #expect(try run(folder, ["--out", "out"]).status == 0)
            try "mine".write(
                to: folder.appendingPathComponent("out/notes.txt"), atomically: true, encoding: .utf8)
            #expect(try run(folder, ["--out", "out"]).status == 0)
            #expect(try text(folder, "out/notes.txt") == "mine")
            try FileManager.default.createDirectory(
                at: folder.appendingPathComponent("theirs"), withIntermediateDirectories: false)
            try "x".write(
                to: folder.appendingPathComponent("theirs/summary.json"), atomically: true, encoding: .utf8)
            let refused = try run(folder, ["--out", "theirs"])
            #expect(refused.status == 2 && refused.messages.contains("--force"), "\(refused.messages)")
            #expect(try text(folder, "theirs/summary.json") == "x")
            #expect(try run(folder, ["--out", "theirs", "--force"]).status == 0)
            #expect(try text(folder, "theirs/summary.json") != "x")
        }
    }

    @Test("two outputs on one path are refused before the run")
    func doubles() throws {
        try inFolder { folder in
            let result = try CommandResult.schedlab(
                [
                    "run", "--cluster", "v100=2", "--workload", "gavel", "--rate", "1", "--jobs", "2",
                    "--policy",
                    "fifo", "--mechanism", "gavel", "--record", "r", "--gavel-log", "./r",
                ], in: folder)
            #expect(result.status == 2 && result.messages.contains("both write"), "\(result.messages)")
            #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("r").path))
        }
    }

    @Test(
        "a run's own files are no path for its other outputs, by whatever name, and nothing is left behind",
        arguments: [
            ["--out", "o", "--record", "o/summary.json"], ["--out", "o", "--record", "./deep/../o/jobs.csv"],
            ["--out", "link", "--record", "real/jobs.csv"],
            ["--save-programs", "o", "--record", "o/program-000001.json"],
        ])
    func ownFiles(flags: [String]) throws {
        try inFolder { folder in
            let manager = FileManager.default
            for name in ["deep", "real"] {
                try manager.createDirectory(
                    at: folder.appendingPathComponent(name), withIntermediateDirectories: false)
            }
            try manager.createSymbolicLink(
                atPath: folder.appendingPathComponent("link").path, withDestinationPath: "real")
            let before = try manager.subpathsOfDirectory(atPath: folder.path).sorted()
            let result = try run(folder, flags)
            #expect(result.status == 2 && result.messages.contains("both write"), "\(result.messages)")
            #expect(try manager.subpathsOfDirectory(atPath: folder.path).sorted() == before)
        }
    }

    @Test("programs are saved to new folders and to those of ours, not over files of others")
    func programs() throws {
        try inFolder { folder in
            let command = [
                "run", "--cluster", "v100=4", "--workload", "gavel", "--rate", "4", "--jobs", "3", "--policy",
                "max_min_fairness_perf", "--engine", "structured",
            ]
            func save(_ path: String, _ flags: [String] = []) throws -> Int32 {
                try CommandResult.schedlab(command + ["--save-programs", path] + flags, in: folder).status
            }
            #expect(try save("new") == 0 && save("new") == 0)
            #expect(try save("seeds", ["--seeds", "1-2", "--out", "seeds"]) == 0)
            #expect(try save("seeds", ["--seeds", "1-2", "--out", "seeds"]) == 0)
            for made in ["theirs", "own"] {
                if made == "own" { #expect(try run(folder, ["--out", "own"]).status == 0) }
                let url = folder.appendingPathComponent(made)
                try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
                let file = "\(made)/program-000002.json"
                try "mine".write(
                    to: folder.appendingPathComponent(file), atomically: true, encoding: .utf8)
                #expect(try save(made) == 2)
                #expect(try text(folder, file) == "mine")
                #expect(try save(made, ["--force"]) == 0)
                #expect(try text(folder, file) != "mine")
            }
        }
    }

    @Test("exports and imports keep what is not theirs, and renew what is")
    func exports() throws {
        try inFolder { folder in
            #expect(try run(folder, ["--record", "r.record"]).status == 0)
            #expect(try run(folder, ["--record", "r.record"]).status == 0)
            func export(_ form: String, _ path: String, _ flags: [String] = []) throws -> Int32 {
                try CommandResult.schedlab(
                    ["export", "r.record", "--to", form, "-o", path] + flags, in: folder
                ).status
            }
            try "mine\n".write(
                to: folder.appendingPathComponent("segments.csv"), atomically: true, encoding: .utf8)
            #expect(try export("csv", ".") == 2)
            #expect(try text(folder, "segments.csv") == "mine\n")
            #expect(try export("csv", "tables") == 0)
            #expect(try export("csv", "tables") == 0)
            #expect(try export("html", "page.html") == 0)
            #expect(try export("html", "page.html") == 0)
            #expect(try export("html", "segments.csv") == 2)
            #expect(try export("perfetto", "t.json") == 0)
            #expect(try export("perfetto", "t.json") == 2)
            #expect(try export("perfetto", "t.json", ["--force"]) == 0)
            #expect(try export("viz-bin", "r.record", ["--force"]) == 2)
            #expect(try CommandResult.schedlab(["check", "r.record"], in: folder).status == 0)
        }
    }

    @Test("a path below /dev is a file where the file system says so, and replaced as a whole")
    func deviceFolder() throws {
        let path = "/dev/shm/schedlab-\(UUID().uuidString).csv"
        guard FileManager.default.isWritableFile(atPath: "/dev/shm") else { return }
        defer { try? FileManager.default.removeItem(atPath: path) }
        try String(repeating: "x", count: 100_000).write(toFile: path, atomically: false, encoding: .utf8)
        try AtomicFile.write("short\n", to: path)
        #expect(try TextFile.text(path) == "short\n")
    }

    @Test("a pipe that nobody reads or writes ends in a message, not in a wait", .timeLimit(.minutes(1)))
    func pipes() throws {
        try inFolder { folder in
            let pipe = folder.appendingPathComponent("pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            for arguments in [
                ["export", "pipe", "--to", "html", "-o", "x.html"],
                ["export", "pipe", "--to", "viz-bin", "-o", "x"],
                ["check", "pipe"], ["import", "pipe", "-o", "x.record"],
            ] {
                let result = try CommandResult.schedlab(arguments, in: folder)
                #expect(result.status == 65, "\(arguments): \(result.messages)")
            }
            #expect(try run(folder, ["--record", "pipe"]).status == 2)
        }
    }

    @Test("help that cannot be written is an error")
    func fullHelp() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let shell = URL(fileURLWithPath: "/bin/sh")
        let command = "exec '\(Places.executable.path)' run --help > /dev/full"
        #expect(try CommandResult.run(shell, ["-c", command], in: Places.package).status == 2)
    }
}
