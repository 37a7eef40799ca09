private import Cluster
private import Experiments
public import Kit
private import LinearPrograms
private import Metrics
private import Simulation

/// The summary for programs.
extension RunSummary {
    /// The summary as JSON; only the part under `host` may differ between equal runs.
    public var json: JSONValue {
        .object(
            [
                ("schemaVersion", .int(Self.schemaVersion)),
                ("experiment", ExperimentDescription(run.resolved).json),
                ("assumptions", AssumptionList(run.resolved).json),
                ("stopReason", .string(stopReason)),
                ("endedBy", .string(run.metrics.stopReason.rawValue)),
                ("offeredLoad", .number(run.resolved.offeredLoad)),
                ("isOverloaded", .bool(isOverloaded)),
                (
                    "backlog",
                    run.backlog.map {
                        .object([
                            ("slopeGPUHoursPerHour", .double($0.slopeGPUHoursPerHour)),
                            ("halfWidth95", .double($0.halfWidth)),
                        ])
                    } ?? .null
                ),
                ("measuredJobs", .string(measuredJobs)),
            ] + counts + times + [("undefined", undefined.json)] + groupFields + [
                ("busyFraction", .double(run.metrics.busyFraction)),
                ("allocatedFraction", .double(run.metrics.allocatedFraction)),
                ("fragmentation", FragmentationReport(run).json),
                ("roundCount", .int(run.metrics.roundCount)),
                ("tieRoundCount", run.metrics.tieRoundCount.map { .int($0) } ?? .null),
                (
                    "moves",
                    .object([
                        ("moveCount", .int(run.metrics.moveCount)),
                        ("preemptionCount", .int(run.metrics.preemptionCount)),
                        ("lostGPUSeconds", .double(run.metrics.lostGPUSeconds)),
                        ("secondsPerMove", .number(secondsPerMove)),
                    ])
                ),
                ("solver", solver),
                (
                    "host",
                    .object([
                        ("wallSeconds", .double(run.wallSeconds)),
                        ("solverSeconds", .double(run.solver.seconds)),
                        ("cacheSavedSeconds", .number(run.solver.savedSeconds)),
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
        fields += Self.waits(run.times) + [("finishTimeFairness", Self.json(run.fairness))]
        fields.append(("completedGPUHours", .double(run.times.completedGPUHours)))
        return fields + [("makespanSeconds", .double(run.metrics.makespanSeconds))]
    }

    private static func waits(_ times: JobTimes) -> [(String, JSONValue)] {
        [
            ("firstWaitSeconds", json(times.firstWaitSeconds)),
            ("totalWaitSeconds", json(times.totalWaitSeconds)),
            (
                "slowdown",
                times.slowdown.map {
                    .object(
                        [("mean", .double($0.mean)), ("p95", .double($0.p95))]
                            + atLeast([.mean, .p95], of: $0))
                } ?? .null
            ),
        ]
    }

    /// Every figure above that is null, with the reason.
    private var undefined: UndefinedFigures {
        let m = run.metrics
        var figures = UndefinedFigures(
            completedJobCount: m.completedJobCount,
            startedJobCount: m.measuredJobIDs.count - m.neverStartedJobCount)
        if run.resolved.offeredLoad == nil { figures.add("offeredLoad", UndefinedFigures.allAtOnce) }
        if run.metrics.tieRoundCount == nil { figures.add("tieRoundCount", UndefinedFigures.noCredit) }
        if run.backlog == nil { figures.add("backlog", UndefinedFigures.noLength) }
        return figures
    }

    private var groupFields: [(String, JSONValue)] {
        guard let groups else { return [] }
        let items = groups.groups.map { group in
            JSONValue.object(
                [
                    ("name", .string(group.name)), ("measuredJobCount", .int(group.jobCount)),
                    ("completedJobCount", .int(group.completedJobCount)),
                    ("unfinishedJobCount", .int(group.unfinishedJobCount)),
                    ("neverStartedJobCount", .int(group.neverStartedJobCount)),
                    ("averageJCTSeconds", .number(group.completionTimesSeconds?.mean)),
                    ("medianJCTSeconds", .number(group.completionTimesSeconds?.median)),
                    ("p90JCTSeconds", .number(group.completionTimesSeconds?.p90)),
                    ("p95JCTSeconds", .number(group.completionTimesSeconds?.p95)),
                    ("p99JCTSeconds", .number(group.completionTimesSeconds?.p99)),
                ] + Self.waits(group.times) + [
                    ("finishTimeFairness", Self.json(group.fairness)),
                    ("undefined", Self.undefined(group).json),
                ])
        }
        return [("groupedBy", .string(groups.key.rawValue)), ("groups", .array(items))]
    }

    private static func undefined(_ group: JobGroups.Group) -> UndefinedFigures {
        UndefinedFigures(
            completedJobCount: group.completedJobCount,
            startedJobCount: group.jobCount - group.neverStartedJobCount)
    }

    private static func json(_ fairness: FairnessRatios?) -> JSONValue {
        guard let fairness else { return .null }
        let fields: [(String, JSONValue)] = [
            ("mean", .double(fairness.mean)), ("max", .double(fairness.max)),
            ("unfairFraction", .double(fairness.unfairFraction)),
        ]
        guard fairness.isAtLeast else { return .object(fields) }
        return .object(fields + [("atLeast", .array(fields.map { .string($0.0) }))])
    }

    private var solver: JSONValue {
        .object([
            ("engine", run.solver.engine.map(JSONValue.string) ?? .null),
            ("solveCount", .int(run.solver.solveCount)),
            ("warmStartCount", .int(run.solver.warmStartCount)),
            ("fallbackCount", .int(run.solver.fallbackCount)),
            ("cacheHitRate", .number(run.solver.cache?.hitRate)),
            ("cacheHitCount", run.solver.cache.map { .int($0.hitCount) } ?? .null),
            ("cacheMissCount", run.solver.cache.map { .int($0.missCount) } ?? .null),
            ("cacheBypassCount", run.solver.cache.map { .int($0.bypassCount) } ?? .null),
            (
                "largestProgram",
                .object([
                    ("jobs", .int(run.solver.largestProgram.jobs)),
                    ("rows", .int(run.solver.largestProgram.rows)),
                    ("types", .int(run.solver.largestProgram.types)),
                ])
            ),
            ("worstGap", .double(run.solver.worstGap)),
            ("verifiedCount", .int(run.solver.verifiedCount)),
            ("worstDifference", .number(run.solver.verifiedCount > 0 ? run.solver.worstDifference : nil)),
        ])
    }

    private static func json(_ distribution: Distribution?) -> JSONValue {
        guard let d = distribution else { return .null }
        return .object(
            [
                ("mean", .double(d.mean)), ("median", .double(d.median)), ("p95", .double(d.p95)),
                ("p99", .double(d.p99)),
            ] + atLeast([.mean, .median, .p95, .p99], of: d))
    }

    /// Names of the figures that are lower bounds, because jobs had not ended; absent where all are known.
    private static func atLeast(
        _ shown: [Distribution.Figure], of distribution: Distribution
    ) -> [(String, JSONValue)] {
        let open = shown.filter { distribution.atLeast.contains($0) }
        return open.isEmpty ? [] : [("atLeast", .array(open.map { .string($0.rawValue) }))]
    }
}
