internal import Experiments
internal import Kit
private import Reports

/// The folder in which a run leaves its summary and its jobs; both appear together or not at all.
struct RunFolder {
    private let folder: OutputFolder
    /// The files that it leaves, besides the list of its files.
    static let names = ["jobs.csv", "summary.json"]

    /// Takes a folder and finds out, before a long run, whether it can be written to.
    init(_ folder: OutputFolder) throws {
        self.folder = folder
        for name in Self.names { _ = try AtomicFile(path: try folder.file(name)) }
    }

    /// Writes both files.
    func write(_ run: ExperimentRun) throws {
        let files = try Self.names.map { try AtomicFile(path: try folder.file($0)) }
        try JobsTable.append(run, to: files[0])
        let summary = RunSummary(run, peakMemoryBytes: HostFigures.peakMemoryBytes)
        try files[1].append(summary.json.indented)
        try AtomicFile.finishTogether(files + [try folder.marker(adding: Self.names)])
    }
}
