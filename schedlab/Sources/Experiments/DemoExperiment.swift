/// One of the experiments of the demo: the same workload on `demo-504`, each with another policy or placement.
///
/// The files `Experiments/demo-504-*.yaml` say the same for `schedlab run`.
public struct DemoExperiment: Sendable {
    /// Name of its folder, and of its file.
    public let name: String
    /// What it is called in tables.
    public let title: String
    /// The experiment.
    public let experiment: Experiment

    /// The experiments, the baseline first.
    public static let all: [DemoExperiment] = [
        DemoExperiment("baseline", "baseline", policy: "max_min_fairness", placement: "strided"),
        DemoExperiment("gavel", "Gavel", policy: "max_min_fairness_perf", placement: "strided"),
        DemoExperiment("gavel-fgd", "Gavel + FGD", policy: "max_min_fairness_perf", placement: "fgd"),
    ]

    /// 7 multi-GPU jobs an hour into a full cluster, jobs 4,000 to 4,999 measured; an allocation every 1,920 s
    /// at most, as in Gavel's own experiments.
    private init(_ name: String, _ title: String, policy: String, placement: String) {
        self.name = name
        self.title = title
        var experiment = Experiment(cluster: "demo-504", workload: "gavel", policy: policy)
        experiment.placement = placement
        experiment.jobsPerHour = 7
        experiment.isMultiGPU = true
        experiment.hasSteadyStateStart = true
        experiment.window = 4000..<5000
        experiment.allocationIntervalSeconds = 1920
        self.experiment = experiment
    }
}
