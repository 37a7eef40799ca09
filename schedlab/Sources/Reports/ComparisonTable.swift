public import Experiments
private import Metrics
private import Simulation
public import TextFormats

/// Several runs of one workload side by side; the first is what the others are compared with.
public struct ComparisonTable {
    private let runs: [ExperimentRun]

    /// A comparison of at least one run.
    public init(_ runs: [ExperimentRun]) { self.runs = runs }

    /// The table for people.
    public var text: String {
        var table = TextTable(
            heading: [
                "policy", "average JCT", "median", "p99", "busy GPUs", "rounds", "average JCT vs first",
            ],
            alignments: [.left, .right, .right, .right, .right, .right, .right])
        for run in runs {
            table.addRow([
                "\(run.resolved.policy.name) (\(run.resolved.policy.title))",
                "\(Numbers.grouped(run.metrics.averageJCTSeconds)) s",
                "\(Numbers.grouped(run.metrics.completionTimeQuantileSeconds(0.5))) s",
                "\(Numbers.grouped(run.metrics.completionTimeQuantileSeconds(0.99))) s",
                Numbers.percent(run.metrics.busyFraction), Numbers.grouped(run.metrics.roundCount),
                change(run),
            ])
        }
        return table.text
    }

    /// The conclusion in a sentence.
    public var verdict: String {
        guard runs.count >= 2, let first = runs.first?.metrics.averageJCTSeconds,
            let last = runs.last?.metrics.averageJCTSeconds, let window = runs.first?.metrics.measuredJobIDs
        else { return "" }
        let names = (runs[0].resolved.policy.title, runs[runs.count - 1].resolved.policy.title)
        let percent = Numbers.fixed(abs(100 * (last / first - 1)), decimals: 1)
        let direction = last < first ? "lower" : "higher"
        let seed = runs[0].resolved.experiment.seed
        return """
            \(names.1) finishes jobs in \(percent) % \(direction) average time than \(names.0), over jobs \
            \(Numbers.grouped(window.lowerBound)) to \(Numbers.grouped(window.upperBound - 1)) of one random workload (seed \(seed)).

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

    private func change(_ run: ExperimentRun) -> String {
        guard let first = runs.first?.metrics.averageJCTSeconds, let own = run.metrics.averageJCTSeconds
        else {
            return "–"
        }
        let percent = Numbers.fixed(abs(100 * (own / first - 1)), decimals: 1)
        return own == first ? "–" : (own < first ? "-\(percent) %" : "+\(percent) %")
    }
}
