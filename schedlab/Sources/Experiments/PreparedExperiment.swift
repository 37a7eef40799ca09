public import Cluster
private import LinearPrograms
public import Simulation
private import TextFormats
private import Traces
public import Workload

/// An experiment with everything looked up, read and checked: ready to run, once.
public struct PreparedExperiment {
    /// A file that the experiment reads.
    public struct Input: Sendable, Equatable {
        /// The path as it was given.
        public let path: String
        /// SHA-256 of its bytes, in hexadecimal.
        public let sha256: String
    }

    /// The experiment as it was written.
    public let experiment: Experiment
    /// The policy's registry entry.
    public let policy: PolicyRegistry.Entry
    /// The policy's contract.
    public let contract: PolicyContract
    /// The cluster.
    public let layout: ClusterLayout
    /// Files that were read.
    public let inputs: [Input]
    /// Where the speeds come from.
    public let speedSource: String
    /// Speeds that were assumed, by GPU type of the cluster.
    public let assumedSpeeds: [AssumedSpeed]
    let setup: SimulationSetup
    let engine: MeasuredEngine?

    /// Looks everything up.
    ///
    /// - Throws: ``ExperimentError``, `ClusterError`, `WorkloadError`, `TraceError`, `FileError`, or
    ///   `LinearProgramError` when the policy needs a solver that is missing.
    public init(_ experiment: Experiment) throws {
        try Self.checkNumbers(experiment)
        layout = try ClusterSpec.layout(experiment.cluster)
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
                experiment, isTrace: workload.isTrace, typeOrder: speeds.fastestFirst(typeNames)),
            stop: try Self.stopRule(experiment, source: source))
        self.experiment = experiment
        self.policy = entry
        self.engine = engine
        contract = policy.contract
        inputs = try ([experiment.throughputsPath, workload.path].compactMap { $0 }).map {
            Input(path: $0, sha256: SHA256.hexDigest(try TextFile.bytes($0)))
        }
        speedSource = speeds.source
        assumedSpeeds = typeNames.compactMap { speeds.assumption(for: $0) }
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
        let horizonSeconds = experiment.horizonHours.map { $0 * 3600 }
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

    private static func checkNumbers(_ experiment: Experiment) throws(ExperimentError) {
        let positive: [(String, Double?)] = [
            ("--rate", experiment.jobsPerHour), ("--hours", experiment.horizonHours),
            ("--round", experiment.roundSeconds), ("--jobs", experiment.jobCount.map(Double.init)),
        ]
        for (name, value) in positive {
            guard let value, !(value > 0 && value.isFinite) else { continue }
            throw .badSetting(name: name, found: "\(value)", expected: "a number > 0")
        }
        let interval = experiment.allocationIntervalSeconds
        guard interval >= 0, interval.isFinite else {
            throw .badSetting(name: "--min-interval", found: "\(interval)", expected: "a number of seconds >= 0")
        }
        if let window = experiment.window, window.isEmpty || window.lowerBound < 0 {
            throw .badSetting(
                name: "--window", found: "\(window.lowerBound):\(window.upperBound)",
                expected: "S:E with 0 <= S < E")
        }
        if experiment.window != nil && experiment.jobCount != nil {
            throw .badSetting(name: "--jobs", found: "given together with --window", expected: "one of the two")
        }
    }
}
