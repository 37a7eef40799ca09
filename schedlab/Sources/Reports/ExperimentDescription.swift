private import Cluster
internal import Experiments
internal import Kit
private import Simulation
private import Workload

/// Everything that is needed to run an experiment again, as JSON.
struct ExperimentDescription {
    private let resolved: ResolvedExperiment

    init(_ resolved: ResolvedExperiment) { self.resolved = resolved }

    private func moveCost(_ experiment: Experiment) -> JSONValue {
        switch experiment.moveCosts {
        case .seconds(let seconds): .double(seconds)
        case .byModel: .string("default")
        case nil: .null
        }
    }

    var json: JSONValue {
        let e = resolved.experiment
        let hasRounds = e.mechanism != "run-to-completion"
        return .object(
            [
                ("cluster", .string(e.cluster)),
                ("clusterNodes", .string(resolved.layout.describedInNodes)),
                ("gpuCount", .int(resolved.layout.gpuCount)),
                ("workload", .string(e.workload)),
                ("policy", .string(e.policy)),
                ("policyTitle", .string(resolved.policy.title)),
                ("placement", .string(e.placement)),
                ("mechanism", .string(e.mechanism)),
                ("rateJobsPerHour", .number(e.jobsPerHour)),
                ("static", .bool(e.isStatic)),
                ("multiGPU", .bool(e.isMultiGPU)),
                ("priorities", .bool(e.hasPriorities)),
                ("steadyState", .bool(e.hasSteadyStateStart)),
                ("durationScale", .number(e.durationScale)),
                ("singleNode", .bool(e.keepsJobsOnOneNode)),
                ("targetWorkload", .string(e.targetWorkload ?? "trace")),
                ("jobs", e.jobCount.map(JSONValue.int) ?? .null),
                ("window", e.window.map { .string("\($0.lowerBound):\($0.upperBound)") } ?? .null),
                ("horizonHours", .number(e.effectiveHorizonHours)),
                ("seed", .int(Int(e.seed))),
                ("roundSeconds", .number(hasRounds ? e.roundSeconds ?? Experiment.defaultRoundSeconds : nil)),
                (
                    "minIntervalSeconds",
                    .number(hasRounds ? e.allocationIntervalSeconds ?? e.defaultIntervalSeconds : nil)
                ),
                ("backfillWithinRound", .bool(e.backfillsWithinRound)),
                ("withoutQuirks", .array(e.withoutQuirks.map(JSONValue.string))),
                ("migrationPenalty", .number(e.migrationPenalty)),
                ("engine", .string(e.solver.engine.rawValue)),
                ("moveCostSeconds", moveCost(e)),
                ("minStaySeconds", .number(e.minimumStaySeconds)), ("poa", .number(e.opportunityWeight)),
            ] + traceJSON + filesJSON)
    }

    /// How a trace was changed; nothing where it was not.
    private var traceJSON: [(String, JSONValue)] {
        let e = resolved.experiment
        return [
            e.resampling.map { ("resample", .string($0)) },
            e.arrivalSpeed.map { ("scaleArrivals", .double($0)) },
        ].compactMap { $0 }
    }

    /// The settings that say how files are read, and what was read.
    private var filesJSON: [(String, JSONValue)] {
        let e = resolved.experiment
        return [
            ("speeds", e.speedsPath.map(JSONValue.string) ?? .null),
            ("assumeSpeed", .number(e.assumedSpeed)), ("strict", .bool(e.isStrict)),
            ("timeZone", e.timeZone.map(JSONValue.string) ?? .null),
            ("durationsHold", e.durationsHold.map(JSONValue.string) ?? .null),
            ("throughputs", .string(resolved.speedSource)),
            (
                "inputs",
                .array(
                    resolved.inputs.map {
                        .object([("path", .string($0.path)), ("sha256", .string($0.sha256))])
                    })
            ),
        ]
    }
}
