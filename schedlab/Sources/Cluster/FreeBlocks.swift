/// How the wholly free GPUs of a cluster lie together: what could start now without spanning nodes.
public struct FreeBlocks: Sendable, Equatable {
    /// The node sizes of the cluster in GPUs, ascending; nodes without GPUs are left out.
    public let nodeSizes: [Int]
    /// `counts[size][free]`: nodes of a size with that many wholly free GPUs; same order as ``nodeSizes``.
    public private(set) var counts: [[Int]]
    private let sizeOfNode: [Int32]
    private var freeOfNode: [Int32]
    private var readChanges = -1

    /// Counts the blocks of a cluster.
    public init(_ cluster: borrowing ClusterState) {
        let sizes = cluster.layout.nodes.map(\.gpus.count)
        let distinct = Set(sizes).subtracting([0]).sorted()
        nodeSizes = distinct
        sizeOfNode = sizes.map { Int32(distinct.firstIndex(of: $0) ?? -1) }
        freeOfNode = cluster.freeGPUsOfNode
        counts = distinct.map { Array(repeating: 0, count: $0 + 1) }
        for node in sizes.indices where sizes[node] > 0 {
            counts[Int(sizeOfNode[node])][Int(freeOfNode[node])] += 1
        }
        readChanges = cluster.changes.count
    }

    /// Takes in what changed since the last call.
    ///
    /// - Complexity: O(changes).
    public mutating func follow(_ cluster: borrowing ClusterState) {
        let log = cluster.changes
        guard readChanges >= log.firstKept else {
            self = FreeBlocks(cluster)
            return
        }
        for change in readChanges..<log.count {
            let node = Int(log[change])
            let (size, free) = (Int(sizeOfNode[node]), cluster.freeGPUsOfNode[node])
            guard size >= 0, free != freeOfNode[node] else { continue }
            counts[size][Int(freeOfNode[node])] -= 1
            counts[size][Int(free)] += 1
            freeOfNode[node] = free
        }
        readChanges = log.count
    }

    /// Jobs of `gpuCount` whole GPUs that could start now, all of them, each on one node.
    public func startableJobCount(gpuCount: Int) -> Int {
        var count = 0
        for nodes in counts {
            for (free, nodeCount) in nodes.enumerated() { count += nodeCount * (free / gpuCount) }
        }
        return count
    }

    /// Most wholly free GPUs on one node of a size, by index into ``nodeSizes``.
    public func largestHole(sizeIndex: Int) -> Int { counts[sizeIndex].lastIndex { $0 > 0 } ?? 0 }
}
