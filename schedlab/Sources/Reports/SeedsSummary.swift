public import Experiments
private import Metrics
private import Simulation
public import TextFormats

/// Several seeds of one experiment: each run's figures, and means with intervals over seeds.
public struct SeedsSummary {
    /// A figure that is averaged over seeds.
    private struct Figure {
        var key: String
        var title: String
        var unit: String
        var value: @Sendable (ExperimentRun) -> Double?
    }

    private static let figures = [
        Figure(key: "averageJCTSeconds", title: "average JCT", unit: "s") { $0.metrics.averageJCTSeconds },
        Figure(key: "medianJCTSeconds", title: "median JCT", unit: "s") {
            $0.metrics.completionTimeQuantileSeconds(0.5)
        },
        Figure(key: "p99JCTSeconds", title: "p99 JCT", unit: "s") {
            $0.metrics.completionTimeQuantileSeconds(0.99)
        },
        Figure(key: "makespanSeconds", title: "makespan", unit: "s") { $0.metrics.makespanSeconds },
        Figure(key: "busyFraction", title: "busy fraction", unit: "%") { $0.metrics.busyFraction },
        Figure(key: "allocatedFraction", title: "allocated fraction", unit: "%") {
            $0.metrics.allocatedFraction
        },
        Figure(key: "fragmentationRate", title: "fragmentation rate", unit: "%") {
            $0.result.fragmentation?.rate
        },
        Figure(key: "fragmentationOfTotal", title: "fragmentation of total", unit: "%") {
            $0.result.fragmentation?.ofTotal
        },
        Figure(key: "occupiedNodes", title: "occupied nodes", unit: "nodes") {
            $0.result.fragmentation?.occupiedNodes
        },
    ]

    private let runs: [ExperimentRun]

    /// A summary of runs that differ in their seed only, in the order of the seeds.
    public init(_ runs: [ExperimentRun]) { self.runs = runs }

    /// The interval of a figure; nil when a run does not have it.
    private func interval(_ figure: Figure) -> SeedInterval? {
        let values = runs.compactMap { figure.value($0) }
        return values.count == runs.count ? SeedInterval(values) : nil
    }

    /// One row per seed, then the means with their intervals.
    public var text: String {
        var table = TextTable(
            heading: ["seed", "stopped by", "average JCT", "median", "p99", "busy GPUs", "unfinished jobs"],
            alignments: [.right, .left, .right, .right, .right, .right, .right])
        for run in runs {
            table.addRow([
                "\(run.resolved.experiment.seed)", RunSummary(run, peakMemoryBytes: 0).stopReason,
                "\(Numbers.grouped(run.metrics.averageJCTSeconds)) s",
                "\(Numbers.grouped(run.metrics.completionTimeQuantileSeconds(0.5))) s",
                "\(Numbers.grouped(run.metrics.completionTimeQuantileSeconds(0.99))) s",
                Numbers.percent(run.metrics.busyFraction), Numbers.grouped(run.metrics.unfinishedJobCount),
            ])
        }
        var text = table.text + "\nMean over \(runs.count) seeds with its 95 % interval:\n"
        for figure in Self.figures { text += "  \(figure.title): \(described(figure))\n" }
        return text
    }

    private func described(_ figure: Figure) -> String {
        guard let interval = interval(figure) else { return "undefined: not every seed has it" }
        let number = { (value: Double) in
            figure.unit == "%"
                ? Numbers.percent(value, decimals: 2) : "\(Numbers.grouped(value)) \(figure.unit)"
        }
        guard let halfWidth = interval.halfWidth else {
            return "\(number(interval.mean)) (one seed: no interval)"
        }
        return "\(number(interval.mean)) ± \(number(halfWidth))"
    }

    /// Every run's summary, and the means.
    ///
    /// - Parameter peakMemoryBytes: Peak memory of the process.
    /// - Returns: An object with `runs` and `overSeeds`.
    public func json(peakMemoryBytes: Int) -> JSONValue {
        let means = Self.figures.map { figure -> (String, JSONValue) in
            guard let interval = interval(figure) else { return (figure.key, .null) }
            return (
                figure.key,
                .object([("mean", .double(interval.mean)), ("halfWidth95", .number(interval.halfWidth))])
            )
        }
        return .object([
            ("schemaVersion", .int(RunSummary.schemaVersion)),
            ("overSeeds", .object([("seedCount", .int(runs.count))] + means)),
            ("runs", .array(runs.map { RunSummary($0, peakMemoryBytes: peakMemoryBytes).json })),
        ])
    }
}
