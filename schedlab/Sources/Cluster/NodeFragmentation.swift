/// The fragmentation of every node of a cluster, kept in step with its state node by node.
public struct NodeFragmentation: Sendable {
    /// What it is measured with.
    public let meter: FragmentationMeter
    /// Idle share by cause, per node.
    private(set) var causesOfNode: [FragmentationCauses] = []
    /// Fragment per node in milli-GPU.
    public private(set) var fragmentMilliOfNode: [Double] = []
    private var enough: [Int32] = []
    private var small: [Int32] = []
    private var readChanges = -1
    /// In which call each node was last measured: none is measured twice.
    private var visitOfNode: [UInt32] = []
    private var visit: UInt32 = 0

    /// Nothing measured yet.
    public init(meter: FragmentationMeter) { self.meter = meter }

    /// Takes in what changed since the last call; at the first call, everything.
    ///
    /// - Parameters:
    ///   - cluster: The state; always of the same cluster.
    ///   - onChange: Told of every node that was measured anew.
    /// - Complexity: O(changes · classes).
    public mutating func follow(
        _ cluster: borrowing ClusterState, onChange: (_ node: Int) -> Void = { _ in }
    ) {
        let log = cluster.changes
        if readChanges < log.firstKept {
            let nodeCount = cluster.layout.nodes.count
            let width = meter.thresholdsMilli.count
            enough = Array(repeating: 0, count: nodeCount * width)
            small = enough
            causesOfNode = Array(repeating: FragmentationCauses(), count: nodeCount)
            fragmentMilliOfNode = Array(repeating: 0, count: nodeCount)
            visitOfNode = Array(repeating: 0, count: nodeCount)
            visit = 0
            for node in 0..<nodeCount {
                measure(node, cluster)
                onChange(node)
            }
        } else {
            visit &+= 1
            for change in readChanges..<log.count where visitOfNode[Int(log[change])] != visit {
                let node = Int(log[change])
                visitOfNode[node] = visit
                measure(node, cluster)
                onChange(node)
            }
        }
        readChanges = log.count
    }

    private mutating func measure(_ node: Int, _ cluster: borrowing ClusterState) {
        let offset = node * meter.thresholdsMilli.count
        let info = cluster.layout.nodes[node]
        meter.count(cluster.freeMilli, gpus: info.gpus, enough: &enough, small: &small, offset: offset)
        let causes = meter.causes(
            type: info.typeIndex, cpuMilli: cluster.freeCPUMilli[node],
            idleMilli: cluster.freeMilliOfNode[node], enough: enough, small: small, offset: offset)
        causesOfNode[node] = causes
        fragmentMilliOfNode[node] = causes.fragmentMilli
    }

    /// The fragment that a node would have after an allocation, in milli-GPU.
    ///
    /// - Parameters:
    ///   - node: The node; the state must not have changed since ``follow(_:onChange:)``.
    ///   - cluster: The state.
    ///   - cpuMilli: CPU that is allocated.
    ///   - change: GPUs that are allocated.
    /// - Returns: The fragment.
    /// - Complexity: O(classes).
    public func fragmentMilli(
        of node: Int, in cluster: borrowing ClusterState, afterTaking cpuMilli: Int,
        _ change: FragmentationMeter.Change
    ) -> Double {
        let taken = change.gpuCount * (change.fromMilli - change.toMilli)
        return meter.causes(
            type: cluster.layout.nodes[node].typeIndex, cpuMilli: cluster.freeCPUMilli[node] - cpuMilli,
            idleMilli: cluster.freeMilliOfNode[node] - taken, enough: enough, small: small,
            offset: node * meter.thresholdsMilli.count, change: change
        ).fragmentMilli
    }
}
