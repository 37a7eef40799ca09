public import Simulation

/// Something that happened in a recorded run; jobs are named by their number in order of arrival, from 0.
public enum RecordedEvent: Sendable, Equatable {
    /// A round begins.
    case roundBegan(RecordedRound)
    /// A job arrived.
    case arrived(job: Int, RecordedJob)
    /// The policy answered.
    case decided(RecordedDecision)
    /// A job got GPUs.
    case placed(RecordedPlacement)
    /// A job's stay on its GPUs ended.
    case left(RecordedLeave)
    /// A job that kept running changed GPUs.
    case moved(job: Int, from: GPURuns, to: GPURuns)
    /// A job that ran lost its GPUs without being finished.
    case preempted(job: Int, from: GPURuns)
    /// A job ended.
    case ended(RecordedEnd)
    /// The run is over.
    case runEnded(reason: StopReason, roundCount: Int)
}

/// The state at the beginning of a round.
public struct RecordedRound: Sendable, Equatable {
    /// The mechanism's own number of the round; may repeat after an idle time.
    public var round: Int
    /// The clock in seconds.
    public var nowSeconds: Double
    /// Jobs that have arrived.
    public var arrivedJobCount: Int
    /// Jobs that are neither completed nor dropped.
    public var activeJobCount: Int
    /// Jobs that ran in the round before.
    public var runningJobCount: Int
    /// Jobs that completed or were dropped.
    public var endedJobCount: Int
    /// GPUs of each type that were used in the round before.
    public var usedGPUsOfType: [Int]
    /// The next arrival in seconds; nil when none is known.
    public var nextArrivalSeconds: Double?
    /// Mean over GPUs of booked busy time over the clock, as the mechanism `gavel` counts it; nil otherwise.
    public var bookedUtilization: Double?
}

/// A policy's answer.
public struct RecordedDecision: Sendable, Equatable {
    /// The clock in seconds.
    public var nowSeconds: Double
    /// What the policy returned.
    public var kind: DecisionKind
    /// Whether jobs of an ordered queue may pass one that does not fit.
    public var allowsBackfill = false
    /// What the program says of itself; nil where none decided.
    public var program: RecordedProgram?
    /// Each job's part in it; nil when reasons were not recorded.
    public var rows: [RecordedDecisionRow]?
    /// The jobs of an ordered queue, first to start first; nil when reasons were not recorded.
    public var queue: [Int]?
}

/// The outcome of the program behind a decision.
public struct RecordedProgram: Sendable, Equatable {
    /// What was optimised, in words.
    public var objective: String
    /// The optimum in its unit.
    public var objectiveValue: Double
    /// What one more GPU of each type would add to the objective.
    public var prices: [Double]
    /// Proven relative distance from the optimum.
    public var certificateGap: Double
}

/// A job's part in a decision.
public struct RecordedDecisionRow: Sendable, Equatable {
    /// The job.
    public var job: Int
    /// Share of time on each GPU type.
    public var shares: [Double]
    /// Level that the objective compares; NaN where no program decided.
    public var level: Double
    /// How strongly the job binds the objective; NaN where no program decided.
    public var binding: Double
}

/// A job that got GPUs.
public struct RecordedPlacement: Sendable, Equatable {
    /// The clock in seconds.
    public var nowSeconds: Double
    /// The job.
    public var job: Int
    /// GPU type.
    public var type: Int
    /// The GPUs, in the order of the choice.
    public var gpus: GPURuns
    /// Share of each in milli-GPU.
    public var milliPerGPU: Int
    /// Why; nil when reasons were not recorded.
    public var why: PlacementWhy?
}

/// Why a job was placed where it was.
public struct PlacementWhy: Sendable, Equatable {
    /// The placement rule's reason; nil where it is not known, as in imported logs.
    public var reason: PlacementReason?
    /// The mechanism's priority of the job on the type.
    public var priority: Double
    /// Seconds that the job was behind its share on the type.
    public var deficitSeconds: Double
    /// The job's shares on all types.
    public var shares: [Double]
}

/// A job that gave its GPUs back.
public struct RecordedLeave: Sendable, Equatable {
    /// The clock in seconds; at or after `toSeconds`.
    public var nowSeconds: Double
    /// The job.
    public var job: Int
    /// GPU type.
    public var type: Int
    /// The GPUs.
    public var gpus: GPURuns
    /// Share of each in milli-GPU.
    public var milliPerGPU: Int
    /// When it got them, in seconds.
    public var fromSeconds: Double
    /// When it gave them back, in seconds.
    public var toSeconds: Double
    /// False when the mechanism did not credit the work.
    public var isCredited: Bool
}

/// A job that ended.
public struct RecordedEnd: Sendable, Equatable {
    /// When the mechanism noticed it, in seconds.
    public var nowSeconds: Double
    /// The job.
    public var job: Int
    /// When it ended, in seconds.
    public var endSeconds: Double
    /// False when it was given up.
    public var isCompleted: Bool
}
