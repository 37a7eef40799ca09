public import Cluster
public import Workload

/// Everything that a run needs.
public struct SimulationSetup {
    /// The cluster.
    public var layout: ClusterLayout
    /// Where jobs come from.
    public var source: any JobSource
    /// How fast jobs run.
    public var speeds: SpeedBook
    /// Who gets what.
    public var policy: any Policy
    /// On which GPUs.
    public var placement: any PlacementRule
    /// How decisions are carried out.
    public var mechanism: Mechanism
    /// When the run is over.
    public var stop: StopRule
    /// Who watches.
    public var observers: [any Observer]

    /// Puts a setup together.
    public init(
        layout: ClusterLayout, source: any JobSource, speeds: SpeedBook, policy: any Policy,
        placement: any PlacementRule, mechanism: Mechanism, stop: StopRule, observers: [any Observer] = []
    ) {
        self.layout = layout
        self.source = source
        self.speeds = speeds
        self.policy = policy
        self.placement = placement
        self.mechanism = mechanism
        self.stop = stop
        self.observers = observers
    }
}
