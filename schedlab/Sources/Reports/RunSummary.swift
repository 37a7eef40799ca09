private import Cluster
public import Experiments
private import Metrics
private import Simulation
public import TextFormats
private import Workload

/// The summary of a run: the same figures as JSON, as a table and as one CSV row.
public struct RunSummary {
    /// Version of the JSON form.
    public static let schemaVersion = 1

    private let run: ExperimentRun
    private let peakMemoryBytes: Int

    /// A summary of a finished run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - peakMemoryBytes: Peak memory of the process, as the system reports it.
    public init(_ run: ExperimentRun, peakMemoryBytes: Int) {
        self.run = run
        self.peakMemoryBytes = peakMemoryBytes
    }

    /// The summary as JSON; only the part under `host` may differ between equal runs.
    public var json: JSONValue {
        .object(
            [
                ("schemaVersion", .int(Self.schemaVersion)),
                ("experiment", ExperimentDescription(run.resolved).json),
                ("assumptions", AssumptionList(run.resolved).json),
                ("stopReason", .string(run.metrics.stopReason.rawValue)),
                ("offeredLoad", .number(run.resolved.offeredLoad)),
                ("isOverloaded", .bool(isOverloaded)),
                ("measuredJobs", .string(measuredJobs)),
            ] + counts + times + [
                ("busyFraction", .double(run.metrics.busyFraction)),
                ("allocatedFraction", .double(run.metrics.allocatedFraction)),
                ("roundCount", .int(run.metrics.roundCount)),
                (
                    "moves",
                    .object([
                        ("moveCount", .int(run.metrics.moveCount)),
                        ("preemptionCount", .int(run.metrics.preemptionCount)),
                        ("secondsPerMove", .int(0)),
                    ])
                ),
                ("solver", solver),
                (
                    "host",
                    .object([
                        ("wallSeconds", .double(run.wallSeconds)),
                        ("solverSeconds", .double(run.solver.seconds)),
                        ("peakMemoryBytes", .int(peakMemoryBytes)),
                    ])
                ),
            ])
    }

    private var counts: [(String, JSONValue)] {
        [
            ("generatedJobCount", .int(run.metrics.generatedJobCount)),
            ("measuredJobCount", .int(run.metrics.measuredJobIDs.count)),
            ("completedJobCount", .int(run.metrics.completedJobCount)),
            ("unfinishedJobCount", .int(run.metrics.unfinishedJobCount)),
            ("neverStartedJobCount", .int(run.metrics.neverStartedJobCount)),
            ("droppedJobCount", .int(run.metrics.droppedJobCount)),
            ("activeJobCountPeak", .int(run.metrics.activeJobCountPeak)),
        ]
    }

    private var times: [(String, JSONValue)] {
        var fields: [(String, JSONValue)] = [
            ("averageJCTSeconds", .number(run.metrics.averageJCTSeconds))
        ]
        for (name, q) in [("median", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)] {
            fields.append(("\(name)JCTSeconds", .number(run.metrics.completionTimeQuantileSeconds(q))))
        }
        if run.metrics.averageJCTSeconds == nil {
            fields.append(("jctUndefinedReason", .string("no measured job completed")))
        }
        fields.append(("firstWaitSeconds", Self.json(run.times.firstWaitSeconds)))
        fields.append(("totalWaitSeconds", Self.json(run.times.totalWaitSeconds)))
        fields.append(
            (
                "slowdown",
                .object([
                    ("mean", .number(run.times.slowdown?.mean)), ("p95", .number(run.times.slowdown?.p95)),
                ])
            ))
        fields.append(("completedGPUHours", .double(run.times.completedGPUHours)))
        return fields + [("makespanSeconds", .double(run.metrics.makespanSeconds))]
    }

    private var solver: JSONValue {
        .object([
            ("engine", run.solver.engine.map(JSONValue.string) ?? .null),
            ("solveCount", .int(run.solver.solveCount)),
            ("fallbackCount", .int(run.solver.fallbackCount)),
            (
                "largestProgram",
                .object([
                    ("jobs", .int(run.solver.largestProgram.jobs)),
                    ("types", .int(run.solver.largestProgram.types)),
                ])
            ),
            ("worstGap", .double(run.solver.worstGap)),
        ])
    }

    private static func json(_ distribution: Distribution?) -> JSONValue {
        guard let d = distribution else { return .null }
        return .object([
            ("mean", .double(d.mean)), ("median", .double(d.median)), ("p95", .double(d.p95)),
            ("p99", .double(d.p99)),
        ])
    }

    /// More work arrives than the cluster could do even with every job on its fastest type, and the run did
    /// not simply wait until all of it was done.
    private var isOverloaded: Bool {
        let isOpen = run.resolved.experiment.window != nil || run.metrics.stopReason == .horizon
        return isOpen && (run.resolved.offeredLoad ?? 0) > 1
    }

    /// The measured jobs in words.
    private var measuredJobs: String {
        let ids = run.metrics.measuredJobIDs
        return run.resolved.experiment.window == nil
            ? "all \(Numbers.grouped(ids.count)) jobs that arrived"
            : "jobs \(Numbers.grouped(ids.lowerBound)) to \(Numbers.grouped(ids.upperBound - 1)), by arrival"
    }

    /// The summary as lines of text, most wanted first.
    public var text: String {
        let m = run.metrics
        var lines = [
            ("stopped", stopped),
            ("policy", "\(run.resolved.policy.name) (\(run.resolved.policy.title))"),
            (
                "cluster",
                "\(run.resolved.layout.name), \(Numbers.grouped(run.resolved.layout.gpuCount)) GPUs: \(run.resolved.layout.describedInNodes)"
            ),
            (
                "measured",
                "\(measuredJobs); \(Numbers.grouped(m.completedJobCount)) completed, \(Numbers.grouped(m.unfinishedJobCount)) unfinished (\(Numbers.grouped(m.neverStartedJobCount)) never started), \(Numbers.grouped(m.droppedJobCount)) dropped"
            ),
            (
                "average JCT",
                "\(Numbers.grouped(m.averageJCTSeconds)) s (\(hours(m.averageJCTSeconds)))\(averageNote)"
            ),
        ]
        let quantiles = [("median", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)].map {
            "\($0.0) \(Numbers.grouped(m.completionTimeQuantileSeconds($0.1))) s"
        }
        lines.append(("JCT quantiles", quantiles.joined(separator: ", ")))
        lines += [
            ("waits", waitsText),
            (
                "makespan",
                "\(Numbers.grouped(m.makespanSeconds)) s (\(hours(m.makespanSeconds))), \(Numbers.grouped(m.roundCount)) rounds"
            ),
            (
                "busy fraction",
                "\(Numbers.percent(m.busyFraction)) of GPU time (booked by the mechanism); allocated \(Numbers.percent(m.allocatedFraction))"
            ),
            (
                "active jobs",
                "at most \(Numbers.grouped(m.activeJobCountPeak)) at once, \(Numbers.grouped(m.generatedJobCount)) arrived"
            ),
            (
                "moves",
                "\(Numbers.grouped(m.moveCount)) moves, \(Numbers.grouped(m.preemptionCount)) preemptions; moves cost 0 s"
            ),
            ("solver", solverText),
            (
                "host",
                "\(Numbers.fixed(run.wallSeconds, decimals: 2)) s wall, \(Numbers.fixed(run.solver.seconds, decimals: 2)) s in the solver, \(Numbers.fixed(Double(peakMemoryBytes) / 1_048_576, decimals: 0)) MiB peak"
            ),
        ]
        for assumption in AssumptionList(run.resolved).lines { lines.append(("assumed", assumption)) }
        for line in AssumptionList(run.resolved).importLines { lines.append(("import", line)) }
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
        }.joined()
    }

    /// The first line: why the run ended, and whether its averages mean what they seem to.
    private var stopped: String {
        let load = run.resolved.offeredLoad.map { "; offered load \(Numbers.fixed($0, decimals: 2))" } ?? ""
        return ending + load
            + (isOverloaded
                ? ": OVERLOADED, queues grow without end and averages depend on when the run ends" : "")
    }

    private var ending: String {
        switch run.metrics.stopReason {
        case .completed: "when all measured jobs had ended"
        case .horizon:
            "at the time limit, with \(Numbers.grouped(run.metrics.unfinishedJobCount)) measured jobs unfinished"
        }
    }

    private var waitsText: String {
        guard let first = run.times.firstWaitSeconds else { return "no measured job started" }
        let total = run.times.totalWaitSeconds.map { ", in all \(Numbers.grouped($0.mean)) s" } ?? ""
        let slowdown =
            run.times.slowdown.map {
                "; slowdown \(Numbers.fixed($0.mean, decimals: 2)), p95 \(Numbers.fixed($0.p95, decimals: 2))"
            } ?? ""
        return
            "first GPUs after \(Numbers.grouped(first.mean)) s (p95 \(Numbers.grouped(first.p95)) s)\(total)\(slowdown)"
    }

    private var averageNote: String {
        if run.metrics.averageJCTSeconds == nil { return ", undefined: no measured job completed" }
        return run.metrics.unfinishedJobCount > 0
            ? ", over completed jobs only: favours policies that starve long jobs" : ""
    }

    private var solverText: String {
        guard let engine = run.solver.engine else { return "none needed" }
        let largest = run.solver.largestProgram
        return """
            \(engine), \(Numbers.grouped(run.solver.solveCount)) programs, the largest \(largest.jobs) jobs x \
            \(largest.types) types, worst certified gap \(shortScientific(run.solver.worstGap))
            """
    }

    private func hours(_ seconds: Double?) -> String {
        seconds.map { "\(Numbers.fixed($0 / 3600, decimals: 2)) h" } ?? "–"
    }

    private func shortScientific(_ value: Double) -> String {
        guard value > 0 else { return "0" }
        var exponent = 0
        var mantissa = value
        while mantissa < 1 {
            mantissa *= 10
            exponent -= 1
        }
        return "\(Numbers.fixed(mantissa, decimals: 1))e\(exponent)"
    }

    /// Header of ``csvRow``.
    public static let csvHeader = CSVLine.text([
        "policy", "cluster", "seed", "stop_reason", "measured_jobs", "completed_jobs", "unfinished_jobs",
        "average_jct_seconds", "median_jct_seconds", "p90_jct_seconds", "p95_jct_seconds", "p99_jct_seconds",
        "makespan_seconds", "busy_fraction", "allocated_fraction", "rounds",
    ])

    /// The figures as one CSV row; undefined ones are empty.
    public var csvRow: String {
        let m = run.metrics
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        return CSVLine.text([
            run.resolved.policy.name, run.resolved.layout.name, "\(run.resolved.experiment.seed)",
            m.stopReason.rawValue, "\(m.measuredJobIDs.count)", "\(m.completedJobCount)",
            "\(m.unfinishedJobCount)", number(m.averageJCTSeconds),
            number(m.completionTimeQuantileSeconds(0.5)), number(m.completionTimeQuantileSeconds(0.9)),
            number(m.completionTimeQuantileSeconds(0.95)), number(m.completionTimeQuantileSeconds(0.99)),
            number(m.makespanSeconds), number(m.busyFraction), number(m.allocatedFraction), "\(m.roundCount)",
        ])
    }
}
