public import Cluster

/// Fills a cluster: tasks arrive one by one, each is placed at once or refused, none ever leaves.
///
/// - Note: Weng et al., ATC 2023, section 6: the experiment of its Figures 7, 9 and 11 to 14.
public struct FillSimulation {
    /// The state after one task.
    public struct Event: Sendable {
        /// Number in order of arrival, from 0.
        public var index: Int
        /// The task, as an index into the demands.
        public var task: Int32
        /// Where it went; nil = refused.
        public var choice: PlacementChoice?
        /// GPU share that has been asked for so far, in milli-GPU, refused tasks included.
        public var arrivedMilli: Int
        /// GPU share that is taken, in milli-GPU.
        public var usedMilli: Int
        /// Nodes with something taken.
        public var occupiedNodeCount: Int
        /// GPU share that is free, in milli-GPU.
        public var idleMilli: Int
        /// The idle share by cause.
        public var causes: FragmentationCauses
    }

    private var cluster: ClusterState
    private var rule: any PlacementRule
    private var fragmentation: ClusterFragmentation

    /// An empty cluster.
    ///
    /// - Parameters:
    ///   - layout: The cluster.
    ///   - rankOfNode: Decides between nodes that are otherwise equal; a permutation.
    ///   - rule: Chooses.
    ///   - target: What fragmentation is measured against.
    public init(
        layout: ClusterLayout, rankOfNode: [Int32], rule: any PlacementRule, target: TargetWorkload
    ) {
        cluster = ClusterState(layout, rankOfNode: rankOfNode)
        self.rule = rule
        fragmentation = ClusterFragmentation(cluster, target: target)
    }

    /// Lets all tasks arrive.
    ///
    /// - Parameters:
    ///   - demands: What the tasks ask for.
    ///   - arrivals: The tasks in order of arrival, as indices into `demands`.
    ///   - observe: Told of every task.
    /// - Returns: The state at the end.
    /// - Throws: ``SimulationError/badPlacement(rule:jobID:gpus:)``, or what `observe` throws.
    public mutating func run(
        demands: [DemandShape], arrivals: [Int32], observe: (borrowing Event) throws -> Void
    ) throws -> ClusterState {
        var arrivedMilli = 0
        for (index, task) in arrivals.enumerated() {
            let demand = PlacementDemand(jobID: Int32(index), shape: demands[Int(task)])
            let choice = rule.choose(demand, in: cluster)
            if let choice { try take(choice, demand) }
            arrivedMilli += demand.shape.totalMilli
            try observe(
                Event(
                    index: index, task: task, choice: choice, arrivedMilli: arrivedMilli,
                    usedMilli: fragmentation.usedMilli, occupiedNodeCount: fragmentation.occupiedNodeCount,
                    idleMilli: fragmentation.idleMilli, causes: fragmentation.causes))
        }
        assert(cluster.brokenInvariant() == nil, cluster.brokenInvariant() ?? "")
        return cluster
    }

    private mutating func take(_ choice: PlacementChoice, _ demand: PlacementDemand) throws {
        guard demand.isMet(by: choice, in: cluster) else {
            throw SimulationError.badPlacement(rule: rule.name, jobID: Int(demand.jobID), gpus: choice.gpus)
        }
        cluster.take(
            gpus: choice.gpus, milliPerGPU: demand.milliPerGPU, node: choice.node.map { Int($0) },
            cpuMilli: demand.shape.cpuMilli, memoryMiB: demand.shape.memoryMiB)
        fragmentation.follow(cluster)
    }
}
