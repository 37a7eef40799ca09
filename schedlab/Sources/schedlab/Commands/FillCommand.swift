internal import ArgumentParser
internal import Experiments
private import Kit
private import Reports
private import Simulation
private import Traces

/// `schedlab fill`: pods arrive until the cluster is full.
struct FillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "Fill a cluster pod by pod and measure fragmentation (FGD's experiment).",
        discussion: """
            Pods arrive in random order, each is placed at once or refused, none leaves. Without files the \
            cluster and workload of FGD (ATC 2023) are used, from built-in figures.

            Example: schedlab fill --nodes openb_node_list_gpu_node.csv --pods openb_pod_list_default.csv \
            --placement fgd --seed 42 --format csv
            """)

    @Option(help: "Node list (openb's or your own nodes.csv), cluster.yaml, cluster preset or spec.")
    var nodes = "openb-2023"

    @Option(
        help: ArgumentHelp(
            "Pod list in openb's form, openb-mix (as many pods of each kind as in openb's default list) or openb-mix:LIST (gpushare100, multigpu50, cpu250).",
            valueName: "file"))
    var pods = "openb-mix"

    @Option(help: "Placement rule (schedlab list placements).")
    var placement = "fgd"

    @Option(
        parsing: .unconditional,
        help: "Demanded GPUs over the cluster's GPUs: the list is made longer or shorter; 0 = as it is.")
    var ratio = FillExperiment.publishedRatio

    @Option(parsing: .unconditional, help: "Seed of the random orders and of the rule random.")
    var seed: UInt64 = 42

    @Option(
        help: ArgumentHelp(
            "Names of pods in order of arrival, one a line, instead of drawn ones.", valueName: "file"))
    var arrivals: String?

    @Option(
        help: ArgumentHelp(
            "Name and rank of every node, one a line, instead of drawn ones: the lower rank wins ties.",
            valueName: "file"))
    var ranks: String?

    @Flag(help: "End at the first bad row or unknown column of a file instead of leaving it out.")
    var strict = false

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "Folder for placements.csv (every pod, with reasons), states.csv (every 100 pods) and summary.json.",
            valueName: "dir"))
    var outputFolder: String?

    @OptionGroup(title: "Output") var overwrite: OverwriteOptions

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if outputFolder == "" { throw ValidationError("--out is empty, expected a path") }
        if arrivals != nil && ratio != FillExperiment.publishedRatio {
            throw ValidationError(
                "--ratio has no meaning with --arrivals, which says who arrives; leave it out")
        }
    }

    func run() throws {
        let prepared = try PreparedFill(experiment)
        let recorder = try outputFolder.map { try FillRecorder(prepared, folder: try overwrite.folder($0)) }
        let run = try FillRun(prepared) { try recorder?.record($0) }
        let summary = FillSummary(run)
        try recorder?.finish(summary: summary.json.indented)
        switch output.format {
        case .table: try output.printResult(summary.text)
        case .json: try output.printResult(summary.json.indented)
        case .csv: try output.printResult(summary.csv)
        }
        for line in droppedLines(prepared) where output.format != .table { output.say(line) }
    }

    private var experiment: FillExperiment {
        var experiment = FillExperiment()
        experiment.nodes = nodes
        experiment.pods = pods
        experiment.placement = placement
        experiment.ratio = ratio
        experiment.seed = seed
        experiment.arrivalsPath = arrivals
        experiment.ranksPath = ranks
        experiment.isStrict = strict
        return experiment
    }

    /// Where the result itself does not say so, a message tells of rows that were left out.
    private func droppedLines(_ prepared: PreparedFill) -> [String] {
        prepared.imports.flatMap { report in
            report.dropped.prefix(5).map { "\(report.file):\($0.line): left out: \($0.reason)" }
                + (report.dropped.count > 5
                    ? ["\(report.file): \(report.dropped.count) rows left out in all"] : [])
        }
    }
}
