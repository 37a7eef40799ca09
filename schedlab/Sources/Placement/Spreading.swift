internal import Cluster
internal import Simulation

/// Spreads a job over several nodes when no node has room for it alone.
enum Spreading {
    /// Takes the nodes with most room first, ties by rank, so that the job is on as few nodes as possible.
    ///
    /// - Returns: nil when the GPUs are not there, or may not lie on several nodes.
    /// - Complexity: O(nodes · log nodes).
    static func choose(_ shape: DemandShape, in cluster: borrowing ClusterState) -> PlacementChoice? {
        guard shape.maySpan, shape.gpuCount > 1, hasEnough(shape, cluster) else { return nil }
        var rooms: [(room: Int, rank: Int32, node: Int)] = []
        for (type, info) in cluster.layout.types.enumerated() where shape.accepts(type: type) {
            for node in info.nodes {
                let room = NodeRoom.hostableGPUs(node, shape, cluster)
                if room > 0 { rooms.append((room, cluster.rankOfNode[node], node)) }
            }
        }
        rooms.sort { $0.room != $1.room ? $0.room > $1.room : $0.rank < $1.rank }
        return gather(rooms.map { ($0.node, $0.room) }, shape, cluster) { .spread(nodeCount: $0) }
    }

    /// Takes GPUs node by node until there are enough.
    static func gather(
        _ nodes: some Sequence<(node: Int, room: Int)>, _ shape: DemandShape,
        _ cluster: borrowing ClusterState, reason: (_ nodeCount: Int) -> PlacementReason
    ) -> PlacementChoice? {
        var gpus: [Int32] = []
        gpus.reserveCapacity(shape.gpuCount)
        var nodeCount = 0
        for (node, room) in nodes {
            var part = shape
            part.gpuCount = min(room, shape.gpuCount - gpus.count)
            gpus += NodeRoom.lowestGPUs(node, part, cluster)
            nodeCount += 1
            if gpus.count == shape.gpuCount { return PlacementChoice(gpus: gpus, reason: reason(nodeCount)) }
        }
        return nil
    }

    /// A quick test before nodes are looked at.
    private static func hasEnough(_ shape: DemandShape, _ cluster: borrowing ClusterState) -> Bool {
        guard shape.milliPerGPU == ClusterState.wholeGPUMilli else { return true }
        var free = 0
        for type in cluster.layout.types.indices where shape.accepts(type: type) {
            free += cluster.freeGPUsOfType[type]
        }
        return free >= shape.gpuCount
    }
}
