private import Cluster
private import Kit
private import LinearPrograms
private import PolicyProcesses
internal import Simulation
private import Traces
public import Workload

/// An experiment with everything looked up, read and checked: ready to run, once.
public struct PreparedExperiment {
    /// What was looked up.
    public let resolved: ResolvedExperiment
    let setup: SimulationSetup
    /// How fast jobs run.
    public var speeds: SpeedBook { setup.speeds }
    let engine: MeasuredEngine?

    /// Looks everything up.
    ///
    /// - Throws: ``ExperimentError``, `ClusterError`, `WorkloadError`, `TraceError`, `FileError`, or
    ///   `LinearProgramError` when the policy needs a solver that is missing.
    public init(_ experiment: Experiment) throws {
        try ExperimentLimits.check(experiment)
        let (layout, clusterReport) = try ClusterFiles.layout(
            specOrPath: experiment.cluster, isStrict: experiment.isStrict)
        let typeNames = layout.types.map(\.name)
        let (given, givenReport) = try Self.givenSpeeds(experiment)
        var speedsReport = givenReport
        let speeds = SpeedBook(try Self.table(experiment, typeNames: typeNames), given: given)
        let workload = try WorkloadSpec(experiment)
        let (source, jobsReport) = try workload.source(experiment, layout: layout, speeds: speeds)
        speedsReport?.warnings += UnusedSpeeds.warnings(given, typeNames: typeNames, source)
        try MechanismCheck.check(source, experiment)
        let target = try TargetSpec.target(experiment, source: source, layout: layout)
        let entry = try PolicyRegistry.entry(experiment.policy)
        try Self.checkPrices(entry, experiment)
        var engine: MeasuredEngine?
        let policy = try entry.make(
            .init(
                seed: experiment.seed, isOriginal: experiment.mechanism == "gavel",
                migrationPenalty: experiment.migrationPenalty ?? 0,
                opportunityWeight: experiment.opportunityWeight ?? 0,
                engine: {
                    let measured = try experiment.solver.measuredEngine(
                        isOriginal: experiment.mechanism == "gavel")
                    engine = measured
                    return measured
                }, process: { try experiment.started($0, layout: layout) }))
        try MechanismCheck.check(policy.contract, experiment)
        setup = SimulationSetup(
            layout: layout, source: source, speeds: speeds, policy: policy,
            placement: try Self.rule(experiment, target),
            mechanism: try Self.mechanism(
                experiment, isTrace: !workload.kind.isGenerated,
                typeOrder: GavelTypeOrder.order(of: typeNames, speeds)),
            keepsJobsOnOneNode: experiment.keepsJobsOnOneNode, target: target,
            stop: try Self.stopRule(experiment, source: source))
        self.engine = engine
        let imports = [clusterReport, speedsReport, jobsReport].compactMap { $0 }
        resolved = ResolvedExperiment(
            experiment: experiment, policy: entry, contract: policy.contract,
            policyGreeting: (policy as? ProcessPolicy)?.greeting, layout: layout,
            inputs: try Self.inputs(experiment, imports), imports: imports,
            isGenerated: workload.kind.isGenerated,
            offeredLoad: try OfferedLoad.estimate(source, layout: layout, speeds: speeds),
            speedSource: speeds.source, assumedSpeeds: Self.assumptions(typeNames, source, speeds),
            factors: AppliedFactor.all(
                (source as? JobList)?.jobs ?? [], layout: layout, speeds: speeds,
                keepsJobsOnOneNode: experiment.keepsJobsOnOneNode))
    }

    /// Refuses a price that the policy would not look at.
    private static func checkPrices(
        _ entry: PolicyRegistry.Entry, _ experiment: Experiment
    ) throws(ExperimentError) {
        guard experiment.migrationPenalty ?? 0 == 0 || entry.takesMigrationPenalty else {
            throw ExperimentError.badSetting(
                name: "--migration-penalty", found: "given for the policy \(entry.name)",
                expected: "a policy of max-min fairness or of total throughput")
        }
        guard experiment.opportunityWeight ?? 0 == 0 || entry.takesOpportunity else {
            throw ExperimentError.badSetting(
                name: "--poa", found: "given for the policy \(entry.name)",
                expected: "the policy max_min_fairness_perf")
        }
    }

    /// The rule; one that looks at a sliding window gets its target as jobs arrive.
    private static func rule(
        _ experiment: Experiment, _ target: TargetSource
    ) throws(ExperimentError) -> any PlacementRule {
        var start = TargetWorkload(entries: [])
        if case .fixed(let whole) = target { start = whole }
        return try PlacementRegistry.entry(experiment.placement).make(
            .init(seed: experiment.seed, target: start))
    }

    /// Every file that was read; what an import has hashed already is not read again.
    private static func inputs(
        _ experiment: Experiment, _ imports: [ImportReport]
    ) throws -> [ResolvedExperiment.Input] {
        try experiment.inputPaths().map { path in
            let known = imports.first { $0.file == path }?.sha256
            return .init(path: path, sha256: try known ?? SHA256.hexDigest(try TextFile.bytes(path)))
        }
    }

    /// GPU-time that arrives over the cluster's GPU-time; nil when all jobs arrive at once.
    static func offeredLoad(_ experiment: Experiment) throws -> Double? {
        let layout = try ClusterFiles.layout(
            specOrPath: experiment.cluster, isStrict: experiment.isStrict
        ).layout
        let speeds = SpeedBook(
            try table(experiment, typeNames: layout.types.map(\.name)), given: try givenSpeeds(experiment).0)
        let source = try WorkloadSpec(experiment).source(experiment, layout: layout, speeds: speeds).source
        return try OfferedLoad.estimate(source, layout: layout, speeds: speeds)
    }

    private static func givenSpeeds(_ experiment: Experiment) throws -> (RelativeSpeeds, ImportReport?) {
        let read = try experiment.speedsPath.map {
            try SpeedsReader.speeds(path: $0, isStrict: experiment.isStrict)
        }
        var speeds = read?.speeds ?? RelativeSpeeds()
        speeds.assumedForUnknown = experiment.assumedSpeed
        return (speeds, read?.report)
    }

    /// Assumptions about the cluster's types and about those that durations were measured on.
    private static func assumptions(
        _ typeNames: [String], _ source: any JobSource, _ speeds: SpeedBook
    ) -> [AssumedSpeed] {
        let recorded = (source as? JobList)?.jobs.compactMap { $0.details?.recordedGPUType } ?? []
        let others = Set(recorded.map { $0.lowercased() }).subtracting(
            typeNames.map { $0.lowercased() } + [""])
        return (typeNames + others.sorted()).compactMap { speeds.assumption(for: $0) }
    }

    private static func table(_ experiment: Experiment, typeNames: [String]) throws -> ThroughputTable {
        guard let path = experiment.throughputsPath else { return try GavelMeasurements.table() }
        return try GavelThroughputsReader.table(path: path, neededTypes: typeNames)
    }

    private static func mechanism(
        _ experiment: Experiment, isTrace: Bool, typeOrder: @autoclosure () throws -> [Int]
    ) throws -> Mechanism {
        let roundSeconds = experiment.roundSeconds ?? Experiment.defaultRoundSeconds
        let intervalSeconds = experiment.allocationIntervalSeconds ?? experiment.defaultIntervalSeconds
        switch experiment.mechanism {
        case "run-to-completion": return .runToCompletion
        case "gavel":
            return .gavel(
                GavelSettings(
                    roundSeconds: roundSeconds,
                    allocationIntervalSeconds: intervalSeconds,
                    seed: experiment.seed, isTrace: isTrace, typeOrder: try typeOrder(),
                    quirks: try MechanismCheck.quirks(experiment)))
        default:
            return .standard(
                StandardSettings(
                    roundSeconds: roundSeconds,
                    allocationIntervalSeconds: intervalSeconds,
                    backfillsWithinRound: experiment.backfillsWithinRound,
                    moveCosts: experiment.moveCosts ?? .seconds(0),
                    minimumStaySeconds: experiment.minimumStaySeconds ?? 0,
                    stayBonusSeconds: stayBonusRounds(experiment.migrationPenalty ?? 0) * roundSeconds))
        }
    }

    /// Rounds of credit that a job has on top where it runs: ten for each unit of the migration penalty, so that
    /// shares on several types are taken in longer turns; two at most, so that nobody waits for long.
    private static func stayBonusRounds(_ migrationPenalty: Double) -> Double {
        min(10 * migrationPenalty, 2)
    }

    private static func stopRule(
        _ experiment: Experiment, source: any JobSource
    ) throws(ExperimentError) -> StopRule {
        let horizonSeconds = experiment.effectiveHorizonHours.map { $0 * 3600 }
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

}
