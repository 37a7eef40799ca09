internal import Experiments
private import Kit
private import Reports

/// The folder in which a run leaves its summary and its jobs.
struct RunFolder {
    private let path: String
    private var summaryPath: String { "\(path)/summary.json" }
    private var jobsPath: String { "\(path)/jobs.csv" }

    /// Names a folder and finds out, before a long run, whether it can be written to.
    init(_ path: String) throws {
        self.path = path
        for file in [summaryPath, jobsPath] { _ = try AtomicFile(path: file) }
    }

    /// Writes both files.
    func write(_ run: ExperimentRun) throws {
        try JobsTable.write(run, to: jobsPath)
        let summary = RunSummary(run, peakMemoryBytes: HostFigures.peakMemoryBytes)
        try AtomicFile.write(summary.json.indented, to: summaryPath)
    }
}
