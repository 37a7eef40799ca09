internal import ArgumentParser
private import Cluster
internal import Experiments
private import Foundation
private import Recording
private import Reports
internal import Simulation
private import TextFormats

/// `schedlab run`: one simulation.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Simulate one experiment and print its summary.",
        discussion: """
            Example: schedlab run --cluster philly-108 --workload gavel --policy max_min_fairness_perf \
            --rate 4 --steady-state --window 4000:5000

            Clusters: a preset (schedlab list clusters), v100=36,p100=36@4, v100=16@8+12@4 (GPUs @ GPUs per \
            node), or 36:36:36 (v100:p100:k80).
            Or a file: nodes.csv, cluster.yaml.
            Workloads: gavel (generated; needs --rate or --static), gavel-trace:FILE or jobs:FILE.csv.
            """)

    @Option(help: "Cluster preset, spec or file.")
    var cluster: String

    @Option(help: "gavel, gavel-trace:FILE or jobs:FILE.csv.")
    var workload: String

    @Option(help: "Policy (schedlab list policies).")
    var policy: String

    @Option(help: "Placement rule (schedlab list placements).")
    var placement = "strided"

    @Option(
        help:
            "How decisions are carried out: gavel (the original to the letter) or run-to-completion (no preemption; fifo and fifo_perf)."
    )
    var mechanism = "gavel"

    @OptionGroup(title: "Workload") var workloadOptions: WorkloadOptions

    @Option(
        help: ArgumentHelp(
            "Measure jobs S to E-1; others keep arriving until these have ended.", valueName: "S:E"))
    var window: WindowArgument?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "End after this much simulated time in any case (with --window under gavel: 2,000 by default).",
            valueName: "hours"))
    var hours: Double?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Length of a round (gavel: 360).", valueName: "seconds"))
    var round: Double?

    @Option(
        name: .customLong("min-interval"), parsing: .unconditional,
        help: ArgumentHelp("Shortest time between two allocations (gavel: 1,920).", valueName: "seconds"))
    var minInterval: Double?

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

    @Flag(help: "End at the first bad row of a file instead of leaving it out.")
    var strict = false

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp("Folder for summary.json and jobs.csv.", valueName: "dir"))
    var outputFolder: String?

    @Option(
        name: .customLong("gavel-log"),
        help: ArgumentHelp("Write the run as a log of Gavel's simulator.", valueName: "file"))
    var gavelLog: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        for (flag, value) in [("--out", outputFolder), ("--gavel-log", gavelLog)] where value == "" {
            throw ValidationError("\(flag) is empty, expected a path")
        }
    }

    func run() throws {
        let prepared = try PreparedExperiment(experiment)
        try checkOutputs()
        let run = try ExperimentRun(prepared, observers: try observers(prepared.resolved))
        let summary = RunSummary(run, peakMemoryBytes: HostFigures.peakMemoryBytes)
        if let folder = outputFolder {
            try JobsTable.write(run, to: "\(folder)/jobs.csv")
            try AtomicFile.write(summary.json.indented, to: "\(folder)/summary.json")
        }
        switch output.format {
        case .table: try output.printResult(summary.text)
        case .json: try output.printResult(summary.json.indented)
        case .csv: try output.printResult(RunSummary.csvHeader + summary.csvRow)
        }
    }

    private var experiment: Experiment {
        var experiment = Experiment(cluster: cluster, workload: workload, policy: policy)
        experiment.placement = placement
        experiment.mechanism = mechanism
        workloadOptions.apply(to: &experiment)
        experiment.window = window?.range
        experiment.horizonHours = hours
        experiment.roundSeconds = round
        experiment.allocationIntervalSeconds = minInterval
        experiment.throughputsPath = throughputs
        experiment.speedsPath = speeds
        experiment.assumedSpeed = assumeSpeed
        experiment.isStrict = strict
        return experiment
    }

    /// Finds out before a long run whether its results can be written.
    private func checkOutputs() throws {
        guard let outputFolder else { return }
        for name in ["summary.json", "jobs.csv"] { _ = try AtomicFile(path: "\(outputFolder)/\(name)") }
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

extension ProgressBar.ProgressGoal {
    /// The goal of an experiment.
    init(_ experiment: Experiment) {
        self.init(
            window: experiment.window, jobCount: experiment.window?.count ?? experiment.jobCount,
            horizonSeconds: experiment.horizonHours.map { $0 * 3600 })
    }
}

/// `S:E` on the command line.
struct WindowArgument: ExpressibleByArgument {
    let range: Range<Int>

    init?(argument: String) {
        let ends = argument.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start >= 0, start < end else {
            return nil
        }
        range = start..<end
    }
}
