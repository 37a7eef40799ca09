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
    ///   - cluster: What is free; the rule must not choose anything else. A rule follows one cluster only.
    /// - Returns: The choice, nil when the demand does not fit now.
    mutating func choose(_ demand: PlacementDemand, in cluster: borrowing ClusterState) -> PlacementChoice?

    /// Takes note of the workload that the cluster shall be able to take from now on.
    ///
    /// Rules that look at demand only need not do anything.
    mutating func adopt(_ target: TargetWorkload)
}

extension PlacementRule {
    /// Does nothing: most rules look at the demand only.
    public mutating func adopt(_ target: TargetWorkload) {}
}

/// What is asked of a cluster, apart from who asks: equal shapes have the same candidates.
public struct DemandShape: Hashable, Sendable {
    /// GPU types that will do, as indices; nil = any node, also one without GPUs if none is asked for.
    public var typeIndices: [Int32]?
    /// Number of GPUs; 0 = only CPU and memory.
    public var gpuCount: Int
    /// Share of each, in milli-GPU, `1...1000`.
    public var milliPerGPU: Int32
    /// CPU in all, in thousandths of a core.
    public var cpuMilli: Int
    /// Memory in all, in MiB.
    public var memoryMiB: Int
    /// Whether the GPUs may lie on several nodes when no single node has room.
    public var maySpan: Bool
    /// Number of different nodes that each give an equal part of it all; 0 = the rule decides.
    public var nodeCount = 0

    /// Describes a demand; whole GPUs, no CPU or memory, and one node unless said otherwise.
    public init(
        typeIndices: [Int32]?, gpuCount: Int, milliPerGPU: Int32 = ClusterState.wholeGPUMilli,
        cpuMilli: Int = 0, memoryMiB: Int = 0, maySpan: Bool = false
    ) {
        self.typeIndices = typeIndices
        self.gpuCount = gpuCount
        self.milliPerGPU = milliPerGPU
        self.cpuMilli = cpuMilli
        self.memoryMiB = memoryMiB
        self.maySpan = maySpan
    }

    /// Whether only a part of one GPU is asked for.
    public var isPartial: Bool { gpuCount == 1 && milliPerGPU < ClusterState.wholeGPUMilli }

    /// GPU share in all, in milli-GPU.
    public var totalMilli: Int { gpuCount * Int(milliPerGPU) }

    /// What each of its nodes must give: all of it, or an equal part where several nodes are asked for.
    ///
    /// CPU and memory are rounded up, as a cluster's books round them.
    public var part: DemandShape {
        var part = self
        part.nodeCount = 0
        guard nodeCount > 1 else { return part }
        part.gpuCount = gpuCount / nodeCount
        part.cpuMilli = (cpuMilli + nodeCount - 1) / nodeCount
        part.memoryMiB = (memoryMiB + nodeCount - 1) / nodeCount
        return part
    }

    /// Whether GPUs of a type will do.
    public func accepts(type: Int) -> Bool { typeIndices?.contains(Int32(type)) ?? true }
}

/// What a job needs of the cluster.
public struct PlacementDemand: Sendable, Equatable {
    /// The job.
    public var jobID: Int32
    /// What it asks for.
    public var shape: DemandShape

    /// Whether a choice keeps the contract: distinct GPUs of an accepted type with enough free, as many on each
    /// node as asked for, or a node for a demand without GPUs; and CPU and memory on every node.
    public func isMet(by choice: PlacementChoice, in cluster: borrowing ClusterState) -> Bool {
        let layout = cluster.layout
        if gpuCount == 0 {
            guard choice.gpus.isEmpty, let node = choice.node, layout.nodes.indices.contains(Int(node))
            else { return false }
            return cluster.freeCPUMilli[Int(node)] >= shape.cpuMilli
                && cluster.freeMemoryMiB[Int(node)] >= shape.memoryMiB
        }
        return choice.gpus.count == gpuCount
            && choice.gpus.allSatisfy { layout.gpu(Int($0), isOfOneOf: shape.typeIndices) }
            && (gpuCount == 1 || Set(choice.gpus).count == gpuCount)
            && cluster.isFree(gpus: choice.gpus, milliPerGPU: milliPerGPU)
            && cluster.hasRoom(beside: choice.gpus, cpuMilli: shape.cpuMilli, memoryMiB: shape.memoryMiB)
            && (shape.nodeCount == 0 || isEven(choice.gpus, layout))
    }

    /// Whether GPUs lie on as many nodes as asked for, as many on each.
    private func isEven(_ gpus: [Int32], _ layout: ClusterLayout) -> Bool {
        var counts: [Int32: Int] = [:]
        for gpu in gpus { counts[layout.nodeOfGPU[Int(gpu)], default: 0] += 1 }
        return counts.count == shape.nodeCount && counts.values.allSatisfy { $0 == shape.part.gpuCount }
    }

    /// Describes a demand.
    public init(jobID: Int32, shape: DemandShape) {
        self.jobID = jobID
        self.shape = shape
    }

    /// Number of GPUs.
    public var gpuCount: Int { shape.gpuCount }
    /// Share of each, in milli-GPU.
    public var milliPerGPU: Int32 { shape.milliPerGPU }

    /// Describes a demand for GPUs of one type, on several nodes where it must be.
    public init(
        jobID: Int32, typeIndex: Int, gpuCount: Int, milliPerGPU: Int32 = ClusterState.wholeGPUMilli,
        cpuMilli: Int = 0, memoryMiB: Int = 0, maySpan: Bool = true
    ) {
        self.init(
            jobID: jobID,
            shape: DemandShape(
                typeIndices: [Int32(typeIndex)], gpuCount: gpuCount, milliPerGPU: milliPerGPU,
                cpuMilli: cpuMilli, memoryMiB: memoryMiB, maySpan: maySpan))
    }
}

/// Chosen GPUs and why.
public struct PlacementChoice: Sendable, Equatable {
    /// The GPUs, distinct; none for a demand without GPUs.
    public var gpus: [Int32]
    /// The node, for a demand without GPUs; else it follows from the GPUs.
    public var node: Int32?
    /// Why these.
    public var reason: PlacementReason

    /// Puts a choice together.
    public init(gpus: [Int32], node: Int32? = nil, reason: PlacementReason) {
        self.gpus = gpus
        self.node = node
        self.reason = reason
    }
}

/// Why a job is where it is.
public enum PlacementReason: Sendable, Equatable {
    /// It ran there in the round before and stayed.
    case kept
    /// The first free GPUs in the cluster's numbering.
    case firstFree
    /// Drawn at random among this many nodes that had room.
    case drawn(candidateNodeCount: Int)
    /// No node had room alone: the nodes with most room first, so that the job is on as few as possible.
    case spread(nodeCount: Int)
    /// The node with the best score.
    case scored(PlacementScores)
}

/// The scores behind a choice.
public struct PlacementScores: Sendable, Equatable {
    /// Nodes that had room.
    public var candidateNodeCount: Int
    /// The best of them, the chosen one first, then by score; ties by the nodes' rank.
    public var best: [ScoredNode]
    /// By how much the choice changes the fragmentation of the cluster, in milli-GPU; nil where the rule
    /// does not look at it.
    public var fragmentationChangeMilli: Double?

    /// Puts scores together.
    public init(candidateNodeCount: Int, best: [ScoredNode], fragmentationChangeMilli: Double? = nil) {
        self.candidateNodeCount = candidateNodeCount
        self.best = best
        self.fragmentationChangeMilli = fragmentationChangeMilli
    }
}

/// A node that a rule considered.
public struct ScoredNode: Sendable, Equatable {
    /// Node index.
    public var node: Int32
    /// The rule's score; higher is better.
    public var score: Int32

    /// Names a candidate.
    public init(node: Int32, score: Int32) {
        self.node = node
        self.score = score
    }
}
