internal import Cluster
internal import Workload

/// Finds out on which GPU types a demand with CPU and memory could ever run.
struct ResourceFit {
    let layout: ClusterLayout
    /// Whether a job that would fit on one node may not span nodes.
    let keepsJobsOnOneNode: Bool

    /// The types with room for a pod on an empty cluster.
    ///
    /// - Returns: nil = none, empty = every type of the cluster; else their names.
    func acceptedTypes(_ pod: Pod) -> [String]? {
        let named = pod.acceptedTypes.split(separator: "|").map(String.init)
        let fitting = layout.types.indices.filter { type in
            (named.isEmpty || named.contains(layout.types[type].name)) && hasRoom(pod, type)
        }
        guard !fitting.isEmpty else { return nil }
        return fitting.count == layout.types.count ? [] : fitting.map { layout.types[$0].name }
    }

    private func hasRoom(_ pod: Pod, _ type: Int) -> Bool {
        let nodes = layout.nodes[layout.types[type].nodes]
        let largest = nodes.map(\.gpus.count).max() ?? 0
        let mustFitOne = pod.gpuCount == 1 || (keepsJobsOnOneNode && pod.gpuCount <= largest)
        if mustFitOne {
            return nodes.contains {
                $0.gpus.count >= pod.gpuCount && $0.cpuMilli >= pod.cpuMilli && $0.memoryMiB >= pod.memoryMiB
            }
        }
        // A node that gives k of n GPUs gives k/n of the CPU and memory.
        let hostable = nodes.reduce(0) { sum, node in
            var count = min(node.gpus.count, pod.gpuCount)
            if pod.cpuMilli > 0 { count = min(count, node.cpuMilli * pod.gpuCount / pod.cpuMilli) }
            if pod.memoryMiB > 0 { count = min(count, node.memoryMiB * pod.gpuCount / pod.memoryMiB) }
            return sum + count
        }
        return hostable >= pod.gpuCount
    }
}
