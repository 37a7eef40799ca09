internal import Experiments
private import Foundation
private import Simulation

/// Runs several experiments at a time; each run is single-threaded and independent of the others.
enum ParallelRuns {
    /// Runs all experiments.
    ///
    /// - Parameters:
    ///   - experiments: What to run.
    ///   - threads: Runs at a time, >= 1; nil = one per core.
    ///   - showsProgress: Whether to draw a bar for the first of them.
    /// - Returns: The runs, in the order of the experiments.
    /// - Throws: The error of the first experiment that failed.
    static func run(
        _ experiments: [Experiment], threads: Int?, showsProgress: Bool
    ) throws -> [ExperimentRun] {
        try ParallelMap.results(count: experiments.count, threads: threads) { index in
            try runOne(experiments[index], showsBar: showsProgress && index == 0)
        }
    }

    private static func runOne(_ experiment: Experiment, showsBar: Bool) throws -> ExperimentRun {
        var observers: [any Observer] = []
        if showsBar { observers.append(ProgressBar(ProgressBar.ProgressGoal(experiment))) }
        return try ExperimentRun(try PreparedExperiment(experiment), observers: observers)
    }
}
