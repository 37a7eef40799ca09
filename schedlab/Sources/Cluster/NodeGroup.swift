/// Equal nodes of one GPU type: how a cluster is described before it is numbered.
public struct NodeGroup: Sendable, Equatable {
    /// Name of the GPU type; any name is legal, an empty one means nodes without GPUs.
    public var gpuType: String
    /// Number of nodes, > 0.
    public var nodeCount: Int
    /// GPUs per node, > 0; 0 for nodes without a GPU type.
    public var gpusPerNode: Int
    /// CPU per node in thousandths of a core.
    public var cpuMilliPerNode: Int
    /// Memory per node in MiB.
    public var memoryMiBPerNode: Int
    /// Whether the cluster's description says how much CPU the nodes have.
    let statesCPU: Bool
    /// Whether it says how much memory they have.
    let statesMemory: Bool
    /// Rack that the nodes stand in; empty = not said.
    public var rack: String

    /// CPU that a node gets per GPU where a cluster does not say: 12 cores.
    ///
    /// The largest group of Alibaba's 2023 GPU trace (549 nodes of 8 GPUs) has 96 cores and 384 GiB a node.
    public static let defaultCPUMilliPerGPU = 12_000
    /// Memory that a node gets per GPU where a cluster does not say: 48 GiB; source as above.
    public static let defaultMemoryMiBPerGPU = 49_152

    /// Describes a group; CPU and memory default to ``defaultCPUMilliPerGPU`` and ``defaultMemoryMiBPerGPU``.
    public init(
        gpuType: String, nodeCount: Int, gpusPerNode: Int, cpuMilliPerNode: Int? = nil,
        memoryMiBPerNode: Int? = nil, rack: String = ""
    ) {
        self.gpuType = gpuType
        self.nodeCount = nodeCount
        self.gpusPerNode = gpusPerNode
        self.rack = rack
        statesCPU = cpuMilliPerNode != nil
        statesMemory = memoryMiBPerNode != nil
        // Absurd sizes are refused when the cluster is numbered; until then they must not trap.
        let known = min(gpusPerNode, ClusterLayout.gpusPerNodeLimit)
        self.cpuMilliPerNode = cpuMilliPerNode ?? known * Self.defaultCPUMilliPerGPU
        self.memoryMiBPerNode = memoryMiBPerNode ?? known * Self.defaultMemoryMiBPerGPU
    }
}
