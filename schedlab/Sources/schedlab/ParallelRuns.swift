internal import Experiments
private import Foundation
private import Recording
private import Reports
private import Simulation

/// Runs several experiments at a time; each run is single-threaded and independent of the others.
enum ParallelRuns {
    /// Runs all experiments.
    ///
    /// - Parameters:
    ///   - experiments: What to run.
    ///   - threads: Runs at a time, >= 1; nil = one per core.
    ///   - showsProgress: Whether to draw a bar for the first of them.
    ///   - recordOptions: Whether each leaves a record, in a folder of its seed.
    ///   - recordPaths: Where each leaves a record with everybody's reasons instead; nil = nowhere.
    ///   - overwrite: What they may write over.
    /// - Returns: The runs, in the order of the experiments.
    /// - Throws: The error of the first experiment that failed.
    static func run(
        _ experiments: [Experiment], threads: Int?, showsProgress: Bool, recordOptions: RecordOptions? = nil,
        recordPaths: [String]? = nil, overwrite: OverwriteOptions
    ) throws -> [ExperimentRun] {
        try ParallelMap.results(count: experiments.count, threads: threads) { index in
            try runOne(experiments[index], showsBar: showsProgress && index == 0) { prepared in
                if let recordPaths {
                    return try RecordOptions.recorder(
                        prepared, path: recordPaths[index], reasons: .all, overwrite)
                }
                return try recordOptions?.recorder(prepared, seedFolder: experiments[index].seed, overwrite)
            }
        }
    }

    private static func runOne(
        _ experiment: Experiment, showsBar: Bool, makeRecorder: (PreparedExperiment) throws -> RunRecorder?
    ) throws -> ExperimentRun {
        var observers: [any Observer] = []
        if showsBar { observers.append(ProgressBar(ProgressBar.ProgressGoal(experiment))) }
        let prepared = try PreparedExperiment(experiment)
        let recorder = try makeRecorder(prepared)
        let run = try ExperimentRun(prepared, observers: observers, recorder: recorder)
        let summary = RunSummary(run, peakMemoryBytes: HostFigures.peakMemoryBytes)
        try recorder?.finish(summary: summary.jsonWithoutHost)
        return run
    }
}
