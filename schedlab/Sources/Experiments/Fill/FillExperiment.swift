/// A fill as it is written down: names and numbers, nothing resolved yet.
public struct FillExperiment: Sendable, Equatable {
    /// Cluster preset, spec, or a list of nodes in the form of openb or of `nodes.csv`.
    public var nodes = "openb-2023"
    /// `openb-mix`, or a list of pods in the form of openb.
    public var pods = "openb-mix"
    /// Placement rule's name.
    public var placement = "fgd"
    /// Demanded GPUs over the cluster's GPUs; <= 0 = the list as it is.
    public var ratio = FillExperiment.publishedRatio
    /// Seed of the random streams.
    public var seed: UInt64 = 42
    /// File with the pods' names in order of arrival; nil = drawn.
    public var arrivalsPath: String?
    /// File with the nodes' names and ranks; nil = drawn.
    public var ranksPath: String?
    /// Whether a bad row or an unknown column ends the reading.
    public var isStrict = false

    /// The demand of the published experiments: 130 per cent of the GPUs.
    public static let publishedRatio = 1.3

    /// The published experiment on the built-in cluster and workload.
    public init() {}
}
