/// A job of a `.viz.bin` file.
public struct VizBinJob: Equatable, Sendable {
    /// Id; 0 would be taken for an idle GPU by readers of the format.
    public var id: UInt32
    /// Key of its type in the configuration.
    public var type: UInt16
    /// GPUs asked for.
    public var scaleFactor: UInt8
    /// Round before its arrival.
    public var arrivalRound: UInt32
    /// Round before its completion; 0 = not completed.
    public var completionRound: UInt32 = 0
    /// Completion time in seconds; 0 = not completed.
    public var durationSeconds: Float = 0
}

/// A round of a `.viz.bin` file.
public struct VizBinRound: Equatable, Sendable {
    /// A GPU that is not wholly one job's: the jobs of its four quarters, 0 = free.
    public struct Shared: Equatable, Sendable {
        /// The GPU.
        public var gpu: UInt16
        /// The jobs of the quarters, lowest first.
        public var slots: [UInt32]
    }

    /// The round's number.
    public var round: UInt32 = 0
    /// The clock in seconds.
    public var seconds: Float = 0
    /// Fraction of GPU time that was busy so far.
    public var utilization: Float = 0
    /// Jobs with GPUs.
    public var runningJobCount: UInt16 = 0
    /// Jobs without, by the log's own count.
    public var queuedJobCount: UInt16 = 0
    /// Jobs that completed so far.
    public var completedJobCount: UInt32 = 0
    /// Mean completion time so far in seconds.
    public var averageJCTSeconds: Float = 0
    /// Completions per hour over the last hundred.
    public var completionsPerHour: Float = 0
    /// GPUs in use of each type.
    public var usedGPUsOfType: [UInt16] = []
    /// The job of each GPU, the first of them where it is shared; 0 = idle.
    public var jobOfGPU: [UInt32] = []
    /// Jobs that wait.
    public var queue: [UInt32] = []
    /// Shared GPUs.
    public var shared: [Shared] = []
}

/// What a `.viz.bin` file says; rounds come one after the other, since all of them may not fit into memory.
protocol VizBinContent {
    /// 1 or 2.
    var version: Int { get }
    /// JSON of the configuration, without padding.
    var configuration: [UInt8] { get }
    var gpuTypeCount: Int { get }
    var gpuCount: Int { get }
    var jobs: [VizBinJob] { get }
    /// 24, or 16 in files older than version 1.
    var jobRecordBytes: Int { get }
    var roundCount: Int { get }
    /// Whether there are sections about shared GPUs.
    var hasSharing: Bool { get }

    /// Goes through the rounds in order.
    func forEachRound(_ visit: (VizBinRound) throws -> Void) throws
}
