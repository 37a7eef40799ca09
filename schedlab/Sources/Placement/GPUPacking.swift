public import Cluster
public import Simulation

/// Used GPUs before free GPUs of used nodes before free nodes.
///
/// Jobs without GPUs take the first node by rank.
///
/// - Note: Weng et al., ATC 2023, section 6.1 (GpuPacking, after MLaaS in the wild, NSDI 2022): up to 33
///   points for a node with all GPUs free, the smaller the better; 33 to 50 where free GPUs of a used node
///   are needed, the fewer the better; 50 to 100 where used GPUs suffice, the fuller the better.
public struct GPUPacking: ScoredRule {
    /// Code name on the command line.
    public let name = "gpu-packing"
    var board = ScoreBoard()

    /// The rule has no settings.
    public init() {}

    /// Chooses GPUs; nil when the demand does not fit now.
    public mutating func choose(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        chooseByScore(demand, in: cluster)
    }

    func score(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 {
        guard shape.gpuCount > 0 else { return 0 }
        let size = Int32(cluster.layout.nodes[node].gpus.count)
        if cluster.freeGPUsOfNode[node] == size { return max(33 - size, size) }
        // The tightest GPUs that suffice are taken: those with something used come before the free ones.
        var usedCount: Int32 = 0
        var percentFree: Int32 = 0
        if shape.milliPerGPU < ClusterState.wholeGPUMilli {
            (usedCount, percentFree) = tightestUsed(node, shape, cluster)
        }
        let freeCount = Int32(shape.gpuCount) - usedCount
        return freeCount > 0 ? max(50 - freeCount, 33) : max(100 - percentFree / 10, 50)
    }

    /// The GPUs with something used that are taken first, and the sum of their free shares in per cent.
    private func tightestUsed(
        _ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> (count: Int32, percentFree: Int32) {
        if shape.gpuCount == 1 {
            let free = cluster.freeMilli[Int(NodeRoom.tightestGPU(node, milli: shape.milliPerGPU, cluster))]
            return free < ClusterState.wholeGPUMilli ? (1, free / 10) : (0, 0)
        }
        var free: [Int32] = []
        for gpu in cluster.layout.nodes[node].gpus
        where cluster.freeMilli[gpu] >= shape.milliPerGPU
            && cluster.freeMilli[gpu] < ClusterState.wholeGPUMilli
        {
            free.append(cluster.freeMilli[gpu])
        }
        let taken = free.sorted().prefix(shape.gpuCount)
        return (Int32(taken.count), taken.reduce(0) { $0 + $1 / 10 })
    }
}
