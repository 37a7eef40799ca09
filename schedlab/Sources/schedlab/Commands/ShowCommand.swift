internal import ArgumentParser
private import Experiments
private import Foundation
private import Kit
private import Recording
private import Reports

/// `schedlab show`: a schedule in the terminal.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Draw the schedule of a record in the terminal: a line a GPU, a letter a job.",
        discussion: """
            As wide as the terminal (--width N for another one; 80 where there is none). The first 64 GPUs are \
            drawn, and the first 52 jobs stand in the legend; --format csv and json have all of them. \
            'teaching' (where there is no such file) runs six built-in jobs on eight built-in GPUs first.

            Example: schedlab show teaching --policy easy_backfill
            Example: schedlab show out/run.record
            """)

    /// Name of the built-in cluster and workload.
    private static let lesson = "teaching"

    @Argument(help: ArgumentHelp("Record, or a folder with one; or 'teaching'.", valueName: "run"))
    var recordPath: String

    @Option(help: "With 'teaching': the policy (default: fifo).")
    var policy: String?

    @Option(help: "Columns, 40 to 1000 (default: those of the terminal).")
    var width: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let width, !(40...1000).contains(width) {
            throw ValidationError("--width is \(width), expected a whole number from 40 to 1000")
        }
    }

    func run() throws {
        guard recordPath == Self.lesson, !FileManager.default.fileExists(atPath: recordPath) else {
            if policy != nil {
                throw ValidationError("--policy is for '\(Self.lesson)': a record has its own")
            }
            return try show(try RunRecord(path: recordPath))
        }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("schedlab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try show(
            try Self.runLesson(policy: policy ?? "fifo", path: folder.appendingPathComponent("record").path))
    }

    /// Runs the built-in jobs on the built-in cluster.
    private static func runLesson(policy: String, path: String) throws -> RunRecord {
        var experiment = Experiment(cluster: lesson, workload: lesson, policy: policy)
        let entry = try PolicyRegistry.entry(policy)
        let isQueue = ["easy_backfill", "fifo", "fifo_perf"].contains(entry.name)
        experiment.mechanism = isQueue ? "run-to-completion" : "standard"
        let prepared = try PreparedExperiment(experiment)
        let provenance = prepared.resolved.provenance(
            reasons: .all, engine: "schedlab", command: ["show", lesson])
        let recorder = try RunRecorder(path: path, provenance: provenance, speeds: prepared.speeds)
        let run = try ExperimentRun(prepared, observers: [recorder])
        try recorder.finish(summary: RunSummary(run, peakMemoryBytes: 0).jsonWithoutHost)
        return try RunRecord(path: path)
    }

    private func show(_ record: RunRecord) throws {
        if !record.isComplete {
            output.complain("\(record.path) is incomplete: the run did not end as it should")
        }
        let gantt = try TerminalGantt(
            record, width: width ?? Self.terminalWidth, hasAllGPUs: output.format != .table)
        switch output.format {
        case .table: try output.printResult(gantt.text)
        case .json: try output.printResult(gantt.json.indented)
        case .csv: try output.printResult(gantt.csv)
        }
    }

    private static var terminalWidth: Int {
        if let text = ProcessInfo.processInfo.environment["COLUMNS"], let columns = Int(text) {
            return min(max(columns, 40), 1000)
        }
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return min(max(Int(size.ws_col), 40), 1000)
    }
}
