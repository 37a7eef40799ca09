private import Cluster
public import Experiments
private import Kit
public import Metrics
private import Simulation
private import Workload

/// The summary of a run: the same figures as JSON, as a table and as one CSV row.
public struct RunSummary {
    /// Version of the JSON form.
    public static let schemaVersion = 1

    let run: ExperimentRun
    let peakMemoryBytes: Int
    /// The same figures per group, if asked for.
    let groups: JobGroups?

    /// A summary of a finished run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - peakMemoryBytes: Peak memory of the process, as the system reports it.
    ///   - key: What to break the figures down by; nil = nothing.
    public init(_ run: ExperimentRun, peakMemoryBytes: Int, by key: JobGroups.Key? = nil) {
        self.run = run
        let types = run.resolved.layout.types
        groups = key.map {
            JobGroups(
                run.result, by: $0, typeNames: types.map(\.name), gpuCounts: types.map(\.gpuCount))
        }
        self.peakMemoryBytes = peakMemoryBytes
    }

    /// Work went on arriving when the run ended, so that its averages depend on when that was.
    ///
    /// It was cut by its time limit, or measures a window of jobs out of a source without end. A list of jobs that was done to its
    /// last measured one is neither, whatever load it offered.
    private var isOpen: Bool {
        run.metrics.stopReason == .horizon
            || (run.resolved.isGenerated && run.resolved.experiment.window != nil)
    }

    /// More work arrives than the cluster could do even with every job on its fastest type.
    var isOfferedTooMuch: Bool { isOpen && (run.resolved.offeredLoad ?? 0) > 1 }

    /// More work arrives than is done: by the offered load, or because the backlog grew over the second half.
    ///
    /// On a cluster that is half idle a backlog that grows is that of jobs that run: it still fills up.
    var isOverloaded: Bool {
        isOfferedTooMuch
            || (isOpen && run.backlog?.isGrowing == true && run.metrics.allocatedFraction >= Self.busyCluster)
    }

    /// Allocated fraction from which on a growing backlog means overload.
    private static let busyCluster = 0.5

    /// Why the run stopped, `overload` where that is what its averages show.
    var stopReason: String { isOverloaded ? "overload" : run.metrics.stopReason.rawValue }

    /// What a move costs the job that is moved, in seconds; nil = that depends on its model.
    var secondsPerMove: Double? {
        switch run.resolved.experiment.moveCosts ?? .seconds(0) {
        case .seconds(let seconds): seconds
        case .byModel: nil
        }
    }

    /// The measured jobs in words.
    var measuredJobs: String {
        let ids = run.metrics.measuredJobIDs
        return run.resolved.experiment.window == nil
            ? "all \(Numbers.grouped(ids.count)) jobs that arrived"
            : "jobs \(Numbers.grouped(ids.lowerBound)) to \(Numbers.grouped(ids.upperBound - 1)), by arrival"
    }

    /// Header of ``csvRow``.
    public static let csvHeader = CSVLine.text([
        "policy", "cluster", "seed", "stop_reason", "measured_jobs", "completed_jobs", "unfinished_jobs",
        "average_jct_seconds", "median_jct_seconds", "p90_jct_seconds", "p95_jct_seconds", "p99_jct_seconds",
        "makespan_seconds", "busy_fraction", "allocated_fraction", "rounds", "never_started_jobs",
        "dropped_jobs", "generated_jobs", "offered_load", "first_wait_mean_seconds",
        "total_wait_mean_seconds",
        "slowdown_mean", "finish_time_fairness_mean", "completed_gpu_hours", "moves", "preemptions",
        "fragmentation_rate",
        "fragmentation_of_total", "occupied_nodes", "at_least",
    ])

    /// The figures as one CSV row; undefined ones are empty.
    public var csvRow: String {
        let m = run.metrics
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        return CSVLine.text([
            run.resolved.policy.name, run.resolved.layout.name, "\(run.resolved.experiment.seed)",
            stopReason, "\(m.measuredJobIDs.count)", "\(m.completedJobCount)",
            "\(m.unfinishedJobCount)", number(m.averageJCTSeconds),
            number(m.completionTimeQuantileSeconds(0.5)), number(m.completionTimeQuantileSeconds(0.9)),
            number(m.completionTimeQuantileSeconds(0.95)), number(m.completionTimeQuantileSeconds(0.99)),
            number(m.makespanSeconds), number(m.busyFraction), number(m.allocatedFraction), "\(m.roundCount)",
            "\(m.neverStartedJobCount)", "\(m.droppedJobCount)", "\(m.generatedJobCount)",
            number(run.resolved.offeredLoad), number(run.times.firstWaitSeconds?.mean),
            number(run.times.totalWaitSeconds?.mean), number(run.times.slowdown?.mean),
            number(run.fairness?.mean), number(run.times.completedGPUHours), "\(m.moveCount)",
            "\(m.preemptionCount)",
            number(run.result.fragmentation?.rate), number(run.result.fragmentation?.ofTotal),
            number(run.result.fragmentation?.occupiedNodes), lowerBounds.joined(separator: "|"),
        ])
    }

    /// Columns of ``csvRow`` that are lower bounds, because jobs had not ended.
    private var lowerBounds: [String] {
        [
            ("first_wait_mean_seconds", run.times.firstWaitSeconds?.atLeast.contains(.mean)),
            ("total_wait_mean_seconds", run.times.totalWaitSeconds?.atLeast.contains(.mean)),
            ("slowdown_mean", run.times.slowdown?.atLeast.contains(.mean)),
            ("finish_time_fairness_mean", run.fairness?.isAtLeast),
        ].filter { $0.1 == true }.map(\.0)
    }
}
