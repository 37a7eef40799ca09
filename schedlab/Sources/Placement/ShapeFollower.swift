internal import Cluster
internal import Simulation

/// Keeps, for each shape of demand, how far it has followed the cluster, and tells which nodes are stale.
///
/// Only one node changes per placement, and a shape looks at the changes only when it is asked for: common
/// shapes read a few, rare ones read each changed node once.
struct ShapeFollower {
    private var rowOfShape: [DemandShape: Int] = [:]
    private var readChanges: [Int] = []
    /// In which visit each node was last told of, so that none is told of twice.
    private var visitOfNode: [UInt32] = []
    private var visit: UInt32 = 0
    /// The nodes to look at again, after ``refresh(_:_:)``.
    private(set) var staleNodes: [Int32] = []

    /// Number of shapes.
    var rowCount: Int { readChanges.count }

    /// The shape's row, a new one at its first use.
    mutating func row(of shape: DemandShape) -> Int {
        if let row = rowOfShape[shape] { return row }
        let row = readChanges.count
        rowOfShape[shape] = row
        readChanges.append(-1)
        return row
    }

    /// Forgets what every row has read: all nodes are stale.
    mutating func invalidate() {
        for row in readChanges.indices { readChanges[row] = -1 }
    }

    /// Lists the nodes that changed since the row was last refreshed; all of them at the first time.
    ///
    /// - Complexity: O(changes since then), at most O(nodes) amortised.
    mutating func refresh(_ row: Int, _ cluster: borrowing ClusterState) {
        let log = cluster.changes
        staleNodes.removeAll(keepingCapacity: true)
        if readChanges[row] < log.firstKept {
            for node in cluster.layout.nodes.indices { staleNodes.append(Int32(node)) }
        } else if log.count - readChanges[row] == 1 {
            staleNodes.append(log[readChanges[row]])
        } else {
            if visitOfNode.isEmpty { visitOfNode = Array(repeating: 0, count: cluster.layout.nodes.count) }
            visit &+= 1
            for change in readChanges[row]..<log.count where visitOfNode[Int(log[change])] != visit {
                visitOfNode[Int(log[change])] = visit
                staleNodes.append(log[change])
            }
        }
        readChanges[row] = log.count
    }
}
