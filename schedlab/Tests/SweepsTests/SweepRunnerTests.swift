import Experiments
import Foundation
import Sweeps
import TestSupport
import Testing

@Suite("Running a sweep's points")
struct SweepRunnerTests {
    private struct Silent: SweepRunner.Watcher {
        func began(_ point: SweepPoint) {}
        func ended(_ point: SweepPoint, _ outcome: SweepRunner.Outcome) {}
    }

    private func jobs(_ text: String) throws -> URL {
        let file = try Places.temporaryFolder().appendingPathComponent("jobs.csv")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }

    private func plan(_ jobs: URL, _ more: String = "") throws -> SweepPlan {
        try SweepPlan(
            try SweepFile.definition(
                "cluster: v100=2\nworkload: jobs:\(jobs.path)\npolicy: [fifo, fifo_perf]\n\(more)",
                path: "s.yaml"),
            engine: "test")
    }

    private static let rows = "submit_seconds,duration_seconds,gpus\n0,60,1\n30,60,2\n"

    @Test("a store whose marker is just being written is empty; a folder of the user is none")
    func beingMade() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let write = { (name: String) in
            try "x".write(to: folder.appendingPathComponent(name), atomically: false, encoding: .utf8)
        }
        try write("schedlab-store.txt.part-4242")
        #expect(try ResultStore(path: folder.path).finishedKeys().isEmpty)
        try write("notes.txt")
        #expect(throws: SweepError.self) { try ResultStore(path: folder.path) }
    }

    @Test("an input that changed between plan and run gives no result under the planned name")
    func inputChanged() throws {
        let file = try jobs(Self.rows)
        let plan = try plan(file)
        let store = try ResultStore(path: file.deletingLastPathComponent().path + "/store")
        try store.prepare()
        try (Self.rows + "90,60,1\n").write(to: file, atomically: true, encoding: .utf8)
        let runner = SweepRunner(plan, store: store) { 0 }
        let outcomes = try runner.run(plan.points, threads: 1, watcher: Silent())
        #expect(outcomes.count == 2)
        for outcome in outcomes {
            guard case .failed(let message) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(message.contains("it changed while the sweep ran"), "\(message)")
        }
        #expect(store.finishedKeys().isEmpty)
        // Planned anew, it is another point.
        let again = try self.plan(file)
        #expect(Set(again.points.map(\.key)).isDisjoint(with: plan.points.map(\.key)))
        let finished = try SweepRunner(again, store: store) { 0 }.run(
            again.points, threads: 1, watcher: Silent())
        #expect(finished.allSatisfy { if case .finished = $0 { true } else { false } }, "\(finished)")
    }

    @Test(
        "several seeds of a workload without chance are refused with the line, and taken where weeks are drawn"
    )
    func uselessSeeds() throws {
        let file = try jobs(Self.rows)
        #expect {
            try plan(file, "seeds: 0-2\n")
        } throws: { error in
            guard case SweepError.malformed(_, let findings) = error else { return false }
            return findings.count == 1 && findings[0].line == 4
                && findings[0].description.contains("nothing of this point is random")
        }
        #expect(try plan(file, "seed: 3\n").points.count == 2)
        #expect(try plan(file, "seeds: 0-2\nresample: weeks\n").points.count == 6)
    }
}
