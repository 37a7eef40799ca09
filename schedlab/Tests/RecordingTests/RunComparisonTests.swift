import Experiments
import Foundation
import Kit
import Metrics
import Reports
import TestSupport
import Testing

@testable import Recording

@Suite("Comparisons of runs")
struct RunComparisonTests {
    private func record(_ policy: String, seed: UInt64 = 0, in folder: URL) throws -> (RecordedRun, RunRecord)
    {
        let own = folder.appendingPathComponent("\(policy)-\(seed)")
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        var experiment = Experiment(cluster: "2:2:2", workload: "gavel", policy: policy)
        experiment.jobsPerHour = 15
        experiment.jobCount = 40
        experiment.seed = seed
        let run = try RecordedRun(experiment, in: own)
        return (run, try RunRecord(path: run.path))
    }

    @Test("a run does not differ from itself; another policy's averages differ by the mean difference")
    func differences() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (a, first) = try record("max_min_fairness", in: folder)
        let (b, second) = try record("max_min_fairness_perf", in: folder)
        let same = try RunComparison([first, first])
        #expect(same.differences[0].differencesSeconds.allSatisfy { $0 == 0 })
        #expect(same.differences[0].divergence == nil && same.commonJobCount == 40)

        let comparison = try RunComparison([first, second])
        let expected = (b.run.metrics.averageJCTSeconds ?? 0) - (a.run.metrics.averageJCTSeconds ?? 0)
        let mean = try #require(comparison.differences[0].meanSeconds)
        #expect(abs(mean - expected) < 1e-6 * abs(expected))
        #expect(comparison.averageJCTSeconds == a.run.metrics.averageJCTSeconds)
        let divergence = try #require(comparison.differences[0].divergence)
        #expect(
            placements(a.events, before: divergence.round) == placements(b.events, before: divergence.round))
        #expect(
            placements(a.events, before: divergence.round + 1)
                != placements(b.events, before: divergence.round + 1))
        #expect(divergence.sentences.count == 2 && divergence.sentences[0] != divergence.sentences[1])
    }

    private func placements(_ events: [RecordedEvent], before round: Int) -> [[Int32]] {
        var lists: [[Int32]] = []
        for event in events {
            if case .roundBegan(let began) = event, began.round >= round { break }
            if case .placed(let placed) = event { lists.append([Int32(placed.job)] + placed.gpus.ids) }
        }
        return lists
    }

    @Test("runs of different workloads are refused")
    func differentWorkloads() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let records = [
            try record("fifo", in: folder).1, try record("fifo", seed: 1, in: folder).1,
        ]
        #expect(throws: RecordError.self) { try RunComparison(records) }
    }

    @Test("over seeds the mean difference has an interval")
    func seeds() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let records = try (0..<3 as Range<UInt64>).map { seed in
            [
                try record("fifo", seed: seed, in: folder).1,
                try record("max_min_fairness_perf", seed: seed, in: folder).1,
            ]
        }
        let comparison = try SeedComparison(seeds: ["seed-0", "seed-1", "seed-2"], records: records)
        let means = comparison.comparisons.compactMap { $0.differences[0].meanSeconds }
        let interval = try #require(SeedInterval(means))
        #expect(comparison.json.oneLine.contains("\"meanDifferenceSeconds\": \(interval.mean)"))
        #expect(comparison.text.contains("(95 %, over seeds)"))
    }
}
