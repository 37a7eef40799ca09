internal import Experiments
internal import Kit
private import Simulation

/// Fragmentation over a run, for its summary.
struct FragmentationReport {
    private let averages: FragmentationAverages?
    private let target: String

    init(_ run: ExperimentRun) {
        averages = run.result.fragmentation
        target = run.resolved.experiment.targetWorkload ?? "trace"
    }

    /// Averages over simulated time; `null` when no time has passed.
    var json: JSONValue {
        guard let a = averages else { return .null }
        return .object([
            ("targetWorkload", .string(target)), ("targetClassCount", .int(a.targetClassCount)),
            ("rate", .number(a.rate)), ("ofTotal", .double(a.ofTotal)),
            ("occupiedNodes", .double(a.occupiedNodes)),
            ("allocatedFraction", .double(a.allocatedFraction)),
            ("wholeGPURate", .number(a.wholeGPURate)),
            (
                "couldStart",
                .array(
                    a.startable.map {
                        .object([("gpus", .int($0.gpuCount)), ("jobCount", .double($0.jobCount))])
                    })
            ),
            (
                "largestHoles",
                .array(
                    a.largestHoles.map {
                        .object([("nodeGPUs", .int($0.nodeGPUs)), ("freeGPUs", .double($0.freeGPUs))])
                    })
            ),
        ])
    }

    /// One line for people.
    var text: String {
        guard let a = averages else { return "not measured: no time passed" }
        let jobs = a.startable.map { "\(Numbers.fixed($0.jobCount, decimals: 1)) of \($0.gpuCount)" }
        return """
            \(Numbers.percent(a.rate)) of idle GPU time no use to the workload (\(target)); \
            \(Numbers.fixed(a.occupiedNodes, decimals: 1)) nodes occupied; could start now: \
            \(jobs.joined(separator: ", ")) GPUs (averages over time)
            """
    }
}
