private import Cluster
private import LinearPrograms
internal import Simulation
private import TextFormats
private import Traces
private import Workload

/// An experiment with everything looked up, read and checked: ready to run, once.
public struct PreparedExperiment {
    /// What was looked up.
    public let resolved: ResolvedExperiment
    let setup: SimulationSetup
    let engine: MeasuredEngine?

    /// Looks everything up.
    ///
    /// - Throws: ``ExperimentError``, `ClusterError`, `WorkloadError`, `TraceError`, `FileError`, or
    ///   `LinearProgramError` when the policy needs a solver that is missing.
    public init(_ experiment: Experiment) throws {
        try ExperimentLimits.check(experiment)
        let (layout, clusterReport) = try Self.layout(experiment)
        let typeNames = layout.types.map(\.name)
        let speeds = SpeedBook(
            try Self.table(experiment, typeNames: typeNames), given: try Self.givenSpeeds(experiment))
        let workload = try WorkloadSpec(experiment)
        let (source, jobsReport) = try workload.source(experiment, layout: layout, speeds: speeds)
        try Self.checkShares(source, experiment)
        let entry = try PolicyRegistry.entry(experiment.policy)
        var engine: MeasuredEngine?
        let policy = try entry.make(
            .init(seed: experiment.seed, isOriginal: experiment.mechanism == "gavel") {
                let measured = MeasuredEngine(try EngineFactory.interior())
                engine = measured
                return measured
            })
        if experiment.mechanism == "run-to-completion" && policy.contract.decisionKind != .orderedQueue {
            throw ExperimentError.badSetting(
                name: "--policy",
                found: "\(experiment.policy), which returns \(policy.contract.decisionKind.rawValue)",
                expected: "one that orders a queue for the mechanism run-to-completion: fifo or fifo_perf")
        }
        setup = SimulationSetup(
            layout: layout, source: source, speeds: speeds, policy: policy,
            placement: try PlacementRegistry.entry(experiment.placement).make(experiment.seed),
            mechanism: try Self.mechanism(
                experiment, isTrace: workload.kind != .generated,
                typeOrder: GavelTypeOrder.order(of: typeNames, speeds)),
            stop: try Self.stopRule(experiment, source: source))
        self.engine = engine
        resolved = ResolvedExperiment(
            experiment: experiment, policy: entry, contract: policy.contract, layout: layout,
            inputs: try
                ([experiment.throughputsPath, experiment.speedsPath, workload.path].compactMap { $0 }
                + (clusterReport == nil ? [] : [experiment.cluster])).map {
                    .init(path: $0, sha256: SHA256.hexDigest(try TextFile.bytes($0)))
                },
            imports: [clusterReport, jobsReport].compactMap { $0 },
            speedSource: speeds.source, assumedSpeeds: typeNames.compactMap { speeds.assumption(for: $0) })
    }

    private static func layout(_ experiment: Experiment) throws -> (ClusterLayout, ImportReport?) {
        guard ClusterFiles.isFile(experiment.cluster) else {
            return (try ClusterSpec.layout(experiment.cluster), nil)
        }
        return try ClusterFiles.layout(path: experiment.cluster, isStrict: experiment.isStrict)
    }

    private static func givenSpeeds(_ experiment: Experiment) throws -> RelativeSpeeds {
        var speeds = try experiment.speedsPath.map { try SpeedsReader.speeds(path: $0) } ?? RelativeSpeeds()
        speeds.assumedForUnknown = experiment.assumedSpeed
        return speeds
    }

    /// Rounds hand out whole GPUs.
    private static func checkShares(
        _ source: any JobSource, _ experiment: Experiment
    ) throws(ExperimentError) {
        guard experiment.mechanism == "gavel", let list = source as? JobList else { return }
        let count = list.jobs.count { $0.demandMilliGPU < 1000 }
        guard count > 0 else { return }
        throw .badSetting(
            name: "--mechanism", found: "gavel, but \(count) jobs take a share of a GPU",
            expected: "run-to-completion for such jobs")
    }

    private static func table(_ experiment: Experiment, typeNames: [String]) throws -> ThroughputTable {
        guard let path = experiment.throughputsPath else { return try GavelMeasurements.table() }
        return try GavelThroughputsReader.table(path: path, neededTypes: typeNames)
    }

    private static func mechanism(
        _ experiment: Experiment, isTrace: Bool, typeOrder: [Int]
    ) throws(ExperimentError) -> Mechanism {
        if experiment.mechanism == "run-to-completion" { return .runToCompletion }
        guard experiment.mechanism == "gavel" else {
            throw .unknownName(
                kind: "mechanism", found: experiment.mechanism,
                nearest: nearest(to: experiment.mechanism, among: ["gavel", "run-to-completion"]))
        }
        return .gavel(
            GavelSettings(
                roundSeconds: experiment.roundSeconds,
                allocationIntervalSeconds: experiment.allocationIntervalSeconds, seed: experiment.seed,
                isTrace: isTrace, typeOrder: typeOrder))
    }

    private static func stopRule(
        _ experiment: Experiment, source: any JobSource
    ) throws(ExperimentError) -> StopRule {
        let horizonSeconds = (experiment.horizonHours ?? defaultHorizonHours(experiment)).map { $0 * 3600 }
        if let window = experiment.window {
            if let total = source.totalJobCount, window.upperBound > total {
                throw .badSetting(
                    name: "--window", found: "\(window.lowerBound):\(window.upperBound)",
                    expected: "an end of at most \(total), the number of jobs in the trace")
            }
            return StopRule(measured: .window(window), horizonSeconds: horizonSeconds)
        }
        return StopRule(
            measured: source.totalJobCount == nil ? .untilHorizon : .allJobs, horizonSeconds: horizonSeconds)
    }

    /// The original ends every run with a window after 2,000 simulated hours.
    private static func defaultHorizonHours(_ experiment: Experiment) -> Double? {
        experiment.mechanism == "gavel" && experiment.window != nil ? 2000 : nil
    }
}
