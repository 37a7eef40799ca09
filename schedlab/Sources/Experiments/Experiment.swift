public import PolicyProcesses
public import Workload

/// An experiment as it is written down: names and numbers, nothing resolved yet.
public struct Experiment: Sendable, Equatable {
    /// Cluster preset, spec, `nodes.csv` or `cluster.yaml`.
    public var cluster: String
    /// `gavel`, `openb-mix`, `exponential`, `gavel-trace:FILE`, `jobs:FILE` or `openb:FILE`.
    public var workload: String
    /// Policy's code name.
    public var policy: String
    /// Placement rule's name.
    public var placement = "strided"
    /// Mechanism's name.
    public var mechanism = "standard"
    /// Arrivals per hour of a generated workload.
    public var jobsPerHour: Double?
    /// All jobs of a generated workload arrive at time 0.
    public var isStatic = false
    /// Whether generated jobs may take several GPUs.
    public var isMultiGPU = false
    /// Whether a fifth of the generated jobs weighs 5.
    public var hasPriorities = false
    /// Whether the generated workload begins with a full cluster.
    public var hasSteadyStateStart = false
    /// What the durations of generated jobs are multiplied by; nil = nothing.
    public var durationScale: Double?
    /// What of a trace is drawn anew with the seed: `weeks` or `days`; nil = nothing.
    public var resampling: String?
    /// How many times as fast the jobs of a trace arrive, > 0; nil = as recorded.
    public var arrivalSpeed: Double?
    /// Whether a job that would fit on one node waits rather than span nodes.
    public var keepsJobsOnOneNode = false
    /// What fragmentation is measured against: `trace` or `window:HOURS`; nil = `trace`.
    public var targetWorkload: String?
    /// Measure this many jobs, all there are.
    public var jobCount: Int?
    /// Measure jobs with these ids; others keep arriving.
    public var window: Range<Int>?
    /// Simulated hours after which the run ends in any case.
    public var horizonHours: Double?
    /// Seed of every stream.
    public var seed: UInt64 = 0
    /// Length of a round in seconds; nil = ``defaultRoundSeconds`` where there are rounds.
    public var roundSeconds: Double?
    /// Shortest time between two allocations in seconds; nil = ``defaultIntervalSeconds``.
    public var allocationIntervalSeconds: Double?
    /// Whether GPUs that become free inside a round are offered at once.
    public var backfillsWithinRound = false
    /// Quirks of the mechanism gavel that are switched off, by name.
    public var withoutQuirks: [String] = []
    /// Time without progress after a job was moved or resumed; nil = moves cost nothing.
    public var moveCosts: MoveCosts?
    /// Seconds that a job stays on a GPU type at least before it is moved to another; nil = 0.
    public var minimumStaySeconds: Double?
    /// Price of moving jobs, without unit; nil = none.
    public var migrationPenalty: Double?
    /// Weight of room on nodes in the policy's objective, without unit; nil = none.
    public var opportunityWeight: Double?
    /// How long a policy in another process may take for an answer, in seconds.
    public var policyTimeoutSeconds = defaultPolicyTimeoutSeconds
    /// Answers of an earlier run to give again instead of asking the policy; nil = it is asked.
    public var replayedAnswers: RecordedAnswers?
    /// How programs are solved.
    public var solver = SolverSettings()
    /// Gavel throughput JSON instead of the built-in table.
    public var throughputsPath: String?
    /// CSV of relative speeds that go before all others.
    public var speedsPath: String?
    /// Speed relative to a V100 of GPU types that nothing is known of; nil = such a type is an error.
    public var assumedSpeed: Double?
    /// Whether a bad row of a user's file ends the reading.
    public var isStrict = false
    /// Zone of times in a jobs file that name none, such as `Europe/Berlin`; nil = such times are refused.
    public var timeZone: String?
    /// Where recorded durations hold as they stand: `anywhere` or `recorded-type`; nil = speeds convert them.
    public var durationsHold: String?

    /// A minute: programs of a thousand jobs that a script solves take seconds.
    public static let defaultPolicyTimeoutSeconds = 60.0
    /// The original's round: 360 s.
    public static let defaultRoundSeconds = 360.0
    /// Shortest time between two allocations unless given: the original's 1,920 s under gavel, else none.
    public var defaultIntervalSeconds: Double { mechanism == "gavel" ? 1920 : 0 }

    /// The horizon that applies: the original ends every run with a window after 2,000 simulated hours.
    public var effectiveHorizonHours: Double? {
        horizonHours ?? (mechanism == "gavel" && window != nil ? 2000 : nil)
    }

    /// An experiment with defaults for all but what it is about.
    public init(cluster: String, workload: String, policy: String) {
        self.cluster = cluster
        self.workload = workload
        self.policy = policy
    }
}
