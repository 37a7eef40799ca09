public import Cluster
public import Simulation

/// The first free GPUs in the cluster's numbering: node after node, spanning nodes where it must.
///
/// This is how Gavel's simulator places jobs. A demand that may not span takes the first node with room;
/// where nodes have ranks (fills), those are their numbering.
public struct Strided: PlacementRule {
    /// Code name on the command line.
    public let name = "strided"
    private var firstFit = FirstFit()

    /// The rule has no settings.
    public init() {}

    /// Chooses GPUs; nil when the demand does not fit now.
    public mutating func choose(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        let shape = demand.shape
        guard shape.maySpan, shape.gpuCount > 1, let types = shape.typeIndices else {
            guard var choice = firstFit.choose(demand, in: cluster) else { return nil }
            choice.reason = .firstFree
            return choice
        }
        for type in types {
            if let choice = chooseAcrossNodes(shape, Int(type), cluster) { return choice }
        }
        return nil
    }

    private func chooseAcrossNodes(
        _ shape: DemandShape, _ type: Int, _ cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        let isWhole = shape.milliPerGPU == ClusterState.wholeGPUMilli
        guard !isWhole || cluster.freeGPUsOfType[type] >= shape.gpuCount else { return nil }
        let nodes = cluster.layout.types[type].nodes
        let first = isWhole ? cluster.firstNodeWithFreeGPU(ofType: type) : nodes.lowerBound
        var gpus: [Int32] = []
        gpus.reserveCapacity(shape.gpuCount)
        for node in first..<nodes.upperBound {
            var part = shape
            part.gpuCount = min(
                shape.gpuCount - gpus.count, NodeRoom.hostableGPUs(node, shape, cluster))
            if part.gpuCount == 0 { continue }
            gpus += NodeRoom.lowestGPUs(node, part, cluster)
            if gpus.count == shape.gpuCount { return PlacementChoice(gpus: gpus, reason: .firstFree) }
        }
        return nil
    }
}
