public import Cluster
public import Metrics
public import Simulation

/// A finished fill.
public struct FillRun: Sendable {
    /// What was run.
    public let prepared: PreparedFill
    /// What it looked like at each per cent of demand.
    public let rows: [FillCurve.Row]
    /// The event of the last pod.
    public let last: FillSimulation.Event?
    /// Pods that got a node.
    public let placedCount: Int
    /// Where the free GPUs lie at the end.
    public let freeBlocks: FreeBlocks
    /// Fragmentation at the end by the second definition.
    public let wholeGPUFragmentation: WholeGPUFragmentation
    /// Wall-clock time of the fill on this machine, in seconds.
    public let wallSeconds: Double

    /// Fills.
    ///
    /// - Parameters:
    ///   - prepared: What to run.
    ///   - observe: Told of every pod.
    /// - Throws: Whatever stops the fill.
    public init(
        _ prepared: PreparedFill, observe: (borrowing FillSimulation.Event) throws -> Void = { _ in }
    ) throws {
        let clock = ContinuousClock()
        let start = clock.now
        var fill = FillSimulation(
            layout: prepared.layout, rankOfNode: prepared.rankOfNode, rule: try prepared.makeRule(),
            target: prepared.target)
        let ratio =
            prepared.experiment.arrivalsPath == nil
            ? prepared.experiment.ratio : FillExperiment.publishedRatio
        var curve = FillCurve(
            capacityMilli: prepared.layout.gpuCount * Int(ClusterState.wholeGPUMilli),
            lastPercent: Int((100 * ratio).rounded()))
        var last: FillSimulation.Event?
        var placedCount = 0
        let cluster = try fill.run(demands: prepared.pods.map(prepared.shape), arrivals: prepared.arrivals) {
            event in
            curve.record(
                arrivedMilli: event.arrivedMilli, usedMilli: event.usedMilli, idleMilli: event.idleMilli,
                fragmentMilli: event.causes.fragmentMilli, occupiedNodes: event.occupiedNodeCount)
            if event.choice != nil { placedCount += 1 }
            if event.index == prepared.arrivals.count - 1 { last = copy event }
            try observe(event)
        }
        self.prepared = prepared
        rows = curve.rows
        self.last = last
        self.placedCount = placedCount
        freeBlocks = FreeBlocks(cluster)
        wholeGPUFragmentation = WholeGPUFragmentation(freeBlocks, target: prepared.target)
        wallSeconds = (clock.now - start) / .seconds(1)
    }
}
