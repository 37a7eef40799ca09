/// What an array of a sweep may use.
public struct SlurmLimits: Sendable, Equatable {
    /// Tasks at most; also what the site's `MaxArraySize` and the user's wishes leave.
    public var taskCount: Int
    /// Seconds that a task should take by the plan's times; points are packed up to it.
    public var taskSeconds: Double
    /// Memory of a task in megabytes; nil = the site's default.
    public var memoryMegabytes: Int?
    /// Minutes after which Slurm ends a task; nil = the site's default.
    public var timeLimitMinutes: Int?
    /// Tasks that run at the same time; nil = as many as there is room for.
    public var concurrentCount: Int?
    /// More arguments of `sbatch`, such as a partition or an account.
    public var arguments: [String]

    /// Limits.
    public init(
        taskCount: Int, taskSeconds: Double, memoryMegabytes: Int? = nil, timeLimitMinutes: Int? = nil,
        concurrentCount: Int? = nil, arguments: [String] = []
    ) {
        self.taskCount = taskCount
        self.taskSeconds = taskSeconds
        self.memoryMegabytes = memoryMegabytes
        self.timeLimitMinutes = timeLimitMinutes
        self.concurrentCount = concurrentCount
        self.arguments = arguments
    }

    /// Tasks of an array where the site does not say: Slurm's own default of MaxArraySize allows indices up to 1,000.
    public static let usualArraySize = 1001
}
