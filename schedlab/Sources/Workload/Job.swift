/// A training job as it arrives.
public struct Job: Sendable, Equatable {
    /// Number in order of arrival, from 0.
    public var id: Int
    /// Model and scale factor.
    public var jobClass: JobClass
    /// Share that it takes of each of its GPUs, in milli-GPU, `1...1000`.
    public var demandMilliGPU: Int
    /// CPU that it takes in all, in thousandths of a core; 0 = the workload does not count CPU.
    public var demandCPUMilli = 0
    /// Memory that it takes in all, in MiB; 0 = the workload does not count memory.
    public var demandMemoryMiB = 0
    /// Nodes that it asks for, each with an equal part of its GPUs, CPU and memory; 0 = any number of nodes.
    public var demandNodeCount = 0
    /// Work to do in the unit of its class (steps, or seconds on the reference type), > 0.
    public var totalSteps: Double
    /// When it arrives, in seconds since the start of the simulation.
    public var arrivalSeconds: Double
    /// Weight in fairness objectives, > 0.
    public var priorityWeight: Double
    /// How long it would run on the reference GPU type; nil when the workload does not say.
    public var referenceDurationSeconds: Double?

    /// What its file says of it beyond that; nil for generated jobs.
    public var details: JobDetails?

    /// Describes a job that takes whole GPUs unless said otherwise.
    public init(
        id: Int, jobClass: JobClass, totalSteps: Double, arrivalSeconds: Double, priorityWeight: Double = 1,
        referenceDurationSeconds: Double? = nil, demandMilliGPU: Int = 1000, details: JobDetails? = nil
    ) {
        self.id = id
        self.jobClass = jobClass
        self.totalSteps = totalSteps
        self.arrivalSeconds = arrivalSeconds
        self.priorityWeight = priorityWeight
        self.referenceDurationSeconds = referenceDurationSeconds
        self.demandMilliGPU = demandMilliGPU
        self.details = details
    }
}
