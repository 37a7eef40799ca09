/// A second, simpler definition of fragmentation, for comparison with tools that use it.
///
/// It knows whole GPUs only, no CPU, no shares, no GPU types: the target is the popularity of numbers of
/// GPUs per job, and a node's free GPUs are fragment for every number that is larger than they are. A job
/// larger than any node makes every free GPU a fragment.
public struct WholeGPUFragmentation: Sendable, Equatable {
    /// GPUs that are fragment, weighted by popularity.
    public let fragmentGPUs: Double
    /// Wholly free GPUs.
    public let idleGPUs: Int
    /// All GPUs.
    public let totalGPUs: Int

    /// Measures a cluster.
    ///
    /// - Parameters:
    ///   - cluster: Its state.
    ///   - target: Classes without GPUs are passed over; shares count as one GPU.
    public init(_ cluster: borrowing ClusterState, target: TargetWorkload) {
        let wanting = target.entries.filter { $0.taskClass.gpuCount > 0 }
        let total = wanting.reduce(0) { $0 + $1.popularity }
        var fragment = 0.0
        var idle = 0
        for node in cluster.layout.nodes.indices {
            let free = Int(cluster.freeGPUsOfNode[node])
            idle += free
            for entry in wanting where entry.taskClass.gpuCount > free {
                fragment += entry.popularity / total * Double(free)
            }
        }
        fragmentGPUs = fragment
        idleGPUs = idle
        totalGPUs = cluster.layout.gpuCount
    }

    /// Fragment over idle GPUs; nil when none is idle.
    public var rate: Double? { idleGPUs > 0 ? fragmentGPUs / Double(idleGPUs) : nil }

    /// Fragment over all GPUs.
    public var ofTotal: Double { fragmentGPUs / Double(max(totalGPUs, 1)) }
}
