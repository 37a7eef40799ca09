import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("schedlab sweep")
struct SweepCommandTests {
    /// Small runs that differ in policy, rate and seed.
    private static let sweep = """
        cluster: 2:2:2
        workload: gavel
        policy: [fifo, fifo_perf]
        rate: 1..4
        seeds: 0-4
        jobs: 12
        skip: policy=fifo and rate>3

        """
    private static let pointCount = 35

    private func folder(_ text: String = sweep) throws -> URL {
        let folder = try Places.temporaryFolder()
        try text.write(to: folder.appendingPathComponent("s.yaml"), atomically: true, encoding: .utf8)
        return folder
    }

    private func sweep(_ folder: URL, _ arguments: String...) throws -> CommandResult {
        try CommandResult.schedlab(["sweep"] + arguments, in: folder)
    }

    /// A sweep that is under way.
    private func start(_ folder: URL, _ arguments: String...) throws -> Process {
        let process = CommandResult.process(
            Places.executable, ["sweep", "run", "s.yaml"] + arguments, in: folder)
        try CommandResult.start(process)
        return process
    }

    private func merged(_ folder: URL, store: String = "schedlab-results") throws -> String {
        let result = try sweep(folder, "merge", "s.yaml", "--store", store)
        #expect(result.status == 0, "\(result.messages)")
        return result.output
    }

    private func points(_ folder: URL, store: String = "schedlab-results") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/\(store)/points").sorted()
    }

    @Test("a finished point is never run again, and threads do not change a byte")
    func runAgain() throws {
        let folder = try folder()
        let first = try sweep(folder, "run", "s.yaml", "--threads", "2")
        #expect(
            first.status == 0 && first.messages.contains("35 points: 0 were done, 35 done now"),
            "\(first.messages)")
        let again = try sweep(folder, "run", "s.yaml")
        #expect(again.messages.contains("35 were done, 0 done now"), "\(again.messages)")
        #expect(try sweep(folder, "run", "s.yaml", "--store", "one", "--threads", "1").status == 0)
        #expect(try merged(folder) == merged(folder, store: "one"))
        #expect(try merged(folder).split(separator: "\n").count == Self.pointCount + 1)
        #expect(try sweep(folder, "status", "s.yaml").status == 0)
        let check = try sweep(folder, "check", "s.yaml")
        #expect(check.status == 0 && check.output.contains("35 points checked, 0 not"), "\(check.output)")
    }

    @Test("kill -9 at any moment loses nothing that was finished, and going on gives the same bytes")
    func kill() throws {
        let folder = try folder()
        #expect(try sweep(folder, "run", "s.yaml", "--store", "whole").status == 0)
        var random = SplitMix64(seed: 7)
        for _ in 0..<6 {
            let process = try start(folder, "--threads", "2")
            Thread.sleep(forTimeInterval: Double.random(in: 0.05...0.6, using: &random))
            Foundation.kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let names = (try? points(folder)) ?? []
            // Whatever has a name is whole.
            for key in names where !key.hasPrefix(".") {
                #expect(
                    FileManager.default.fileExists(
                        atPath: folder.path + "/schedlab-results/points/\(key)/SHA256SUMS"))
            }
        }
        let done = try points(folder).filter { !$0.hasPrefix(".") }.count
        let last = try sweep(folder, "run", "s.yaml")
        #expect(
            last.messages.contains("\(done) were done, \(35 - done) done now, 0 failed"),
            "\(done): \(last.messages)")
        #expect(try merged(folder) == merged(folder, store: "whole"))
        #expect(try points(folder).allSatisfy { !$0.hasPrefix(".") }, "what the killed left is gone")
    }

    @Test(
        "any number of shards and stores gives the same bytes; a missing shard is named", arguments: [2, 7])
    func shards(count: Int) throws {
        let folder = try folder()
        #expect(try sweep(folder, "run", "s.yaml", "--store", "whole").status == 0)
        for index in (0..<count).reversed() where index != 1 {
            let run = try sweep(
                folder, "run", "s.yaml", "--store", "part\(index)", "--shard", "\(index)/\(count)")
            #expect(run.status == 0, "\(run.messages)")
        }
        let from = (0..<count).filter { $0 != 1 }.flatMap { ["--from", "part\($0)"] }
        let merge = ["sweep", "merge", "s.yaml", "--store", "all", "--shards", "\(count)"]
        let without = try CommandResult.schedlab(merge + from, in: folder)
        #expect(
            without.status == 1 && without.messages.contains("missing: shard 1/\(count)"),
            "\(without.messages)")
        let environment = ["SLURM_ARRAY_TASK_ID": "1"]
        let late = try CommandResult.schedlab(
            ["sweep", "run", "s.yaml", "--store", "part1", "--shard", "auto/\(count)"],
            environment: environment,
            in: folder)
        #expect(late.status == 0, "\(late.messages)")
        let whole = try CommandResult.schedlab(merge + from + ["--from", "part1"], in: folder)
        #expect(try whole.output == merged(folder, store: "whole"))
    }

    @Test("Ctrl-C ends with the code for going on, and leaves nothing half done")
    func interrupt() throws {
        let folder = try folder(Self.sweep.replacing("jobs: 12", with: "jobs: 400"))
        let process = try start(folder, "--threads", "2")
        Thread.sleep(forTimeInterval: 1)
        process.interrupt()
        process.waitUntilExit()
        #expect(process.terminationStatus == 75)
        #expect(try points(folder).allSatisfy { !$0.hasPrefix(".") })
    }

    @Test("two sweeps at once on one store end well")
    func together() throws {
        let folder = try folder()
        let processes = try (0..<2).map { _ in try start(folder) }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        #expect(try sweep(folder, "run", "s.yaml", "--store", "whole").status == 0)
        #expect(try merged(folder) == merged(folder, store: "whole"))
    }

    @Test("the index is made anew when it is missing, damaged or old, and answers are the same")
    func index() throws {
        let folder = try folder()
        #expect(try sweep(folder, "run", "s.yaml").status == 0)
        let query = {
            try sweep(folder, "results", "s.yaml", "--where", "policy=fifo and rate>2", "--format", "csv")
        }
        let expected = try query()
        #expect(expected.output.split(separator: "\n").count == 6, "\(expected.output)")
        let path = folder.path + "/schedlab-results/index.tsv"
        try FileManager.default.removeItem(atPath: path)
        #expect(try query().output == expected.output)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for damaged in ["", String(text.dropLast(40)), text.replacing("1", with: "2"), "x"] {
            try damaged.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try query().output == expected.output)
        }
    }

    @Test("a point that fails does not stop the others and is listed with the command that repeats it")
    func failure() throws {
        // Nothing fits on a cluster of one K80 that needs 8 GPUs.
        let folder = try folder(
            "workload: gavel\npolicy: fifo\nrate: 1\njobs: 4\ncluster: [\"v100=8@8\", \"v100=2\"]\nmulti-gpu: true\n"
        )
        let run = try sweep(folder, "run", "s.yaml")
        #expect(run.status == 1, "\(run.messages)")
        #expect(run.messages.contains("1 done now, 1 failed"), "\(run.messages)")
        #expect(run.messages.contains("repeat it: schedlab run --cluster v100=2"), "\(run.messages)")
        let status = try sweep(folder, "status", "s.yaml")
        #expect(status.status == 1 && status.output.contains("repeat it:"), "\(status.output)")
    }

    @Test("a result that somebody edited is found, and made again once removed")
    func edited() throws {
        let folder = try folder()
        #expect(try sweep(folder, "run", "s.yaml").status == 0)
        let before = try merged(folder)
        let key = try #require(try points(folder).first)
        let path = folder.path + "/schedlab-results/points/\(key)/summary.json"
        try "{}\n".write(toFile: path, atomically: true, encoding: .utf8)
        let check = try sweep(folder, "check", "s.yaml", "--remove")
        #expect(check.status == 1 && check.output.contains("summary.json was changed"), "\(check.output)")
        #expect(try sweep(folder, "run", "s.yaml").messages.contains("34 were done, 1 done now"))
        #expect(try merged(folder) == before)
    }

    @Test("bad files are told with every line; folders of others are left alone")
    func refused() throws {
        let folder = try folder(
            "cluster: 2:2:2\nworkload: gavel\npolicy: fifo\nrate: 4..1 step 1\nhoors: 3\n")
        let run = try sweep(folder, "run", "s.yaml")
        #expect(
            run.status == 65 && run.messages.contains("s.yaml:4: ") && run.messages.contains("s.yaml:5: "))
        #expect(run.messages.contains("did you mean hours"), "\(run.messages)")
        let good = try self.folder()
        try "mine".write(to: good.appendingPathComponent("file"), atomically: true, encoding: .utf8)
        let notAStore = try sweep(good, "run", "s.yaml", "--store", ".")
        #expect(notAStore.status == 2 && notAStore.messages.contains("--store"), "\(notAStore.messages)")
        let other = good.appendingPathComponent("old")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try "schedlab sweep store, version 9\n".write(
            to: other.appendingPathComponent("schedlab-store.txt"), atomically: true, encoding: .utf8)
        let old = try sweep(good, "run", "s.yaml", "--store", "old")
        #expect(old.status == 2 && old.messages.contains("version 9"), "\(old.messages)")
    }

    @Test("means come with intervals, points that are not fine stand apart")
    func table() throws {
        let folder = try folder(
            "cluster: \"2:0:0\"\nworkload: gavel\npolicy: [fifo, fifo_perf]\nrate: [0.05, 9]\nseeds: 0-2\nhours: 400\n"
        )
        #expect(try sweep(folder, "run", "s.yaml").status == 0)
        let table = try sweep(folder, "table", "s.yaml", "--of", "averageJCT", "--against", "policy=fifo")
        #expect(table.status == 0, "\(table.messages)")
        #expect(
            table.output.contains("Not fine") && table.output.contains("3 of 3 overloaded"), "\(table.output)"
        )
        let unknown = try sweep(folder, "table", "s.yaml", "--of", "averageJTC")
        #expect(
            unknown.status == 2 && unknown.messages.contains("did you mean averageJCT"), "\(unknown.messages)"
        )
    }
}
