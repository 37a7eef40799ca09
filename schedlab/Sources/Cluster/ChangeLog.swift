/// Which nodes of a cluster changed, in order, so that a follower looks only at what is new to it.
///
/// A follower keeps the ``count`` up to which it has read. The log keeps the newest entries only: who fell
/// behind ``firstKept`` starts anew with all nodes, which is no dearer than reading what it missed.
public struct ChangeLog: Sendable {
    /// Number of changes so far.
    public private(set) var count = 0
    /// The oldest change that is still kept.
    public private(set) var firstKept = 0
    private var nodes: [Int32] = []
    private let limit: Int

    /// An empty log of a cluster.
    public init(nodeCount: Int) { limit = max(4 * nodeCount, 1024) }

    /// Notes that a node changed.
    ///
    /// - Complexity: O(1), amortised.
    public mutating func append(_ node: Int32) {
        if nodes.count == limit {
            nodes.removeFirst(limit / 2)
            firstKept += limit / 2
        }
        nodes.append(node)
        count += 1
    }

    /// The node of a change, `firstKept..<count`.
    public subscript(change: Int) -> Int32 { nodes[change - firstKept] }
}
