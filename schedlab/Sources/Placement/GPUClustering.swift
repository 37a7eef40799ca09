public import Cluster
public import Simulation

/// A node that holds tasks of the same kind, the fuller the better.
///
/// Kinds are shares of a GPU and numbers of whole GPUs. Jobs without GPUs take the first node by rank.
///
/// - Note: Weng et al., ATC 2023, section 6.1 (GpuClustering, after Gandiva, OSDI 2018): up to 25 points for
///   fullness, counted against 8 GPUs whatever the node's size, and 75 for a node with this kind alone, 50
///   where it is among others, 25 for a node without GPU tasks.
public struct GPUClustering: ScoredRule {
    /// Code name on the command line.
    public let name = "gpu-clustering"
    var board = ScoreBoard()
    private var scale = NodeScale()

    /// The rule has no settings.
    public init() {}

    /// Chooses GPUs; nil when the demand does not fit now.
    public mutating func choose(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        chooseByScore(demand, in: cluster)
    }

    mutating func prepare(_ cluster: borrowing ClusterState) { scale.measure(cluster) }

    func score(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 {
        guard shape.gpuCount > 0 else { return 0 }
        let largest = Int(scale.gpuMilli)
        let fullness = Int32(25 * (largest - Int(cluster.freeMilliOfNode[node])) / largest)
        let kinds = cluster.kindsOfNode[node]
        if kinds.kindCount == 0 { return fullness + 25 }
        let kind = TaskKinds.kind(gpuCount: shape.gpuCount, milliPerGPU: shape.milliPerGPU)
        guard kinds.contains(kind) else { return fullness }
        return fullness + (kinds.kindCount == 1 ? 75 : 50)
    }
}
