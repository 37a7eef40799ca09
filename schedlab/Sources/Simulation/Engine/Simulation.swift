/// Runs a simulation to its end.
public enum Simulation {
    /// Simulates.
    ///
    /// - Parameter setup: What to run.
    /// - Returns: The books of the finished run.
    /// - Throws: ``SimulationError``, or whatever the source, policy or an observer throws.
    public static func run(_ setup: SimulationSetup) throws -> SimulationResult {
        switch setup.mechanism {
        case .standard(let settings):
            var mechanism = StandardMechanism(settings, setup: setup)
            var result = try mechanism.run()
            result.fragmentation = mechanism.core.fragmentationAverages
            return result
        case .gavel(let settings):
            var mechanism = GavelMechanism(settings, setup: setup)
            var result = try mechanism.run()
            result.fragmentation = mechanism.core.fragmentationAverages
            return result
        case .runToCompletion:
            var mechanism = RunToCompletionMechanism(setup: setup)
            var result = try mechanism.run()
            result.fragmentation = mechanism.core.fragmentationAverages
            return result
        }
    }
}
