internal import Cluster
internal import Simulation

/// What a demand finds on one node.
enum NodeRoom {
    /// Whether a node can take the whole demand now.
    ///
    /// The tests are those of the published simulator: CPU, memory, GPU type, and enough GPUs each with
    /// enough free.
    static func fits(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Bool {
        guard cluster.freeCPUMilli[node] >= shape.cpuMilli, cluster.freeMemoryMiB[node] >= shape.memoryMiB
        else { return false }
        if shape.gpuCount == 0 { return true }
        if shape.milliPerGPU == ClusterState.wholeGPUMilli {
            guard Int(cluster.freeGPUsOfNode[node]) >= shape.gpuCount else { return false }
        } else {
            var count = 0
            for gpu in cluster.layout.nodes[node].gpus where cluster.freeMilli[gpu] >= shape.milliPerGPU {
                count += 1
                if count == shape.gpuCount { break }
            }
            guard count == shape.gpuCount else { return false }
        }
        return shape.accepts(type: cluster.layout.nodes[node].typeIndex)
    }

    /// The lowest-numbered GPUs of a node with enough free, as many as asked for.
    static func lowestGPUs(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> [Int32] {
        var gpus: [Int32] = []
        gpus.reserveCapacity(shape.gpuCount)
        for gpu in cluster.layout.nodes[node].gpus
        where gpus.count < shape.gpuCount && cluster.freeMilli[gpu] >= shape.milliPerGPU {
            gpus.append(Int32(gpu))
        }
        return gpus
    }

    /// The GPU with least left after a share was taken, ties by lower number.
    static func tightestGPU(_ node: Int, milli: Int32, _ cluster: borrowing ClusterState) -> Int32 {
        var best = -1
        for gpu in cluster.layout.nodes[node].gpus where cluster.freeMilli[gpu] >= milli {
            if best < 0 || cluster.freeMilli[gpu] < cluster.freeMilli[best] { best = gpu }
        }
        return Int32(best)
    }

    /// The GPU with most left after a share was taken, ties by lower number.
    static func emptiestGPU(_ node: Int, milli: Int32, _ cluster: borrowing ClusterState) -> Int32 {
        var best = -1
        for gpu in cluster.layout.nodes[node].gpus where cluster.freeMilli[gpu] >= milli {
            if best < 0 || cluster.freeMilli[gpu] > cluster.freeMilli[best] { best = gpu }
        }
        return Int32(best)
    }

    /// How many of the demanded GPUs a node can host now, each with its part of the CPU and memory.
    static func hostableGPUs(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int {
        var count = 0
        for gpu in cluster.layout.nodes[node].gpus where cluster.freeMilli[gpu] >= shape.milliPerGPU {
            count += 1
        }
        count = min(count, shape.gpuCount)
        // A node that gives k of n GPUs gives k/n of the CPU and memory, rounded up.
        for (need, free) in [
            (shape.cpuMilli, cluster.freeCPUMilli[node]), (shape.memoryMiB, cluster.freeMemoryMiB[node]),
        ]
        where need > 0 {
            count = min(count, free * shape.gpuCount / need)
        }
        return count
    }
}
