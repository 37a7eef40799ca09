public import Cluster
public import Simulation

/// The node with least CPU and GPU left after the job, both weighted alike.
///
/// - Note: Weng et al., ATC 2023, section 6.1 (BestFit); score
///   `int(100 (1 - (CPU left / 128 + GPU left / 8) / 2))` in cores and GPUs of the largest machine. The
///   published min-max normalisation over the nodes keeps order and ties, so it is left out. Kubernetes:
///   `MostAllocated`.
public struct BestFit: ScoredRule {
    /// Code name on the command line.
    public let name = "best-fit"
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
        return Int32(100 * (1 - (0.5 * cpu + 0.5 * gpu)))
    }
}
