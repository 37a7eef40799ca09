internal import Cluster

/// The size of the largest machine, which scores of several rules are relative to.
///
/// The published simulator has constants: 128 cores and 8 GPUs, the largest machine of its trace. Clusters
/// with larger nodes use their own largest, so that scores stay between 0 and 100.
struct NodeScale {
    private static let publishedCPUMilli = 128_000
    private static let publishedGPUMilli = 8_000

    /// CPU of the largest machine in thousandths of a core.
    private(set) var cpuMilli = Double(publishedCPUMilli)
    /// GPU share of the largest machine in milli-GPU.
    private(set) var gpuMilli = Double(publishedGPUMilli)
    private var isMeasured = false

    /// Looks at the cluster once.
    mutating func measure(_ cluster: borrowing ClusterState) {
        guard !isMeasured else { return }
        isMeasured = true
        for node in cluster.layout.nodes {
            cpuMilli = max(cpuMilli, Double(node.cpuMilli))
            gpuMilli = max(gpuMilli, Double(node.gpus.count * Int(ClusterState.wholeGPUMilli)))
        }
    }
}
