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

    /// The node with the best score, or as many of the best as the demand asks for; several nodes, too, where
    /// it may span and none has room alone.
    mutating func chooseByScore(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        prepare(cluster)
        let shape = demand.shape
        if shape.nodeCount > 1 { return chooseEqualParts(shape, cluster) }
        let row = scoreNodes(shape, cluster)
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

    /// The nodes with the best scores for one part each; a node's score does not depend on the others.
    private mutating func chooseEqualParts(
        _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        let part = shape.part
        let row = scoreNodes(part, cluster)
        let best = board.best(row, atLeast: shape.nodeCount).map {
            ScoredNode(node: cluster.nodeOfRank[$0.rank], score: $0.score)
        }
        guard best.count >= shape.nodeCount else { return nil }
        var gpus: [Int32] = []
        var changeMilli: Double?
        for chosen in best.prefix(shape.nodeCount) {
            let own = NodeRoom.lowestGPUs(Int(chosen.node), part, cluster)
            gpus += own
            if let change = fragmentationChangeMilli(Int(chosen.node), own, part, cluster) {
                changeMilli = (changeMilli ?? 0) + change
            }
        }
        return PlacementChoice(
            gpus: gpus,
            reason: .scored(
                PlacementScores(
                    candidateNodeCount: board.candidateCount(row), best: best,
                    fragmentationChangeMilli: changeMilli)))
    }

    /// Scores the nodes that changed for a shape.
    ///
    /// - Returns: The shape's row of the board.
    private mutating func scoreNodes(_ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int {
        let row = board.refresh(shape, cluster)
        for index in 0..<board.staleCount {
            let node = board.staleNode(index)
            board.set(
                row, rank: Int(cluster.rankOfNode[node]),
                NodeRoom.fits(node, shape, cluster) ? score(node, shape, cluster) : ScoreTree.noRoom)
        }
        return row
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

    /// The best nodes of a row: as many as reasons name, or more where they are needed.
    func best(_ row: Int, atLeast count: Int = 0) -> [(rank: Int, score: Int32)] {
        trees[row].best(max(count, Self.namedCandidateCount))
    }

    func candidateCount(_ row: Int) -> Int { trees[row].candidateCount }
}
