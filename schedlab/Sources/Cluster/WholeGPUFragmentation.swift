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
    let totalGPUs: Int

    /// Measures a cluster.
    ///
    /// - Parameters:
    ///   - blocks: How its free GPUs lie together.
    ///   - target: Classes without GPUs are passed over; shares count as one GPU.
    public init(_ blocks: FreeBlocks, target: TargetWorkload) {
        var total = 0.0
        for entry in target.entries where entry.taskClass.gpuCount > 0 { total += entry.popularity }
        var fragment = 0.0
        var idle = 0
        var all = 0
        for (size, nodes) in zip(blocks.nodeSizes, blocks.counts) {
            for (free, nodeCount) in nodes.enumerated() where nodeCount > 0 {
                all += size * nodeCount
                idle += free * nodeCount
                guard free > 0 else { continue }
                var tooLarge = 0.0
                for entry in target.entries where entry.taskClass.gpuCount > free {
                    tooLarge += entry.popularity
                }
                fragment += tooLarge / total * Double(free * nodeCount)
            }
        }
        fragmentGPUs = total > 0 ? fragment : 0
        idleGPUs = idle
        totalGPUs = all
    }

    /// Fragment over idle GPUs; nil when none is idle.
    public var rate: Double? { idleGPUs > 0 ? fragmentGPUs / Double(idleGPUs) : nil }

    /// Fragment over all GPUs.
    public var ofTotal: Double { fragmentGPUs / Double(max(totalGPUs, 1)) }
}
