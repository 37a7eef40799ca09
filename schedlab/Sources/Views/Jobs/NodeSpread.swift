internal import Cluster
internal import Recording

/// Whether jobs lie on more nodes than they need, where they may run slower.
struct NodeSpread {
    private let nodeOfGPU: [Int32]
    private let sizes: NodeSizes

    init(_ layout: ClusterLayout) {
        nodeOfGPU = layout.nodeOfGPU
        sizes = NodeSizes(layout)
    }

    /// Whether GPUs of a type lie on more nodes than the fewest that have so many.
    ///
    /// - Complexity: O(GPUs x nodes).
    func isWide(_ gpus: GPURuns, type: Int) -> Bool {
        guard gpus.count > 1 else { return false }
        var nodes: [Int32] = []
        for gpu in gpus {
            let node = nodeOfGPU[Int(gpu)]
            if nodes.last != node && !nodes.contains(node) { nodes.append(node) }
        }
        return nodes.count > 1 && nodes.count > sizes.fewestNodes(type: type, gpuCount: gpus.count)
    }
}
