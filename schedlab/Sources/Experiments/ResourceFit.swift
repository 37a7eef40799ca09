internal import Cluster
internal import Workload

/// Finds out on which GPU types a demand with nodes, CPU and memory could ever run.
struct ResourceFit {
    let layout: ClusterLayout
    /// Whether a job that would fit on one node may not span nodes.
    let keepsJobsOnOneNode: Bool

    /// What a job needs at once.
    private struct Need {
        var gpuCount: Int
        var cpuMilli: Int
        var memoryMiB: Int
        /// Nodes with equal parts; 0 = any number.
        var nodeCount = 0
    }

    /// The types with room for a pod on an empty cluster.
    ///
    /// - Returns: nil = none, empty = every type of the cluster; else their names.
    func acceptedTypes(_ pod: Pod) -> [String]? {
        acceptedTypes(
            among: pod.acceptedTypes.split(separator: "|").map(String.init),
            Need(gpuCount: pod.gpuCount, cpuMilli: pod.cpuMilli, memoryMiB: pod.memoryMiB))
    }

    /// The types with room for a job on an empty cluster.
    ///
    /// - Returns: nil = none, empty = every type of the cluster; else their names.
    func acceptedTypes(_ job: Job) -> [String]? {
        acceptedTypes(
            among: job.jobClass.acceptedTypes,
            Need(
                gpuCount: job.jobClass.scaleFactor, cpuMilli: job.demandCPUMilli,
                memoryMiB: job.demandMemoryMiB, nodeCount: job.demandNodeCount))
    }

    private func acceptedTypes(among named: [String], _ need: Need) -> [String]? {
        let names = named.map { $0.lowercased() }
        let fitting = layout.types.indices.filter { type in
            (names.isEmpty || names.contains(layout.types[type].name.lowercased())) && hasRoom(need, type)
        }
        guard !fitting.isEmpty else { return nil }
        return fitting.count == layout.types.count ? [] : fitting.map { layout.types[$0].name }
    }

    private func hasRoom(_ need: Need, _ type: Int) -> Bool {
        let nodes = layout.nodes[layout.types[type].nodes]
        let largest = nodes.map(\.gpus.count).max() ?? 0
        var parts = need.nodeCount
        if parts == 0, need.gpuCount == 1 || (keepsJobsOnOneNode && need.gpuCount <= largest) { parts = 1 }
        if parts > 0 {
            return nodes.count {
                $0.gpus.count >= need.gpuCount / parts && $0.cpuMilli >= (need.cpuMilli + parts - 1) / parts
                    && $0.memoryMiB >= (need.memoryMiB + parts - 1) / parts
            } >= parts
        }
        // A node that gives k of n GPUs gives k/n of the CPU and memory.
        let hostable = nodes.reduce(0) { sum, node in
            var count = min(node.gpus.count, need.gpuCount)
            if need.cpuMilli > 0 { count = min(count, node.cpuMilli * need.gpuCount / need.cpuMilli) }
            if need.memoryMiB > 0 { count = min(count, node.memoryMiB * need.gpuCount / need.memoryMiB) }
            return sum + count
        }
        return hostable >= need.gpuCount
    }
}
