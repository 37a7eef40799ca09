/// The node sizes of each GPU type, for what a job needs at least.
public struct NodeSizes: Sendable {
    /// Per type, the GPUs of its nodes, largest first.
    private let sizes: [[Int]]

    /// Looks at a cluster.
    public init(_ layout: ClusterLayout) {
        sizes = layout.types.map { type in layout.nodes[type.nodes].map(\.gpus.count).sorted(by: >) }
    }

    /// GPUs of the largest node of a type.
    public func largest(ofType type: Int) -> Int { sizes[type].first ?? 0 }

    /// The fewest nodes of a type that have so many GPUs; all of them when there are not enough.
    ///
    /// - Complexity: O(result).
    public func fewestNodes(type: Int, gpuCount: Int) -> Int {
        var left = gpuCount
        var nodes = 0
        while left > 0 && nodes < sizes[type].count {
            left -= sizes[type][nodes]
            nodes += 1
        }
        return nodes
    }
}
