public import Cluster
public import Simulation

/// The first node by rank that has room, and on it the first GPUs.
public struct FirstFit: ScoredRule {
    /// Code name on the command line.
    public let name = "first-fit"
    var board = ScoreBoard()

    /// The rule has no settings.
    public init() {}

    /// Chooses GPUs; nil when the demand does not fit now.
    public mutating func choose(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        chooseByScore(demand, in: cluster)
    }

    func score(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 { 0 }

    func partialGPU(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 {
        NodeRoom.lowestGPUs(node, shape, cluster)[0]
    }
}
