public import Cluster
public import Simulation
private import Workload

/// A node drawn at random among those with enough free GPUs of the type; when none has, free GPUs drawn
/// at random across nodes.
public struct RandomPlacement: PlacementRule {
    /// Code name on the command line.
    public let name = "random"
    private var random: CPythonRandom

    /// A rule whose draws follow from the experiment's seed.
    public init(seed: UInt64) { random = CPythonRandom(seed: seed) }

    /// Chooses GPUs; nil when the demand does not fit now.
    public mutating func choose(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        if demand.milliPerGPU < ClusterState.wholeGPUMilli { return chooseShares(demand, in: cluster) }
        guard cluster.freeGPUsOfType[demand.typeIndex] >= demand.gpuCount else { return nil }
        let type = cluster.layout.types[demand.typeIndex]
        var candidates: [Int] = []
        for node in type.nodes where Int(cluster.freeGPUsOfNode[node]) >= demand.gpuCount {
            candidates.append(node)
        }
        let pool = candidates.isEmpty ? type.gpus : cluster.layout.nodes[draw(candidates)].gpus
        var free: [Int32] = []
        for gpu in pool where cluster.freeMilli[gpu] == ClusterState.wholeGPUMilli { free.append(Int32(gpu)) }
        // On one node the first free GPUs serve as well as any; across nodes each is drawn.
        if candidates.isEmpty { random.shuffle(&free) }
        return PlacementChoice(
            gpus: Array(free.prefix(demand.gpuCount)), reason: .drawn(candidateNodeCount: candidates.count))
    }

    /// GPUs drawn among all with enough of a share free.
    private mutating func chooseShares(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        var free: [Int32] = []
        for gpu in cluster.layout.types[demand.typeIndex].gpus
        where cluster.freeMilli[gpu] >= demand.milliPerGPU {
            free.append(Int32(gpu))
        }
        guard free.count >= demand.gpuCount else { return nil }
        random.shuffle(&free)
        return PlacementChoice(
            gpus: Array(free.prefix(demand.gpuCount)), reason: .drawn(candidateNodeCount: free.count))
    }

    private mutating func draw(_ candidates: [Int]) -> Int {
        candidates[random.index(below: candidates.count)]
    }
}
