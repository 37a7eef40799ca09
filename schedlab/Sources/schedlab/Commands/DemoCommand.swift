internal import ArgumentParser
internal import Experiments
private import Foundation
private import Kit
private import Recording
private import Reports

/// `schedlab demo`: the built-in comparison.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Compare three ways to run a 504-GPU cluster and say which is better.",
        discussion: """
            The baseline (max-min fairness in GPU time), Gavel (in throughput), and Gavel with FGD's placement: \
            7 multi-GPU jobs an hour into a full cluster of 200 V100, 180 P100 and 124 K80, jobs 4,000 to 4,999 \
            measured, seed 0. The experiments are those of Experiments/demo-504-*.yaml.

            Example: schedlab demo --out out/demo
            """)

    @Option(
        name: .customLong("out"),
        help: ArgumentHelp(
            "Folder for each run's summary.json, jobs.csv and run.record, and for report.html.",
            valueName: "dir"))
    var outputFolder: String?

    @Option(help: "Runs at a time; the results do not depend on it (default: all cores).")
    var threads: Int?

    @OptionGroup(title: "Output") var overwrite: OverwriteOptions

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if outputFolder == "" { throw ValidationError("--out is empty, expected a path") }
        if let threads, threads < 1 {
            throw ValidationError("--threads is \(threads), expected at least 1")
        }
    }

    func run() throws {
        let demos = DemoExperiment.all
        let experiments = demos.map(\.experiment)
        output.say(
            """
            Simulating 7 jobs an hour on 504 GPUs (200 V100, 180 P100, 124 K80) until jobs 4,000 to 4,999 have \
            ended, in \(experiments.count) ways; this takes a few seconds.
            """)
        let folders = try outputFolder.map { folder in
            try demos.map { try RunFolder(try overwrite.runFolder("\(folder)/\($0.name)")) }
        }
        let runs = try ParallelRuns.run(
            experiments, threads: threads, showsProgress: output.showsProgress,
            recordPaths: outputFolder.map { folder in demos.map { recordPath($0, in: folder) } },
            overwrite: overwrite)
        let table = ComparisonTable(runs, titles: demos.map(\.title))
        let memory = HostFigures.peakMemoryBytes
        for (folder, run) in zip(folders ?? [], runs) { try folder.write(run) }
        if let outputFolder {
            let records = try demos.map { try RunRecord(path: recordPath($0, in: outputFolder)) }
            let report = "\(outputFolder)/report.html"
            try overwrite.file(report, isOurs: HTMLReport.isOne(path:))
            try AtomicFile.write(try HTMLReport(records).page(), to: report)
            output.say("The report is \(report); any browser opens it, no network is needed.")
        }
        defer { if let outputFolder { output.say(Self.lastLine(outputFolder)) } }
        switch output.format {
        case .table: try output.printResult("\n" + table.text + "\n" + table.verdict)
        case .json: try output.printResult(table.json(peakMemoryBytes: memory).indented)
        case .csv:
            try output.printResult(
                RunSummary.csvHeader + runs.map { RunSummary($0, peakMemoryBytes: memory).csvRow }.joined())
        }
    }

    /// How to look into the runs.
    private static func lastLine(_ folder: String) -> String {
        "\nExplore the three runs in a browser: \(CommandLine.arguments[0]) serve \(folder)"
    }

    private func recordPath(_ demo: DemoExperiment, in folder: String) -> String {
        "\(folder)/\(demo.name)/\(RunRecord.fileName)"
    }
}
