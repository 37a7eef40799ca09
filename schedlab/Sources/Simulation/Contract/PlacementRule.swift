public import Cluster

/// Chooses the GPUs for one job: candidates in, choice and reason out.
///
/// A rule is a value with its own state and random stream; it never changes the cluster.
public protocol PlacementRule {
    /// Code name: `strided`.
    var name: String { get }

    /// Chooses GPUs for a demand.
    ///
    /// - Parameters:
    ///   - demand: What is needed.
    ///   - cluster: What is free; the rule must not choose anything else.
    /// - Returns: The choice, nil when the demand does not fit now.
    mutating func choose(_ demand: PlacementDemand, in cluster: borrowing ClusterState) -> PlacementChoice?
}

/// What a job needs of the cluster.
public struct PlacementDemand: Sendable, Equatable {
    /// The job.
    public var jobID: Int32
    /// The GPU type that it shall run on.
    public var typeIndex: Int
    /// Number of GPUs.
    public var gpuCount: Int
    /// Share of each, in milli-GPU.
    public var milliPerGPU: Int32
    /// CPU in thousandths of a core.
    public var cpuMilli: Int
    /// Memory in MiB.
    public var memoryMiB: Int

    /// Describes a demand; whole GPUs and no CPU or memory unless given.
    public init(
        jobID: Int32, typeIndex: Int, gpuCount: Int, milliPerGPU: Int32 = ClusterState.wholeGPUMilli,
        cpuMilli: Int = 0, memoryMiB: Int = 0
    ) {
        self.jobID = jobID
        self.typeIndex = typeIndex
        self.gpuCount = gpuCount
        self.milliPerGPU = milliPerGPU
        self.cpuMilli = cpuMilli
        self.memoryMiB = memoryMiB
    }
}

/// Chosen GPUs and why.
public struct PlacementChoice: Sendable, Equatable {
    /// The GPUs, distinct.
    public var gpus: [Int32]
    /// Why these.
    public var reason: PlacementReason

    /// Puts a choice together.
    public init(gpus: [Int32], reason: PlacementReason) {
        self.gpus = gpus
        self.reason = reason
    }
}

/// Why a job is where it is.
public enum PlacementReason: Sendable, Equatable {
    /// It ran there in the round before and stayed.
    case kept
    /// The first free GPUs in the cluster's numbering.
    case firstFree
    /// Drawn at random among this many nodes that had room; 0 = it had to span nodes.
    case drawn(candidateNodeCount: Int)
    /// The best of the scored nodes, best first.
    case scored([ScoredNode])
}

/// A node that a rule considered.
public struct ScoredNode: Sendable, Equatable {
    /// Node index.
    public var node: Int32
    /// The rule's score; higher is better.
    public var score: Double

    /// Names a candidate.
    public init(node: Int32, score: Double) {
        self.node = node
        self.score = score
    }
}
