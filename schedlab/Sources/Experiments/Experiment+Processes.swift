internal import Cluster
internal import PolicyProcesses

extension Experiment {
    /// Starts the policy's program, or takes up the answers that it gave in an earlier run.
    ///
    /// - Throws: `PolicyProcessError`.
    func started(_ command: PolicyCommand, layout: ClusterLayout) throws -> ProcessPolicy {
        let greeting = PolicyGreeting(
            layout: layout, mechanism: mechanism,
            roundSeconds: mechanism == "run-to-completion" ? nil : roundSeconds ?? Self.defaultRoundSeconds,
            seed: seed)
        if let replayedAnswers {
            return try .replaying(replayedAnswers, of: command, greeting: greeting)
        }
        return try .starting(command, greeting: greeting, timeoutSeconds: policyTimeoutSeconds)
    }
}
