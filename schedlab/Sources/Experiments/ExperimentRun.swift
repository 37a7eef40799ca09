private import Cluster
public import Metrics
public import Simulation

/// A finished experiment.
public struct ExperimentRun: Sendable {
    /// What was run.
    public let resolved: ResolvedExperiment
    /// Its figures.
    public let metrics: RunMetrics
    /// Waits and slowdowns of its jobs.
    public let times: JobTimes
    /// Finish-time fairness of its jobs; nil when none completed.
    public let fairness: FairnessRatios?
    /// Whether unfinished work piled up; nil for a run without length.
    public let backlog: BacklogTrend?
    /// Its books.
    public let result: SimulationResult
    /// What the solver did.
    public let solver: SolverFigures
    /// Wall-clock time of the simulation on this machine, in seconds.
    public let wallSeconds: Double

    /// Runs a prepared experiment.
    ///
    /// - Parameters:
    ///   - prepared: What to run.
    ///   - observers: Who watches.
    /// - Throws: Whatever stops the simulation.
    public init(_ prepared: PreparedExperiment, observers: [any Observer] = []) throws {
        var setup = prepared.setup
        setup.observers = observers
        let clock = ContinuousClock()
        let start = clock.now
        let result = try Simulation.run(setup)
        resolved = prepared.resolved
        self.result = result
        metrics = RunMetrics(result)
        times = JobTimes(result)
        backlog = BacklogTrend(result)
        fairness = FairnessRatios(result, gpuCounts: prepared.resolved.layout.types.map(\.gpuCount))
        solver = prepared.engine?.figures ?? SolverFigures()
        wallSeconds = (clock.now - start) / .seconds(1)
    }
}
