internal import ArgumentParser
private import Experiments
private import Kit
private import Recording
private import Reports
internal import Sweeps

/// Runs points of a sweep for a command: with a line of progress, an end by Ctrl-C, and the code for going on.
struct SweepExecution {
    let store: ResultStore
    let threads: Int?
    let keepsRecords: Bool
    let output: OutputOptions

    /// Runs points that are not finished, the longest first.
    ///
    /// - Parameters:
    ///   - points: The points, in the order in which they are begun.
    ///   - plan: Their plan.
    /// - Returns: What became of each.
    /// - Throws: `ExitCode` 75 when the store takes nothing more; the message is out by then.
    func run(_ points: [SweepPoint], of plan: SweepPlan) throws -> [SweepRunner.Outcome] {
        let progress = SweepProgress(plan, totalCount: points.count, threads: threads, output)
        Interrupts.resumable("what was finished is kept, the same command goes on") {
            ResultStore.removeUnfinished()
        }
        let runner = SweepRunner(plan, store: store, record: keepsRecords ? Self.recordWriter : nil) {
            HostFigures.peakMemoryBytes
        }
        defer { progress.clear() }
        do {
            return try runner.run(points, threads: threads, watcher: progress)
        } catch let error as SweepError {
            progress.clear()
            output.complain("\(error)")
            throw ExitCode(SystemExit.tryAgain.rawValue)
        }
    }

    /// Runs and records; the record lies beside the summary.
    private static let recordWriter = RecordWriter { prepared, folder in
        let provenance = prepared.resolved.provenance(
            reasons: .all, engine: SweepOptions.engine,
            command: ["schedlab"] + SweepTask.run(prepared.resolved.experiment).arguments)
        let recorder = try RunRecorder(
            path: "\(folder)/\(RunRecord.fileName)", provenance: provenance, speeds: prepared.speeds)
        let run = try ExperimentRun(prepared, observers: [recorder])
        try recorder.finish(summary: RunSummary(run, peakMemoryBytes: 0).jsonWithoutHost)
        return (run, [RunRecord.fileName])
    }
}
