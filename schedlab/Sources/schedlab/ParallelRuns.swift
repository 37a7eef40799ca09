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
        let results = ResultBoard(count: experiments.count)
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = threads ?? ProcessInfo.processInfo.activeProcessorCount
        for (index, experiment) in experiments.enumerated() {
            let showsBar = showsProgress && index == 0
            queue.addOperation {
                results.set(index, Result { try runOne(experiment, showsBar: showsBar) })
            }
        }
        queue.waitUntilAllOperationsAreFinished()
        return try results.all()
    }

    private static func runOne(_ experiment: Experiment, showsBar: Bool) throws -> ExperimentRun {
        var observers: [any Observer] = []
        if showsBar { observers.append(ProgressBar(ProgressBar.ProgressGoal(experiment))) }
        return try ExperimentRun(try PreparedExperiment(experiment), observers: observers)
    }

    /// Collects results from several threads; every access holds the lock, hence `@unchecked Sendable`.
    private final class ResultBoard: @unchecked Sendable {
        private let lock = NSLock()
        private var results: [Result<ExperimentRun, any Error>?]

        init(count: Int) { results = Array(repeating: nil, count: count) }

        func set(_ index: Int, _ result: Result<ExperimentRun, any Error>) {
            lock.withLock { results[index] = result }
        }

        func all() throws -> [ExperimentRun] {
            try lock.withLock { try results.compactMap { try $0?.get() } }
        }
    }
}
