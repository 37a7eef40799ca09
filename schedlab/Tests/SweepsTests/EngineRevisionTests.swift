import Experiments
import Foundation
import Kit
import Sweeps
import TestSupport
import Testing

@Suite("The revision of what the engine computes")
struct EngineRevisionTests {
    /// Digests of what each revision computes, one a line: revision, tab, SHA-256.
    private static let file = Places.package.appendingPathComponent(
        "Tests/CommandTests/Golden/engine-revisions.tsv")

    /// Small experiments of every mechanism, kinds of policies and placements.
    private static let runs = """
        cluster: v100=6@2,p100=4@4,k80=4
        jobs: 30
        seed: 7
        groups:
          rounds:
            workload: gavel
            rate: 4
            multi-gpu: true
            policy: [fifo_perf, max_min_fairness_perf, finish_time_fairness]
            placement: [strided, fgd]
          original:
            workload: gavel
            rate: 4
            steady-state: true
            mechanism: gavel
            policy: [max_min_fairness, max_min_fairness_perf]
          queue:
            workload: exponential
            rate: 13
            mechanism: run-to-completion
            policy: fifo
          shares:
            cluster: openb-2023
            workload: openb-mix
            rate: 2000
            duration-scale: 0.01
            policy: fifo
            placement: [random, best-fit]

        """
    private static let fills = """
        command: fill
        ratio: 0.05
        seed: 42
        placement: [random, dot-product, gpu-clustering, gpu-packing, best-fit, fgd]

        """

    private struct Silent: SweepRunner.Watcher {
        func began(_ point: SweepPoint) {}
        func ended(_ point: SweepPoint, _ outcome: SweepRunner.Outcome) {}
    }

    /// Figures of all points with nine digits: another mathematical library is no other engine.
    private func figures(_ text: String) throws -> String {
        let plan = try SweepPlan(try SweepFile.definition(text, path: "s.yaml"), engine: "test")
        let store = try ResultStore(path: try Places.temporaryFolder().path + "/store")
        try store.prepare()
        let outcomes = try SweepRunner(plan, store: store) { 0 }.run(
            plan.points, threads: 2, watcher: Silent())
        for case .failed(let message) in outcomes { Issue.record("\(message)") }
        let results = SweepResults(plan, store: store)
        // What the solver did on the way is no result.
        let names = results.figureNames.filter { !$0.hasPrefix("solver") }.sorted()
        let rows = try PointTable(results, columns: names).rows
        #expect(rows.count == plan.points.count && names.count > 5)
        let short = { (cell: String) in
            DecimalNumber.double(cell).map { String(format: "%.9g", $0) } ?? cell
        }
        return (names.joined(separator: "\t") + "\n")
            + rows.map { $0.map(short).joined(separator: "\t") + "\n" }.joined()
    }

    @Test("results have not changed, or the revision has")
    func unchanged() throws {
        let text = try figures(Self.runs) + figures(Self.fills)
        let digest = SHA256.hexDigest(Array(text.utf8))
        let known = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(
            known.split(separator: "\n").contains("\(EngineRevision.current)\t\(digest)"),
            """
            The engine computes something else than revision \(EngineRevision.current) did (digest \(digest)): mend the \
            change, or, where the new numbers are right, raise EngineRevision.current and add a line to \
            \(Self.file.lastPathComponent). Never change a line.
            """)
    }
}
