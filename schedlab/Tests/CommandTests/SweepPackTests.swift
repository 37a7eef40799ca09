import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("schedlab sweep pack, again and cite")
struct SweepPackTests {
    /// A sweep whose input lies above its working folder.
    private func folder() throws -> URL {
        let folder = try Places.temporaryFolder()
        let work = folder.appendingPathComponent("work")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        let jobs = "submit_seconds,duration_seconds,gpus\n0,3600,1\n60,7200,2\n120,600,1\n"
        try jobs.write(to: folder.appendingPathComponent("jobs.csv"), atomically: true, encoding: .utf8)
        let sweep =
            "cluster: v100=2@2\nworkload: jobs:../jobs.csv\npolicy: [fifo, fifo_perf]\nmechanism: run-to-completion\n"
        try sweep.write(to: work.appendingPathComponent("s.yaml"), atomically: true, encoding: .utf8)
        return work
    }

    private func sweep(_ folder: URL, _ arguments: String...) throws -> CommandResult {
        try CommandResult.schedlab(["sweep"] + arguments, in: folder)
    }

    @Test("a pack runs again anywhere and is the same to the byte; what was changed is told")
    func again() throws {
        let folder = try folder()
        let early = try sweep(folder, "pack", "s.yaml", "-o", "pack")
        #expect(early.status != 0 && early.messages.contains("2 of 2 points have no result yet"))
        #expect(try sweep(folder, "run", "s.yaml").status == 0)
        let packed = try sweep(folder, "pack", "s.yaml", "-o", "pack")
        #expect(packed.status == 0, "\(packed.messages)")
        #expect(try sweep(folder, "pack", "s.yaml", "-o", "pack").status == 2, "a pack is never written over")
        let other = try Places.temporaryFolder()
        try FileManager.default.moveItem(
            at: folder.appendingPathComponent("pack"), to: other.appendingPathComponent("got"))
        let again = try sweep(other, "again", "got")
        #expect(
            again.status == 0 && again.output.contains("2 of 2 points are the same to the byte"),
            "\(again.output)\(again.messages)")
        // A figure that was another one when the pack was made.
        let results = other.path + "/got/again/points"
        let key = try #require(try FileManager.default.contentsOfDirectory(atPath: results).first)
        for name in ["figures.tsv", "SHA256SUMS"] {
            let path = "\(results)/\(key)/\(name)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let changed =
                name == "SHA256SUMS"
                ? text.replacing(try Regex("[0-9a-f]{64}(  figures)"), maxReplacements: 1) { _ in
                    String(repeating: "0", count: 64) + "  figures"
                } : text.replacing("averageJCTSeconds\t", with: "averageJCTSeconds\t9")
            try changed.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let differs = try sweep(other, "again", "got")
        #expect(
            differs.status == 1 && differs.output.contains("1 of 2 points are the same"), "\(differs.output)")
        #expect(differs.output.contains("averageJCTSeconds: "), "\(differs.output)")
    }

    @Test("an input that somebody edited in the pack is found before anything runs")
    func editedInput() throws {
        let folder = try folder()
        #expect(try sweep(folder, "run", "s.yaml").status == 0)
        #expect(try sweep(folder, "pack", "s.yaml", "-o", "pack").status == 0)
        let input = folder.path + "/pack/tree/jobs.csv"
        try "submit_seconds,duration_seconds,gpus\n0,1,1\n".write(
            toFile: input, atomically: true, encoding: .utf8)
        let again = try sweep(folder, "again", "pack")
        #expect(again.status != 0 && again.messages.contains("jobs.csv"), "\(again.messages)")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/pack/again"))
    }

    @Test("a tar file is what tar unpacks to the same folder, twice the same bytes")
    func tar() throws {
        let folder = try folder()
        #expect(try sweep(folder, "run", "s.yaml").status == 0)
        for name in ["a/p.tar", "b/p.tar"] {
            try FileManager.default.createDirectory(
                atPath: folder.path + "/" + name.prefix(1), withIntermediateDirectories: true)
            #expect(try sweep(folder, "pack", "s.yaml", "-o", name).status == 0)
        }
        let bytes = try ["a", "b"].map { try Data(contentsOf: folder.appendingPathComponent("\($0)/p.tar")) }
        #expect(bytes[0] == bytes[1] && bytes[0].count.isMultiple(of: 512))
        let unpack = try CommandResult.run(
            URL(fileURLWithPath: "/usr/bin/env"), ["tar", "xf", "a/p.tar"], in: folder)
        #expect(unpack.status == 0, "\(unpack.messages)")
        #expect(try sweep(folder, "again", "p").status == 0)
    }

    @Test("cite names the papers of a sweep's parts once each, as text and for BibTeX")
    func cite() throws {
        let folder = try folder()
        let text =
            "cluster: 2:2:2\nworkload: gavel\npolicy: [max_min_fairness, max_min_fairness_perf, fifo]\nmechanism: [standard, gavel]\nrate: 1\nseeds: 0-1\njobs: 5\n"
        try text.write(to: folder.appendingPathComponent("c.yaml"), atomically: true, encoding: .utf8)
        let cite = try CommandResult.schedlab(["cite", "c.yaml", "placement=gpu-packing"], in: folder)
        #expect(cite.status == 0, "\(cite.messages)")
        #expect(cite.output.components(separatedBy: "Deepak Narayanan").count == 2, "\(cite.output)")
        #expect(
            cite.output.contains(
                "for policy max_min_fairness, placement strided, workload gavel, mechanism gavel, policy max_min_fairness_perf"
            )
        )
        #expect(cite.output.contains("MLaaS in the Wild"))
        let entries = try CommandResult.schedlab(
            ["cite", "policy=finish_time_fairness", "--bibtex"], in: folder)
        #expect(entries.output.components(separatedBy: "@inproceedings{").count == 3, "\(entries.output)")
        #expect(entries.output.contains("author = {Mahajan, Kshiteej and"))
    }
}
