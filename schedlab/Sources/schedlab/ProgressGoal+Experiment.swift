internal import Experiments

extension ProgressBar.ProgressGoal {
    /// The goal of an experiment.
    init(_ experiment: Experiment) {
        self.init(
            window: experiment.window, jobCount: experiment.window?.count ?? experiment.jobCount,
            horizonSeconds: experiment.horizonHours.map { $0 * 3600 })
    }
}
