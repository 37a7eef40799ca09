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
    /// Seeds stay below what every JSON reader keeps exactly.
    private static let seedLimit: UInt64 = 1 << 53
    let setup: SimulationSetup
    let engine: MeasuredEngine?

    /// Looks everything up.
    ///
    /// - Throws: ``ExperimentError``, `ClusterError`, `WorkloadError`, `TraceError`, `FileError`, or
    ///   `LinearProgramError` when the policy needs a solver that is missing.
    public init(_ experiment: Experiment) throws {
        try Self.checkNumbers(experiment)
        let layout = try ClusterSpec.layout(experiment.cluster)
        let typeNames = layout.types.map(\.name)
        let speeds = SpeedBook(try Self.table(experiment, typeNames: typeNames))
        let workload = try WorkloadSpec(experiment)
        let source = try workload.source(experiment, layout: layout, speeds: speeds)
        try FitCheck(layout: layout, speeds: speeds).check(source, of: workload)
        let entry = try PolicyRegistry.entry(experiment.policy)
        var engine: MeasuredEngine?
        let policy = try entry.make(
            .init(seed: experiment.seed) {
                let measured = MeasuredEngine(try EngineFactory.interior())
                engine = measured
                return measured
            })
        setup = SimulationSetup(
            layout: layout, source: source, speeds: speeds, policy: policy,
            placement: try PlacementRegistry.entry(experiment.placement).make(experiment.seed),
            mechanism: try Self.mechanism(
                experiment, isTrace: workload.isTrace, typeOrder: GavelTypeOrder.order(of: typeNames, speeds)),
            stop: try Self.stopRule(experiment, source: source))
        self.engine = engine
        resolved = ResolvedExperiment(
            experiment: experiment, policy: entry, contract: policy.contract, layout: layout,
            inputs: try ([experiment.throughputsPath, workload.path].compactMap { $0 }).map {
                .init(path: $0, sha256: SHA256.hexDigest(try TextFile.bytes($0)))
            },
            speedSource: speeds.source, assumedSpeeds: typeNames.compactMap { speeds.assumption(for: $0) })
    }

    private static func table(_ experiment: Experiment, typeNames: [String]) throws -> ThroughputTable {
        guard let path = experiment.throughputsPath else { return try GavelMeasurements.table() }
        return try GavelThroughputsReader.table(path: path, neededTypes: typeNames)
    }

    private static func mechanism(
        _ experiment: Experiment, isTrace: Bool, typeOrder: [Int]
    ) throws(ExperimentError) -> Mechanism {
        guard experiment.mechanism == "gavel" else {
            throw .unknownName(kind: "mechanism", found: experiment.mechanism, nearest: ["gavel"])
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

    private static func checkNumbers(_ experiment: Experiment) throws(ExperimentError) {
        let positive: [(String, Double?)] = [
            ("--rate", experiment.jobsPerHour), ("--hours", experiment.horizonHours),
            ("--round", experiment.roundSeconds), ("--jobs", experiment.jobCount.map(Double.init)),
        ]
        for (name, value) in positive {
            guard let value, !(value > 0 && value.isFinite) else { continue }
            throw .badSetting(name: name, found: "\(value)", expected: "a number > 0")
        }
        guard experiment.seed < Self.seedLimit else {
            throw .badSetting(name: "--seed", found: "\(experiment.seed)", expected: "a number below 2^53")
        }
        let interval = experiment.allocationIntervalSeconds
        guard interval >= 0, interval.isFinite else {
            throw .badSetting(
                name: "--min-interval", found: "\(interval)", expected: "a number of seconds >= 0")
        }
        if let window = experiment.window, window.isEmpty || window.lowerBound < 0 {
            throw .badSetting(
                name: "--window", found: "\(window.lowerBound):\(window.upperBound)",
                expected: "S:E with 0 <= S < E")
        }
        if experiment.window != nil && experiment.jobCount != nil {
            throw .badSetting(
                name: "--jobs", found: "given together with --window", expected: "one of the two")
        }
    }
}
