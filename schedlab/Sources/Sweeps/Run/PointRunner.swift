private import Experiments
private import Foundation
internal import Kit
private import Reports

/// Runs one point and puts its result into the store.
struct PointRunner: Sendable {
    let store: ResultStore
    /// Digests of the inputs as they were planned, by path.
    let planned: [String: String]
    /// Writes the record of a run into a folder; nil = none is kept.
    let record: RecordWriter?
    /// Peak memory of the process in bytes.
    let peakMemoryBytes: @Sendable () -> Int

    /// Runs the point unless it is finished.
    ///
    /// - Returns: Seconds that it took; nil when somebody else had finished it.
    /// - Throws: Whatever stops the run, or a `FileError` of the store.
    func run(_ point: SweepPoint) throws -> Double? {
        guard !store.isFinished(point.key) else { return nil }
        let folder = try StagingFolder(in: store.points)
        let names: [String]
        let summary: JSONValue
        let seconds: Double
        switch point.task {
        case .run(let experiment):
            (names, summary, seconds) = try run(experiment, in: folder.path)
        case .fill(let fill):
            (names, summary, seconds) = try run(fill, in: folder.path)
        }
        try PointFiles.write(point.identity, PointFiles.identity, in: folder.path)
        try PointFiles.write(summary.indented, PointFiles.summary, in: folder.path)
        let figures = Figures.all(summary).map { "\($0.name)\t\($0.value)\n" }.joined()
        try PointFiles.write(figures, PointFiles.figures, in: folder.path)
        try PointFiles.writeSums(
            [PointFiles.identity, PointFiles.summary, PointFiles.figures] + names, in: folder.path)
        let host = "wallSeconds\t\(seconds)\npeakMemoryBytes\t\(peakMemoryBytes())\n"
        try PointFiles.write(host, PointFiles.host, in: folder.path)
        let isOurs = try folder.finish(as: store.folder(point.key))
        store.forgetFailure(point.key)
        return isOurs ? seconds : nil
    }

    private func run(
        _ experiment: Experiment, in folder: String
    ) throws -> (names: [String], summary: JSONValue, seconds: Double) {
        let prepared = try PreparedExperiment(experiment)
        try check(prepared.resolved.inputs)
        let (run, extra) = try record?.run(prepared, in: folder) ?? (ExperimentRun(prepared), [])
        let jobs = try AtomicFile(path: "\(folder)/\(PointFiles.jobs)")
        try JobsTable.append(run, to: jobs)
        try jobs.finish()
        let summary = RunSummary(run, peakMemoryBytes: 0).jsonWithoutHost
        return ([PointFiles.jobs] + extra, summary, run.wallSeconds)
    }

    private func run(
        _ fill: FillExperiment, in folder: String
    ) throws -> (names: [String], summary: JSONValue, seconds: Double) {
        let prepared = try PreparedFill(fill)
        try check(prepared.inputs)
        let run = try FillRun(prepared)
        let summary = FillSummary(run)
        try PointFiles.write(summary.csv, PointFiles.rows, in: folder)
        return ([PointFiles.rows], summary.jsonWithoutHost, run.wallSeconds)
    }

    /// The point's name says what it read; a result of other bytes must not get it.
    private func check(_ inputs: [ResolvedExperiment.Input]) throws(SweepError) {
        for input in inputs {
            guard let expected = planned[input.path], expected != input.sha256 else { continue }
            throw .inputChanged(path: input.path, planned: expected, found: input.sha256)
        }
    }
}
