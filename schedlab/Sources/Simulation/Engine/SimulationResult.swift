/// The books of a finished run.
public struct SimulationResult: Sendable {
    /// All jobs that arrived.
    public var jobs: JobTable
    /// Speeds of their classes.
    public var rates: RateTable
    /// Ids whose completion times are measured, ascending.
    public var measuredJobIDs: Range<Int>
    /// Why the run ended.
    public var stopReason: StopReason
    /// When it started, in simulated seconds.
    public var startSeconds: Double
    /// When it ended, in simulated seconds.
    public var endSeconds: Double
    /// Rounds in which jobs were scheduled.
    public var roundCount: Int
    /// Seconds that each GPU was busy, by the mechanism's own count (Gavel's `cumulative_time`).
    public var busySecondsOfGPU: [Double]
    /// GPU-seconds that jobs really held.
    public var heldGPUSeconds: Double
    /// GPU type on which each job held most GPU-seconds, by id; -1 = it never started.
    public var mostUsedTypeOfJob: [Int32]
    /// Largest number of active jobs at once.
    public var activeJobCountPeak: Int
    /// Times that a running job changed GPUs.
    public var moveCount: Int
    /// Times that a running job lost its GPUs before its end.
    public var preemptionCount: Int
    /// GPU-seconds in which jobs held GPUs without progress because they had been moved or resumed.
    public var lostGPUSeconds = 0.0
    /// Fragmentation averaged over time; nil when there was no workload to measure it against.
    public var fragmentation: FragmentationAverages?
    /// Jobs that kept exactly their GPUs from one round to the next, of those that could have.
    public var leaseExtensions: (kept: Int, possible: Int)
    /// Rounds in which of two choices with equal credit and share (two jobs, or two types for one) the rule for ties
    /// took one and there was no room for both; nil where jobs have no credit.
    public var tieRoundCount: Int?
}
