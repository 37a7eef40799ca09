public import Experiments
public import Kit
private import Metrics
private import Simulation

/// Several runs of one workload side by side; the first is what the others are compared with.
public struct ComparisonTable {
    private let runs: [ExperimentRun]
    private let titles: [String]

    /// A comparison of runs with a title each.
    public init(_ runs: [ExperimentRun], titles: [String]) {
        precondition(runs.count == titles.count, "\(titles.count) titles for \(runs.count) runs")
        self.runs = runs
        self.titles = titles
    }

    /// The table for people.
    public var text: String {
        var table = TextTable(
            heading: [
                "experiment", "policy", "placement", "average JCT", "vs first", "median", "p99",
                "moves/round",
                "fragmentation",
            ],
            alignments: [.left, .left, .left, .right, .right, .right, .right, .right, .right])
        for (run, title) in zip(runs, titles) {
            let moves = Double(run.metrics.moveCount) / Double(max(run.metrics.roundCount, 1))
            table.addRow([
                title, run.resolved.policy.title, run.resolved.experiment.placement,
                "\(Numbers.grouped(run.metrics.averageJCTSeconds)) s", change(run),
                "\(Numbers.grouped(run.metrics.completionTimeQuantileSeconds(0.5))) s",
                "\(Numbers.grouped(run.metrics.completionTimeQuantileSeconds(0.99))) s",
                Numbers.fixed(moves, decimals: 1),
                (run.result.fragmentation?.rate).map { Numbers.percent($0) } ?? "–",
            ])
        }
        return table.text
    }

    /// The conclusion in a sentence.
    public var verdict: String {
        guard runs.count >= 2, let window = runs.first?.metrics.measuredJobIDs else { return "" }
        let changes = zip(runs, titles).dropFirst().compactMap { run, title in
            relativeChange(run).map { change in
                let percent = Numbers.fixed(abs(100 * change), decimals: 1)
                return "\(title) finishes jobs in \(percent) % \(change < 0 ? "less" : "more") time"
            }
        }
        return """
            \(changes.joined(separator: ", ")) on average than \(titles[0]), over jobs \
            \(Numbers.grouped(window.lowerBound)) to \(Numbers.grouped(window.upperBound - 1)) of one random \
            workload (seed \(runs[0].resolved.experiment.seed)).

            """
    }

    /// The summaries as JSON.
    ///
    /// - Parameter peakMemoryBytes: Peak memory of the process.
    /// - Returns: An object with one summary per run.
    public func json(peakMemoryBytes: Int) -> JSONValue {
        .object([
            ("schemaVersion", .int(RunSummary.schemaVersion)),
            ("runs", .array(runs.map { RunSummary($0, peakMemoryBytes: peakMemoryBytes).json })),
        ])
    }

    private func relativeChange(_ run: ExperimentRun) -> Double? {
        guard let first = runs.first?.metrics.averageJCTSeconds, let own = run.metrics.averageJCTSeconds
        else { return nil }
        return own / first - 1
    }

    private func change(_ run: ExperimentRun) -> String {
        guard let change = relativeChange(run), change != 0 else { return "–" }
        return (change < 0 ? "-" : "+") + Numbers.fixed(abs(100 * change), decimals: 1) + " %"
    }
}
