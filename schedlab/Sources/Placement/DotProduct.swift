public import Cluster
public import Simulation

/// The node whose free CPU and GPU have the smallest dot product with the job's demand.
///
/// The opposite of Tetris's alignment: it leaves large nodes to large jobs.
///
/// - Note: Weng et al., ATC 2023, section 6.1 (DotProd, in the published settings: GPUs of a node merged,
///   largest machine as the unit); score `int(100 (1 - d / 2))`.
public struct DotProduct: ScoredRule {
    /// Code name on the command line.
    public let name = "dot-product"
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
        let cpu =
            Double(cluster.freeCPUMilli[node]) / scale.cpuMilli * (Double(shape.cpuMilli) / scale.cpuMilli)
        let gpu =
            Double(cluster.freeMilliOfNode[node]) / scale.gpuMilli
            * (Double(shape.totalMilli) / scale.gpuMilli)
        return Int32(100 * (1 - (cpu + gpu) / 2))
    }
}
