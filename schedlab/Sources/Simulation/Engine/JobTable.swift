public import Workload

/// Everything that the engine knows of each job, as columns indexed by job id.
public struct JobTable: Sendable {
    /// Where a job stands in its life.
    public enum Phase: UInt8, Sendable {
        /// Arrived and not yet finished; it runs or waits.
        case active
        /// Did all its steps.
        case completed
        /// Given up by the mechanism after repeated failures.
        case dropped
    }

    /// The jobs as they arrived.
    public private(set) var jobs: [Job] = []
    /// Row of each job's class in the ``RateTable``.
    public private(set) var classIndices: [Int32] = []
    /// GPUs that each job takes at once.
    public private(set) var scaleFactors: [Int32] = []
    /// CPU that each job takes in all, in thousandths of a core.
    public private(set) var cpuMilli: [Int] = []
    /// Nodes with equal parts that each job asks for; 0 = any number.
    private(set) var nodeCounts: [Int] = []
    /// Nodes across which each job's duration was recorded; 0 = not known.
    private(set) var recordedNodeCounts: [Int] = []
    /// Memory that each job takes in all, in MiB.
    public private(set) var memoryMiB: [Int] = []
    /// Arrival times in seconds.
    public private(set) var arrivalSeconds: [Double] = []
    /// Steps to do.
    public private(set) var totalSteps: [Double] = []
    /// Steps done.
    public package(set) var stepsRun: [Double] = []
    /// Fairness weights.
    private(set) var priorityWeights: [Double] = []
    /// Phases.
    public package(set) var phases: [Phase] = []
    /// GPU type that each job runs on, or ran on in the round that ends; -1 = none.
    public package(set) var currentTypes: [Int32] = []
    /// When each job first got GPUs; NaN = not yet.
    public package(set) var firstStartSeconds: [Double] = []
    /// When each job ended (completed or dropped); NaN = not yet.
    public package(set) var endSeconds: [Double] = []
    /// GPU-seconds that each job has held.
    public package(set) var heldGPUSeconds: [Double] = []

    /// An empty table.
    public init() {}

    /// Number of jobs that have arrived.
    public var count: Int { jobs.count }

    /// Adds the next job; its id must equal ``count``.
    package mutating func append(_ job: Job, classIndex: Int) {
        precondition(job.id == count, "job \(job.id) arrives as number \(count)")
        jobs.append(job)
        classIndices.append(Int32(classIndex))
        scaleFactors.append(Int32(job.jobClass.scaleFactor))
        cpuMilli.append(job.demandCPUMilli)
        nodeCounts.append(job.demandNodeCount)
        // A recorded duration holds across the nodes on which it was recorded; steps were not recorded.
        let isRecorded = job.jobClass.workUnit != .steps
        recordedNodeCounts.append(isRecorded ? job.details?.recordedNodeCount ?? 0 : 0)
        memoryMiB.append(job.demandMemoryMiB)
        arrivalSeconds.append(job.arrivalSeconds)
        totalSteps.append(job.totalSteps)
        stepsRun.append(0)
        priorityWeights.append(job.priorityWeight)
        phases.append(.active)
        currentTypes.append(-1)
        firstStartSeconds.append(.nan)
        endSeconds.append(.nan)
        heldGPUSeconds.append(0)
    }

    /// Job completion time: end minus arrival; nil for a job that did not complete.
    public func completionTimeSeconds(_ id: Int) -> Double? {
        phases[id] == .completed ? endSeconds[id] - arrivalSeconds[id] : nil
    }

    /// Share that a job takes of each of its GPUs, in milli-GPU.
    func demandMilliGPU(_ id: Int) -> Int32 { Int32(jobs[id].demandMilliGPU) }

    /// GPUs that a job takes at once, shares of a GPU counted as such.
    func demandGPUs(_ id: Int) -> Double { Double(scaleFactors[id]) * Double(jobs[id].demandMilliGPU) / 1000 }

    /// Steps still to do.
    public func remainingSteps(_ id: Int) -> Double { totalSteps[id] - stepsRun[id] }
}
