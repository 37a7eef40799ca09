public import Experiments
public import Kit
public import Metrics
private import Simulation

/// Several seeds of one experiment: each run's figures, and means with intervals over seeds.
public struct SeedsSummary {
    private let summaries: [RunSummary]
    private let key: JobGroups.Key?

    /// A summary of runs that differ in their seed only, in the order of the seeds.
    ///
    /// - Parameters:
    ///   - runs: At least one.
    ///   - peakMemoryBytes: Peak memory of the process.
    ///   - key: What to break the figures down by; nil = nothing.
    public init(_ runs: [ExperimentRun], peakMemoryBytes: Int, by key: JobGroups.Key? = nil) {
        summaries = runs.map { RunSummary($0, peakMemoryBytes: peakMemoryBytes, by: key) }
        self.key = key
    }

    /// Whether nothing in the experiment is drawn: every seed gave the same run, to the last bit.
    private var seedsChangeNothing: Bool {
        guard summaries.count > 1, let first = summaries.first?.run.result.jobs else { return false }
        let bits = { (jobs: JobTable) in
            [jobs.arrivalSeconds, jobs.firstStartSeconds, jobs.endSeconds, jobs.heldGPUSeconds].map {
                $0.map(\.bitPattern)
            }
        }
        let expected = bits(first)
        return summaries.dropFirst().allSatisfy { bits($0.run.result.jobs) == expected }
    }

    /// The runs that say something: one of them where all are the same.
    private var distinct: [RunSummary] { seedsChangeNothing ? Array(summaries.prefix(1)) : summaries }

    private var figures: [SeedFigure] { SeedFigure.all(distinct.map(\.run)) }

    /// What was cut short or overloaded if anything, one row per seed, then the means with their intervals.
    public var text: String {
        var table = TextTable(
            heading: [
                "seed", "stopped by", "average JCT", "median", "p99", "busy GPUs", "unfinished jobs",
                "never started",
            ],
            alignments: [.right, .left, .right, .right, .right, .right, .right, .right])
        for summary in summaries {
            let m = summary.run.metrics
            table.addRow([
                "\(summary.run.resolved.experiment.seed)", summary.stopReason,
                "\(Numbers.grouped(m.averageJCTSeconds)) s",
                "\(Numbers.grouped(m.completionTimeQuantileSeconds(0.5))) s",
                "\(Numbers.grouped(m.completionTimeQuantileSeconds(0.99))) s",
                Numbers.percent(m.busyFraction), Numbers.grouped(m.unfinishedJobCount),
                Numbers.grouped(m.neverStartedJobCount),
            ])
        }
        var text = warning + table.text
        text +=
            seedsChangeNothing
            ? """

            The seeds change nothing: neither the workload nor the policy nor the placement draws anything, and all \
            \(summaries.count) runs are the same. There is no interval:

            """
            : "\nMean over \(summaries.count) seeds with its 95 % interval:\n"
        for figure in figures { text += "  \(figure.title): \(figure.described)\n" }
        return text + groupTable
    }

    /// The first line, where averages do not mean what they seem to.
    private var warning: String {
        var parts: [String] = []
        for (reason, words) in [("horizon", "at the time limit"), ("overload", "in overload")] {
            let count = summaries.count { $0.stopReason == reason }
            if count > 0 { parts.append("\(count) of \(summaries.count) seeds \(words)") }
        }
        guard !parts.isEmpty else { return "" }
        return """
            stopped: \(parts.joined(separator: ", ")); averages are over completed jobs only, favour policies \
            that starve long jobs and depend on when the runs end


            """
    }

    private var groupTable: String {
        guard let key else { return "" }
        var table = TextTable(
            heading: [
                key.rawValue, "seeds", "jobs", "unfinished", "never started", "average JCT", "first wait",
                "slowdown", "fairness",
            ],
            alignments: [.left] + Array(repeating: .right, count: 8))
        for group in SeedGroup.all(distinct) {
            table.addRow(
                [
                    group.name.isEmpty ? "(not said)" : TextTable.name(group.name), "\(group.seedCount)",
                    Numbers.grouped(group.jobCount), Numbers.grouped(group.unfinishedJobCount),
                    Numbers.grouped(group.neverStartedJobCount),
                ] + group.figures.map { $0.interval == nil ? "–" : $0.described })
        }
        return
            (seedsChangeNothing
            ? "\nJobs of one run, since the seeds change nothing:\n"
            : "\nJobs of all seeds; means over seeds with their 95 % intervals:\n") + table.text
    }

    /// Every run's summary, and the means.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(RunSummary.schemaVersion)),
            (
                "overSeeds",
                .object(
                    [
                        ("seedCount", .int(summaries.count)),
                        ("seedsChangeNothing", .bool(seedsChangeNothing)),
                    ] + SeedFigure.json(figures) + groupFields)
            ),
            ("runs", .array(summaries.map(\.json))),
        ])
    }

    private var groupFields: [(String, JSONValue)] {
        guard let key else { return [] }
        let groups = SeedGroup.all(distinct).map { group in
            JSONValue.object(
                [
                    ("name", .string(group.name)), ("seedCount", .int(group.seedCount)),
                    ("measuredJobCount", .int(group.jobCount)),
                    ("unfinishedJobCount", .int(group.unfinishedJobCount)),
                    ("neverStartedJobCount", .int(group.neverStartedJobCount)),
                ] + SeedFigure.json(group.figures))
        }
        return [("groupedBy", .string(key.rawValue)), ("groups", .array(groups))]
    }

    /// Header and one row per seed.
    public var csv: String { RunSummary.csvHeader + summaries.map(\.csvRow).joined() }
}
