internal import Cluster
internal import Simulation

/// A rule that gives every node with room a whole-numbered score and takes the best, ties by rank.
///
/// What is common to such rules: which nodes have room, the tournament per shape of demand, the lowest
/// free GPUs for whole-GPU demands, and spreading over nodes when no node has room alone.
protocol ScoredRule: PlacementRule {
    /// The scores so far.
    var board: ScoreBoard { get set }

    /// Takes in what changed in the cluster, before nodes are scored.
    mutating func prepare(_ cluster: borrowing ClusterState)

    /// Score of a node with room, >= 0.
    func score(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32

    /// The GPU for a share of one.
    func partialGPU(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32

    /// By how much a choice changes the cluster's fragmentation, in milli-GPU; nil = not looked at.
    func fragmentationChangeMilli(
        _ node: Int, _ gpus: [Int32], _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> Double?
}

extension ScoredRule {
    mutating func prepare(_ cluster: borrowing ClusterState) {}

    func partialGPU(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 {
        NodeRoom.tightestGPU(node, milli: shape.milliPerGPU, cluster)
    }

    func fragmentationChangeMilli(
        _ node: Int, _ gpus: [Int32], _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> Double? { nil }

    /// The node with the best score; several nodes where the demand may span and none has room alone.
    mutating func chooseByScore(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        prepare(cluster)
        let shape = demand.shape
        let row = board.refresh(shape, cluster)
        for index in 0..<board.staleCount {
            let node = board.staleNode(index)
            board.set(
                row, rank: Int(cluster.rankOfNode[node]),
                NodeRoom.fits(node, shape, cluster) ? score(node, shape, cluster) : ScoreTree.noRoom)
        }
        let best = board.best(row).map { ScoredNode(node: cluster.nodeOfRank[$0.rank], score: $0.score) }
        guard let winner = best.first else { return Spreading.choose(shape, in: cluster) }
        let node = Int(winner.node)
        let gpus =
            shape.isPartial
            ? [partialGPU(node, shape, cluster)] : NodeRoom.lowestGPUs(node, shape, cluster)
        return PlacementChoice(
            gpus: gpus, node: winner.node,
            reason: .scored(
                PlacementScores(
                    candidateNodeCount: board.candidateCount(row), best: best,
                    fragmentationChangeMilli: fragmentationChangeMilli(node, gpus, shape, cluster))))
    }
}

/// The scores of a rule: one tournament per shape of demand.
struct ScoreBoard {
    /// Candidates that a reason names.
    private static let namedCandidateCount = 4

    private var follower = ShapeFollower()
    private var trees: [ScoreTree] = []

    /// Finds the shape's row and lists the nodes to score anew.
    mutating func refresh(_ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int {
        let row = follower.row(of: shape)
        if row == trees.count { trees.append(ScoreTree(nodeCount: cluster.layout.nodes.count)) }
        follower.refresh(row, cluster)
        return row
    }

    /// Forgets all scores, because they would be others now.
    mutating func invalidate() { follower.invalidate() }

    var staleCount: Int { follower.staleNodes.count }

    func staleNode(_ index: Int) -> Int { Int(follower.staleNodes[index]) }

    mutating func set(_ row: Int, rank: Int, _ score: Int32) { trees[row].set(rank: rank, score) }

    func best(_ row: Int) -> [(rank: Int, score: Int32)] { trees[row].best(Self.namedCandidateCount) }

    func candidateCount(_ row: Int) -> Int { trees[row].candidateCount }
}
