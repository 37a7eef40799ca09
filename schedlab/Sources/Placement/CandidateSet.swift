/// The nodes that have room for one shape of demand, for uniform draws: a change costs O(1).
struct CandidateSet {
    /// The candidates, in an order that follows from the history of changes.
    private(set) var nodes: [Int32] = []
    private var positionOfNode: [Int32]

    /// An empty set.
    init(nodeCount: Int) { positionOfNode = Array(repeating: -1, count: nodeCount) }

    /// Puts a node in or takes it out.
    mutating func set(_ node: Int, hasRoom: Bool) {
        let position = Int(positionOfNode[node])
        guard hasRoom != (position >= 0) else { return }
        if hasRoom {
            positionOfNode[node] = Int32(nodes.count)
            nodes.append(Int32(node))
        } else {
            let last = nodes.removeLast()
            if Int(last) != node {
                nodes[position] = last
                positionOfNode[Int(last)] = Int32(position)
            }
            positionOfNode[node] = -1
        }
    }
}
