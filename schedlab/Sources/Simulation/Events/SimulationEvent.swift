public import Workload

/// Something that happened in a run.
public enum SimulationEvent: Sendable {
    /// A round begins; comes before the test whether the run is over.
    case roundBegan(RoundState)
    /// The mechanism took note of a job.
    case jobArrived(JobArrival)
    /// The policy answered.
    case allocationDecided(AllocationDecided)
    /// A job got GPUs for a round.
    case jobPlaced(JobPlacement)
    /// A job that kept running changed GPUs.
    case jobMoved(JobMove)
    /// A job that ran lost its GPUs without being finished.
    case jobPreempted(JobPreemption)
    /// A job's share of the round ended.
    case jobRan(JobRun)
    /// A job did its last step.
    case jobCompleted(JobEnd)
    /// The mechanism gave a job up.
    case jobDropped(JobEnd)
    /// The run is over.
    case runEnded(RunEnd)
}

/// The state at the beginning of a round.
public struct RoundState: Sendable {
    /// Round number, from 0.
    public var round: Int
    /// The simulated clock in seconds.
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
    /// Seconds that each GPU has been busy, by the mechanism's own count.
    public var busySecondsOfGPU: [Double]
}

/// A job that arrived.
public struct JobArrival: Sendable {
    /// When the mechanism noticed it, in seconds; its arrival may lie before.
    public var nowSeconds: Double
    /// The job.
    public var job: Job
}

/// A policy's answer.
public struct AllocationDecided: Sendable {
    /// The simulated clock in seconds.
    public var nowSeconds: Double
    /// The answer.
    public var decision: Decision
    /// The answer as it came, where it must be kept to run again without the policy.
    public var answer: [UInt8]?
}

/// A job that got GPUs.
public struct JobPlacement: Sendable {
    /// The simulated clock in seconds.
    public var nowSeconds: Double
    /// The job.
    public var jobID: Int32
    /// GPU type.
    public var typeIndex: Int
    /// The GPUs.
    public var gpus: [Int32]
    /// Share of each GPU in milli-GPU.
    public var milliPerGPU: Int32
    /// Why these GPUs.
    public var reason: PlacementReason
    /// The mechanism's priority of the job on the type: share asked over share received.
    public var priority: Double
    /// Seconds that the job is behind its share on the type.
    public var deficitSeconds: Double
    /// The job's shares on all types.
    public var shares: [Double]
}

/// A job that changed GPUs.
public struct JobMove: Sendable {
    /// The simulated clock in seconds.
    public var nowSeconds: Double
    /// The job.
    public var jobID: Int32
    /// GPUs before.
    public var fromGPUs: [Int32]
    /// GPUs now.
    public var toGPUs: [Int32]
}

/// A job that lost its GPUs.
public struct JobPreemption: Sendable {
    /// The simulated clock in seconds.
    public var nowSeconds: Double
    /// The job.
    public var jobID: Int32
    /// GPUs that it lost.
    public var gpus: [Int32]
}

/// A job's work in one round.
public struct JobRun: Sendable {
    /// The simulated clock in seconds, at or after `toSeconds`.
    public var nowSeconds: Double
    /// The job.
    public var jobID: Int32
    /// GPU type.
    public var typeIndex: Int
    /// The GPUs.
    public var gpus: [Int32]
    /// Start in seconds.
    public var fromSeconds: Double
    /// End in seconds.
    public var toSeconds: Double
    /// Steps done.
    public var steps: Double
    /// False when the mechanism did not credit them.
    public var isCredited: Bool
}

/// A job that ended.
public struct JobEnd: Sendable {
    /// When the mechanism noticed it, in seconds.
    public var nowSeconds: Double
    /// The job.
    public var jobID: Int32
    /// When it ended, in seconds.
    public var endSeconds: Double
}

/// The end of a run.
public struct RunEnd: Sendable {
    /// The simulated clock in seconds.
    public var nowSeconds: Double
    /// Why it ended.
    public var reason: StopReason
    /// Rounds simulated.
    public var roundCount: Int
}
