/// The fragmentation of a whole cluster, kept in step with its state.
///
/// The nodes' figures are added in a binary tree, so that a change of one node costs O(log nodes) and the
/// sum does not depend on the order of the changes.
public struct ClusterFragmentation: Sendable {
    private var nodes: NodeFragmentation
    /// `tree[1]` is the sum; leaf of node `n` at `leafCount + n`.
    private var tree: [FragmentationCauses] = []
    private var leafCount = 1
    /// Whether each node is occupied: something of its GPUs or CPU is taken.
    private var isOccupied: [Bool] = []
    private var idleMilliOfNode: [Int32] = []
    /// Nodes with something taken.
    public private(set) var occupiedNodeCount = 0
    /// GPU share that is taken, in milli-GPU.
    public private(set) var usedMilli = 0
    /// GPU share of all GPUs, in milli-GPU.
    public let capacityMilli: Int

    /// Measures a cluster in its present state.
    ///
    /// - Parameters:
    ///   - cluster: The state to follow.
    ///   - target: What the cluster shall be able to take.
    public init(_ cluster: borrowing ClusterState, target: TargetWorkload) {
        let meter = FragmentationMeter(target: target, gpuTypes: cluster.layout.types.map(\.name))
        nodes = NodeFragmentation(meter: meter)
        capacityMilli = cluster.layout.gpuCount * Int(ClusterState.wholeGPUMilli)
        let nodeCount = cluster.layout.nodes.count
        while leafCount < nodeCount { leafCount *= 2 }
        tree = Array(repeating: FragmentationCauses(), count: 2 * leafCount)
        isOccupied = Array(repeating: false, count: nodeCount)
        idleMilliOfNode = cluster.layout.nodes.map { Int32($0.gpus.count) * ClusterState.wholeGPUMilli }
        follow(cluster)
    }

    /// Idle share of the cluster by cause.
    public var causes: FragmentationCauses { tree[1] }

    /// What the target workload cannot use, in milli-GPU.
    public var fragmentMilli: Double { tree[1].fragmentMilli }

    /// GPU share that nobody took, in milli-GPU.
    public var idleMilli: Int { capacityMilli - usedMilli }

    /// Fragment over idle share; nil when nothing is idle.
    public var rate: Double? { idleMilli > 0 ? fragmentMilli / Double(idleMilli) : nil }

    /// Takes in what changed since the last call.
    ///
    /// - Complexity: O(changes · (classes + log nodes)).
    public mutating func follow(_ cluster: borrowing ClusterState) {
        var changed: [Int] = []
        nodes.follow(cluster) { changed.append($0) }
        for node in changed { update(node, cluster) }
    }

    private mutating func update(_ node: Int, _ cluster: borrowing ClusterState) {
        let info = cluster.layout.nodes[node]
        let occupied =
            Int(cluster.freeMilliOfNode[node]) < info.gpus.count * Int(ClusterState.wholeGPUMilli)
            || cluster.freeCPUMilli[node] < info.cpuMilli
        if occupied != isOccupied[node] {
            isOccupied[node] = occupied
            occupiedNodeCount += occupied ? 1 : -1
        }
        usedMilli += Int(idleMilliOfNode[node] - cluster.freeMilliOfNode[node])
        idleMilliOfNode[node] = cluster.freeMilliOfNode[node]
        var position = leafCount + node
        tree[position] = nodes.causesOfNode[node]
        while position > 1 {
            position /= 2
            tree[position] = tree[2 * position] + tree[2 * position + 1]
        }
    }
}
