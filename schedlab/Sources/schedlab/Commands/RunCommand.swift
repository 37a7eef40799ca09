internal import ArgumentParser
private import Cluster
internal import Experiments
private import Foundation
private import Kit
private import Recording
private import Reports
internal import Simulation
private import Workload

/// `schedlab run`: one simulation.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Simulate one experiment and print its summary.",
        discussion: """
            Example: schedlab run --cluster philly-108 --workload gavel --policy max_min_fairness_perf \
            --rate 4 --steady-state --window 4000:5000

            Or from a file: schedlab run Experiments/figure-9.yaml --seed 3

            Clusters: a preset (schedlab list clusters), v100=36,p100=36@4, v100=16@8+12@4 (GPUs @ GPUs per \
            node), or 36:36:36 (v100:p100:k80).
            Or a file: nodes.csv, cluster.yaml.
            Workloads: gavel, openb-mix or exponential (generated; need --rate, gavel also takes --static), \
            gavel-trace:FILE, jobs:FILE.csv or openb:PODS.csv.
            """)

    @Argument(
        help: ArgumentHelp(
            "YAML file with the names of these flags; flags on the command line win.", valueName: "experiment"
        ))
    var experimentFile: String?

    @Option(help: "Cluster preset, spec or file.")
    var cluster: String

    @Option(help: "gavel, openb-mix, exponential, gavel-trace:FILE, jobs:FILE.csv or openb:PODS.csv.")
    var workload: String

    @Option(
        help:
            "Policy (schedlab list policies), or \"exec:PROGRAM ARGUMENTS\": a program that answers line by line (docs/policy-protocol.md)."
    )
    var policy: String

    @Option(
        name: .customLong("policy-timeout"), parsing: .unconditional,
        help: ArgumentHelp(
            "Longest time that an exec: policy may take for an answer (default 60).", valueName: "seconds"))
    var policyTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "Run again what this record of an exec: policy tells, with the answers it holds instead of the policy.",
            valueName: "record"))
    var replay: String?

    @Option(help: "Placement rule (schedlab list placements).")
    var placement = "strided"

    @Option(
        help:
            "How decisions are carried out: standard (rounds by credit), gavel (the original to the letter) or run-to-completion (no preemption; fifo and fifo_perf)."
    )
    var mechanism = "standard"

    @Flag(
        name: .customLong("single-node"),
        help: "A job that would fit on one node waits rather than span nodes (not under gavel).")
    var singleNode = false

    @Option(
        name: .customLong("target-workload"),
        help: ArgumentHelp(
            "What fragmentation is measured against, and what fgd aims for: trace (the whole workload, default) or window:HOURS (the latest arrivals).",
            valueName: "target"))
    var targetWorkload: String?

    @OptionGroup(title: "Workload") var workloadOptions: WorkloadOptions

    @OptionGroup(title: "Solver") var solverOptions: SolverOptions

    @Option(
        help: ArgumentHelp(
            "Measure jobs S to E-1; others keep arriving until these have ended.", valueName: "S:E"),
        transform: WindowArgument.parse)
    var window: WindowArgument?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "End after this much simulated time in any case (with --window under gavel: 2,000 by default).",
            valueName: "hours"))
    var hours: Double?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Length of a round (default 360).", valueName: "seconds"))
    var round: Double?

    @Option(
        name: .customLong("min-interval"), parsing: .unconditional,
        help: ArgumentHelp(
            "Shortest time between two allocations (standard: 0; gavel: 1,920).", valueName: "seconds"))
    var minInterval: Double?

    @Flag(
        name: .customLong("backfill-within-round"),
        help: "Offer GPUs that become free inside a round at once (standard).")
    var backfillWithinRound = false

    @Option(
        name: .customLong("without-quirk"), parsing: .singleValue,
        help: ArgumentHelp(
            "Switch a quirk of gavel off (schedlab list quirks); may be given several times.",
            valueName: "name"))
    var withoutQuirks: [String] = []

    @Option(
        name: .customLong("move-cost"), parsing: .unconditional,
        help: ArgumentHelp(
            "Time without progress after a job was moved or resumed: default (by model) or seconds (standard).",
            valueName: "default|seconds"))
    var moveCost: MoveCostArgument?

    @Option(
        name: .customLong("min-stay"), parsing: .unconditional,
        help: ArgumentHelp(
            "Time that a job stays on a GPU type at least before it is moved (standard; 0 if not given).",
            valueName: "seconds"))
    var minStay: Double?

    @Option(help: ArgumentHelp("Gavel throughput JSON instead of the built-in table.", valueName: "file"))
    var throughputs: String?

    @Option(
        help: ArgumentHelp(
            "CSV gpu_type,model,relative_speed (V100 = 1) that goes before all other speeds.",
            valueName: "file"))
    var speeds: String?

    @Option(
        name: .customLong("assume-speed"), parsing: .unconditional,
        help: ArgumentHelp("Speed relative to a V100 of GPU types that nothing is known of.", valueName: "x"))
    var assumeSpeed: Double?

    @Option(help: ArgumentHelp("Zone of times in a jobs file that name none.", valueName: "zone"))
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "Where durations of a jobs file hold: anywhere or recorded-type.", valueName: "where"))
    var durationsHold: String?

    @Flag(help: "End at the first bad row of a file instead of leaving it out.")
    var strict = false

    @Option(
        help: ArgumentHelp(
            "Run seeds A to B and print means with 95 % intervals over the seeds.", valueName: "A-B"),
        transform: SeedsArgument.parse)
    var seeds: SeedsArgument?

    @Option(
        help:
            "Also break the figures down by gpus, type (GPU type that a job held most), user or queue; in JSON under groups."
    )
    var by: Breakdown?

    @Option(help: "Runs at a time with --seeds; the results do not depend on it (default: all cores).")
    var threads: Int?

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Folder for summary.json and jobs.csv.", valueName: "dir"))
    var outputFolder: String?

    @Option(
        name: .customLong("gavel-log"),
        help: ArgumentHelp("Write the run as a log of Gavel's simulator.", valueName: "file"))
    var gavelLog: String?

    @OptionGroup(title: "Record") var recordOptions: RecordOptions

    @OptionGroup(title: "Output") var overwrite: OverwriteOptions

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let experimentFile {
            throw ValidationError("'\(experimentFile)' must come first: schedlab run \(experimentFile) ...")
        }
        for (flag, value) in [
            ("--out", outputFolder), ("--gavel-log", gavelLog), ("--record", recordOptions.record),
        ] where value == "" {
            throw ValidationError("\(flag) is empty, expected a path")
        }
        if let threads, threads < 1 {
            throw ValidationError("--threads is \(threads), expected at least 1")
        }
        if gavelLog != nil && mechanism != "gavel" {
            throw ValidationError("--gavel-log writes the rounds of Gavel's simulator; add --mechanism gavel")
        }
        if by != nil && output.format == .csv {
            throw ValidationError("--by gives a table or JSON; leave out --format csv")
        }
        try outputs.refuseDoubles(overwrite)
        if let policyTimeout, !(policyTimeout > 0 && policyTimeout <= 1e6) {
            throw ValidationError(
                "--policy-timeout is \(policyTimeout), expected seconds, above 0 and at most 1e6")
        }
        guard seeds != nil else { return }
        if replay != nil { throw ValidationError("--replay gives one run again; leave out --seeds") }
        if workloadOptions.seed != nil {
            throw ValidationError("--seed is given together with --seeds, expected one")
        }
        if gavelLog != nil {
            throw ValidationError("--gavel-log holds one run; give --seed instead of --seeds")
        }
        if recordOptions.record?.hasSuffix(".record") == true {
            throw ValidationError("--record FILE holds one run; with --seeds give it a folder")
        }
    }

    func run() throws {
        if let seeds { try runAll(seeds.seeds) } else { try runOne() }
    }

    private var outputs: RunOutputs {
        RunOutputs(
            folder: outputFolder,
            record: seeds == nil ? recordOptions.path(outputFolder: outputFolder) : recordOptions.record,
            gavelLog: gavelLog, programs: solverOptions.savePrograms, seeds: seeds?.seeds)
    }

    private func runOne() throws {
        var experiment = experiment
        if let replay { try takeUp(replay, &experiment) }
        let prepared = try PreparedExperiment(experiment)
        if let gavelLog {
            try overwrite.file(gavelLog) { _ in false }
            if experiment.window == nil { output.say("gavel-log: " + GavelLogWriter.noTelemetry) }
        }
        let warnings = [
            RunWarnings.endlessRun(prepared.resolved), RunWarnings.costlyMoves(prepared.resolved.experiment),
        ]
        for warning in warnings.compactMap(\.self) { output.say(warning) }
        let folder = try outputFolder.map { try RunFolder(try overwrite.runFolder($0)) }
        try outputs.claimPrograms(overwrite)
        let recorder = try recordOptions.recorder(prepared, outputFolder: outputFolder, overwrite)
        let observers = try observers(prepared.resolved)
        let run = try ExperimentRun(prepared, observers: observers, recorder: recorder)
        try folder?.write(run)
        let summary = RunSummary(run, peakMemoryBytes: HostFigures.peakMemoryBytes, by: by?.key)
        try recorder?.finish(summary: summary.jsonWithoutHost)
        switch output.format {
        case .table: try output.printResult(summary.text)
        case .json: try output.printResult(summary.json.indented)
        case .csv: try output.printResult(RunSummary.csvHeader + summary.csvRow)
        }
    }

    /// One run per seed, as many at a time as asked for; results in the order of the seeds.
    private func runAll(_ seeds: [UInt64]) throws {
        let experiments = seeds.map { seed in
            var experiment = experiment
            experiment.seed = seed
            if let folder = experiment.solver.programsFolder {
                experiment.solver.programsFolder = "\(folder)/seed-\(seed)"
            }
            return experiment
        }
        let folders = try outputFolder.map { folder in
            try seeds.map { try RunFolder(try overwrite.runFolder("\(folder)/seed-\($0)")) }
        }
        try outputs.claimPrograms(overwrite)
        let runs = try ParallelRuns.run(
            experiments, threads: threads, showsProgress: output.showsProgress,
            recordOptions: recordOptions, overwrite: overwrite)
        for (folder, run) in zip(folders ?? [], runs) { try folder.write(run) }
        let summary = SeedsSummary(
            runs, peakMemoryBytes: HostFigures.peakMemoryBytes, by: by?.key)
        switch output.format {
        case .table: try output.printResult(summary.text)
        case .json: try output.printResult(summary.json.indented)
        case .csv: try output.printResult(summary.csv)
        }
    }

    private var experiment: Experiment {
        var experiment = Experiment(cluster: cluster, workload: workload, policy: policy)
        experiment.placement = placement
        experiment.mechanism = mechanism
        workloadOptions.apply(to: &experiment)
        solverOptions.apply(to: &experiment)
        experiment.policyTimeoutSeconds = policyTimeout ?? Experiment.defaultPolicyTimeoutSeconds
        experiment.window = window?.range
        experiment.horizonHours = hours
        experiment.roundSeconds = round
        experiment.allocationIntervalSeconds = minInterval
        experiment.backfillsWithinRound = backfillWithinRound
        experiment.withoutQuirks = withoutQuirks
        experiment.moveCosts = moveCost?.costs
        experiment.minimumStaySeconds = minStay
        experiment.throughputsPath = throughputs
        experiment.speedsPath = speeds
        experiment.assumedSpeed = assumeSpeed
        experiment.isStrict = strict
        experiment.timeZone = timeZone
        experiment.durationsHold = durationsHold
        experiment.keepsJobsOnOneNode = singleNode
        experiment.targetWorkload = targetWorkload
        return experiment
    }

    private func observers(_ resolved: ResolvedExperiment) throws -> [any Observer] {
        var observers: [any Observer] = []
        if output.showsProgress {
            observers.append(ProgressBar(ProgressBar.ProgressGoal(resolved.experiment)))
        }
        if let gavelLog {
            observers.append(
                try GavelLogWriter(
                    path: gavelLog,
                    header: .init(
                        policy: resolved.policy.gavelName, seed: resolved.experiment.seed,
                        roundSeconds: resolved.experiment.roundSeconds ?? Experiment.defaultRoundSeconds,
                        window: resolved.experiment.window),
                    layout: resolved.layout))
        }
        return observers
    }
}
