public import Cluster
public import Simulation

/// The node with most CPU and GPU left after the job, and on it the emptiest GPU: the opposite of ``BestFit``.
///
/// Kubernetes: `LeastAllocated`.
public struct WorstFit: ScoredRule {
    /// Code name on the command line.
    public let name = "worst-fit"
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
        let cpu = Double(cluster.freeCPUMilli[node] - shape.cpuMilli) / scale.cpuMilli
        let gpu = Double(Int(cluster.freeMilliOfNode[node]) - shape.totalMilli) / scale.gpuMilli
        return Int32(100 * (0.5 * cpu + 0.5 * gpu))
    }

    func partialGPU(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 {
        NodeRoom.emptiestGPU(node, milli: shape.milliPerGPU, cluster)
    }
}
