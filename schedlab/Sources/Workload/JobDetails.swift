/// What a user's own file says of a job beyond what a simulation needs; kept for records and breakdowns.
public struct JobDetails: Sendable, Equatable {
    /// How the job ended where it was recorded.
    public enum State: String, Sendable, CaseIterable {
        /// It did all its work.
        case completed
        /// It broke off by itself.
        case failed
        /// Its user ended it.
        case cancelled
        /// It ran into its time limit.
        case timeout
        /// It ended in a way that the file has another word for.
        case unknown
    }

    /// The file's own id of the job.
    public var name: String
    /// Who submitted it; empty = not said.
    public var user = ""
    /// Queue or partition; empty = not said.
    public var queue = ""
    /// Nodes that it asked for; nil = not said.
    public var nodeCount: Int?
    /// GPU type that its duration was measured on; empty = not said.
    public var recordedGPUType = ""
    /// CPU that it asked for in all, in thousandths of a core.
    public var cpuMilli = 0
    /// Memory that it asked for in all, in MiB.
    public var memoryMiB = 0
    /// The user's own estimate of its length in seconds.
    public var timeLimitSeconds: Double?
    /// Seconds after its arrival by which it must end.
    public var deadlineSeconds: Double?
    /// How it ended.
    public var state = State.completed
    /// When the real scheduler started it, in seconds after the first arrival of the file.
    public var recordedStartSeconds: Double?
    /// Nodes that the real scheduler gave it.
    public var recordedNodes: [String] = []

    /// On how many nodes it was recorded, as far as that is known; 0 = not said.
    public var recordedNodeCount: Int { recordedNodes.isEmpty ? nodeCount ?? 0 : Set(recordedNodes).count }

    /// Details of a job with that id.
    public init(name: String) { self.name = name }
}
