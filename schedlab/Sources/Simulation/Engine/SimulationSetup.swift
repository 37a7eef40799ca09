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
    /// Whether a job that would fit on one node waits rather than span nodes.
    public var keepsJobsOnOneNode: Bool
    /// What fragmentation is measured against; nothing is measured against an empty workload.
    public var target: TargetSource
    /// When the run is over.
    public var stop: StopRule
    /// Who watches.
    public var observers: [any Observer]

    /// Puts a setup together.
    public init(
        layout: ClusterLayout, source: any JobSource, speeds: SpeedBook, policy: any Policy,
        placement: any PlacementRule, mechanism: Mechanism, keepsJobsOnOneNode: Bool = false,
        target: TargetSource = .fixed(TargetWorkload(entries: [])), stop: StopRule,
        observers: [any Observer] = []
    ) {
        self.layout = layout
        self.source = source
        self.speeds = speeds
        self.policy = policy
        self.placement = placement
        self.mechanism = mechanism
        self.keepsJobsOnOneNode = keepsJobsOnOneNode
        self.target = target
        self.stop = stop
        self.observers = observers
    }
}
