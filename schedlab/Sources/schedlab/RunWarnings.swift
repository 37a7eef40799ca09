internal import Experiments
private import Kit
private import Workload

/// What is said before a run that may not end as its user thinks.
enum RunWarnings {
    /// That a job may never get anywhere, when a move costs more than the time until the next one.
    static func costlyMoves(_ experiment: Experiment) -> String? {
        let round = experiment.roundSeconds ?? Experiment.defaultRoundSeconds
        guard let costs = experiment.moveCosts, case .seconds(let seconds) = costs, seconds >= round,
            (experiment.minimumStaySeconds ?? 0) <= seconds
        else { return nil }
        return """
            schedlab: warning: a move costs \(Numbers.grouped(seconds)) s and may follow the last one after \
            \(Numbers.grouped(round)) s, so jobs may never get anywhere; --min-stay S lets them stay for a while
            """
    }

    /// That its window may take for ever: where more arrives than the cluster can do, jobs that share it get less and
    /// less of it.
    static func endlessRun(_ resolved: ResolvedExperiment) -> String? {
        guard let load = resolved.offeredLoad, load > 1, let window = resolved.experiment.window,
            resolved.experiment.effectiveHorizonHours == nil
        else { return nil }
        return """
            schedlab: warning: the offered load is \(Numbers.fixed(load, decimals: 2)) of the cluster, so the jobs of \
            --window \(window.lowerBound):\(window.upperBound) may never end; --hours H ends the run in any case
            """
    }
}
