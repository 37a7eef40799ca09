public import Cluster
public import Simulation

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// FGD: the place where the job adds least to what the target workload cannot use.
///
/// The gradient is quantised: the score is `int(100 · sigmoid(decrease of fragmentation in GPUs))`, so that
/// one unit is about 40 milli-GPU near zero and ties go to the node's rank. This coarseness matters: on
/// FGD's default trace a fine score fills 1 per cent of the cluster less.
///
/// - Note: Weng et al., "Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation
///   Gradient Descent", ATC 2023, section 4.2; quantisation as in the published simulator.
public struct FragmentationGradientDescent: ScoredRule {
    /// Code name on the command line.
    public let name = "fgd"
    var board = ScoreBoard()
    private var target: TargetWorkload
    private var fragmentation: NodeFragmentation?

    /// A rule with a target workload; jobs may change it later.
    public init(target: TargetWorkload) { self.target = target }

    /// Measures against another workload from now on.
    public mutating func adopt(_ target: TargetWorkload) {
        guard target != self.target else { return }
        self.target = target
        fragmentation = nil
        board.invalidate()
    }

    /// Chooses GPUs; nil when the demand does not fit now.
    public mutating func choose(
        _ demand: PlacementDemand, in cluster: borrowing ClusterState
    ) -> PlacementChoice? {
        chooseByScore(demand, in: cluster)
    }

    mutating func prepare(_ cluster: borrowing ClusterState) {
        if fragmentation == nil {
            let gpuTypes = cluster.layout.types.map(\.name)
            fragmentation = NodeFragmentation(
                meter: FragmentationMeter(target: target, gpuTypes: gpuTypes))
        }
        fragmentation?.follow(cluster)
    }

    func score(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 {
        guard shape.gpuCount > 0 || shape.cpuMilli > 0 else { return 100 }
        if shape.isPartial { return bestPartial(node, shape, cluster).score }
        return score(node, shape, wholeChange(node, shape), cluster)
    }

    func partialGPU(_ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState) -> Int32 {
        bestPartial(node, shape, cluster).gpu
    }

    func fragmentationChangeMilli(
        _ node: Int, _ gpus: [Int32], _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> Double? {
        let change =
            shape.isPartial
            ? partialChange(cluster.freeMilli[Int(gpus[0])], shape) : wholeChange(node, shape)
        return -decreaseMilli(node, shape, change, cluster)
    }

    /// The first GPU with the highest score.
    private func bestPartial(
        _ node: Int, _ shape: DemandShape, _ cluster: borrowing ClusterState
    ) -> (gpu: Int32, score: Int32) {
        var best: (gpu: Int32, score: Int32) = (-1, -1)
        let gpus = cluster.layout.nodes[node].gpus
        for gpu in gpus where cluster.freeMilli[gpu] >= shape.milliPerGPU {
            let free = cluster.freeMilli[gpu]
            // A GPU like an earlier one has the same score and comes too late.
            var isRepeat = false
            for earlier in gpus.lowerBound..<gpu where cluster.freeMilli[earlier] == free {
                isRepeat = true
                break
            }
            if isRepeat { continue }
            let score = score(node, shape, partialChange(free, shape), cluster)
            if score > best.score { best = (Int32(gpu), score) }
        }
        return best
    }

    private func partialChange(_ free: Int32, _ shape: DemandShape) -> FragmentationMeter.Change {
        FragmentationMeter.Change(gpuCount: 1, fromMilli: free, toMilli: free - shape.milliPerGPU)
    }

    /// Whole GPUs come from free ones; a demand without GPUs changes none.
    private func wholeChange(_ node: Int, _ shape: DemandShape) -> FragmentationMeter.Change {
        FragmentationMeter.Change(
            gpuCount: Int32(shape.gpuCount), fromMilli: ClusterState.wholeGPUMilli,
            toMilli: ClusterState.wholeGPUMilli - shape.milliPerGPU)
    }

    private func decreaseMilli(
        _ node: Int, _ shape: DemandShape, _ change: FragmentationMeter.Change,
        _ cluster: borrowing ClusterState
    ) -> Double {
        guard let fragmentation else { return 0 }
        return fragmentation.fragmentMilliOfNode[node]
            - fragmentation.fragmentMilli(of: node, in: cluster, afterTaking: shape.cpuMilli, change)
    }

    private func score(
        _ node: Int, _ shape: DemandShape, _ change: FragmentationMeter.Change,
        _ cluster: borrowing ClusterState
    ) -> Int32 {
        let decreaseGPUs = decreaseMilli(node, shape, change, cluster) / 1000
        return Int32(100 * (1 / (1 + exp(-decreaseGPUs))))
    }
}
