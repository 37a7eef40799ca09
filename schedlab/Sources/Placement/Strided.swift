public import Cluster
public import Simulation

/// The first free GPUs in the cluster's numbering: node after node, spanning nodes where it must.
///
/// This is how Gavel's simulator places jobs.
public struct Strided: PlacementRule {
    /// Code name on the command line.
    public let name = "strided"

    /// The rule has no settings.
    public init() {}

    /// Chooses GPUs; nil when the demand does not fit now.
    public func choose(_ demand: PlacementDemand, in cluster: borrowing ClusterState) -> PlacementChoice? {
        if demand.milliPerGPU < ClusterState.wholeGPUMilli { return chooseShares(demand, in: cluster) }
        guard cluster.freeGPUsOfType[demand.typeIndex] >= demand.gpuCount else { return nil }
        let type = cluster.layout.types[demand.typeIndex]
        var gpus: [Int32] = []
        gpus.reserveCapacity(demand.gpuCount)
        for node in cluster.firstNodeWithFreeGPU(ofType: demand.typeIndex)..<type.nodes.upperBound
        where cluster.freeGPUsOfNode[node] > 0 {
            for gpu in cluster.layout.nodes[node].gpus
            where cluster.freeMilli[gpu] == ClusterState.wholeGPUMilli {
                gpus.append(Int32(gpu))
                if gpus.count == demand.gpuCount { return PlacementChoice(gpus: gpus, reason: .firstFree) }
            }
        }
        return nil
    }

    /// The first GPUs with enough of a share free, used ones included.
    private func chooseShares(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        var gpus: [Int32] = []
        for gpu in cluster.layout.types[demand.typeIndex].gpus
        where cluster.freeMilli[gpu] >= demand.milliPerGPU {
            gpus.append(Int32(gpu))
            if gpus.count == demand.gpuCount { return PlacementChoice(gpus: gpus, reason: .firstFree) }
        }
        return nil
    }
}
