public import Cluster
public import Simulation
private import Workload

/// A node drawn at random among those with room, and on it, for a share, a GPU drawn among those with enough
/// free; when no node has room alone, GPUs drawn at random across nodes.
public struct RandomPlacement: PlacementRule {
    /// Code name on the command line.
    public let name = "random"
    private var random: CPythonRandom
    private var follower = ShapeFollower()
    private var candidates: [CandidateSet] = []

    /// A rule whose draws follow from the experiment's seed.
    public init(seed: UInt64) { random = CPythonRandom(seed: seed) }

    /// Chooses GPUs; nil when the demand does not fit now.
    public mutating func choose(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        let shape = demand.shape.part
        let row = follower.row(of: shape)
        if row == candidates.count {
            candidates.append(CandidateSet(nodeCount: cluster.layout.nodes.count))
        }
        follower.refresh(row, cluster)
        for node in follower.staleNodes {
            candidates[row].set(Int(node), hasRoom: NodeRoom.fits(Int(node), shape, cluster))
        }
        let count = candidates[row].nodes.count
        if demand.shape.nodeCount > 1 {
            return drawNodes(demand.shape.nodeCount, candidates[row].nodes, shape, cluster)
        }
        guard count > 0 else { return chooseAcrossNodes(shape, cluster) }
        let node = candidates[row].nodes[random.index(below: count)]
        var gpus = NodeRoom.lowestGPUs(Int(node), shape, cluster)
        if shape.isPartial { gpus = [drawGPU(Int(node), shape, cluster)] }
        return PlacementChoice(gpus: gpus, node: node, reason: .drawn(candidateNodeCount: count))
    }

    /// Different nodes for the equal parts of a job.
    private mutating func drawNodes(
        _ nodeCount: Int, _ candidates: [Int32], _ part: DemandShape, _ cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        guard candidates.count >= nodeCount else { return nil }
        var open = candidates
        random.shuffle(&open)
        var gpus: [Int32] = []
        for node in open.prefix(nodeCount) { gpus += NodeRoom.lowestGPUs(Int(node), part, cluster) }
        return PlacementChoice(gpus: gpus, reason: .drawn(candidateNodeCount: candidates.count))
    }

    private mutating func drawGPU(
        _ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> Int32 {
        var open: [Int32] = []
        for gpu in cluster.layout.nodes[node].gpus where cluster.freeMilli[gpu] >= shape.milliPerGPU {
            open.append(Int32(gpu))
        }
        return open[random.index(below: open.count)]
    }

    /// GPUs in random order, as far as their nodes have CPU and memory for them.
    private mutating func chooseAcrossNodes(
        _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        guard shape.maySpan, shape.gpuCount > 1 else { return nil }
        var open: [Int32] = []
        var roomOfNode: [Int32: Int] = [:]
        for (type, info) in cluster.layout.types.enumerated() where shape.accepts(type: type) {
            for node in info.nodes {
                let room = NodeRoom.hostableGPUs(node, shape, cluster)
                guard room > 0 else { continue }
                roomOfNode[Int32(node)] = room
                for gpu in info.gpus.clamped(to: cluster.layout.nodes[node].gpus)
                where cluster.freeMilli[gpu] >= shape.milliPerGPU {
                    open.append(Int32(gpu))
                }
            }
        }
        guard open.count >= shape.gpuCount else { return nil }
        random.shuffle(&open)
        var gpus: [Int32] = []
        for gpu in open {
            let node = cluster.layout.nodeOfGPU[Int(gpu)]
            guard let room = roomOfNode[node], room > 0 else { continue }
            roomOfNode[node] = room - 1
            gpus.append(gpu)
            if gpus.count == shape.gpuCount {
                return PlacementChoice(gpus: gpus, reason: .drawn(candidateNodeCount: 0))
            }
        }
        return nil
    }
}
