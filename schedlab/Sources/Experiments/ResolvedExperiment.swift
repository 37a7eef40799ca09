public import Cluster
public import Simulation
public import Traces
public import Workload

/// An experiment with everything looked up, for summaries.
public struct ResolvedExperiment: Sendable {
    /// A file that the experiment reads.
    public struct Input: Sendable, Equatable {
        /// The path as it was given.
        public let path: String
        /// SHA-256 of its bytes, in hexadecimal.
        public let sha256: String
    }

    /// The experiment as it was written.
    public let experiment: Experiment
    /// The policy's registry entry.
    public let policy: PolicyRegistry.Entry
    /// The policy's contract.
    public let contract: PolicyContract
    /// The line with which a policy of another process answered the greeting; nil for others.
    public let policyGreeting: [UInt8]?
    /// The cluster.
    public let layout: ClusterLayout
    /// Files that were read.
    public let inputs: [Input]
    /// What was done with the user's own files.
    public let imports: [ImportReport]
    /// Whether jobs are drawn without end, not read from a list.
    public let isGenerated: Bool
    /// GPU-time that arrives, each job on its fastest type, over the cluster's GPU-time; nil when all jobs
    /// arrive at once.
    public let offeredLoad: Double?
    /// Where the speeds come from.
    public let speedSource: String
    /// Speeds that were assumed, by GPU type of the cluster.
    public let assumedSpeeds: [AssumedSpeed]
    /// Other assumed factors, with the number of jobs that they concern.
    public let factors: [AppliedFactor]
}
