public import Simulation

/// The figures of one run, over its measured jobs.
public struct RunMetrics: Sendable, Equatable {
    /// Why the run ended.
    public var stopReason: StopReason
    /// Jobs that arrived.
    public var generatedJobCount: Int
    /// Jobs whose completion times are measured (ids; the last one excluded).
    public var measuredJobIDs: Range<Int>
    /// Measured jobs that completed.
    public var completedJobCount: Int
    /// Measured jobs that had not ended when the run ended, also those that had not arrived.
    public var unfinishedJobCount: Int
    /// Measured jobs that never got a GPU.
    public var neverStartedJobCount: Int
    /// Measured jobs that the mechanism gave up.
    public var droppedJobCount: Int
    /// Largest number of active jobs at once.
    public var activeJobCountPeak: Int
    /// Job completion times of the measured jobs that completed, by ascending id.
    public var completionTimesSeconds: [Double]
    /// Mean of ``completionTimesSeconds``; nil when none completed.
    public var averageJCTSeconds: Double?
    /// Simulated time at the end of the run.
    public var makespanSeconds: Double
    /// Mean over GPUs of the time that the mechanism booked as busy, over the run (Gavel's "utilization").
    public var busyFraction: Double
    /// GPU-seconds that jobs held, over GPUs times the run's length (time average).
    public var allocatedFraction: Double
    /// Rounds in which jobs were scheduled.
    public var roundCount: Int
    /// Times that a running job changed GPUs.
    public var moveCount: Int
    /// Times that a running job lost its GPUs before its end.
    public var preemptionCount: Int
    /// GPU-seconds in which jobs held GPUs without progress because they had been moved or resumed.
    public var lostGPUSeconds: Double
    /// Rounds in which the rule for ties decided who ran or on which type; nil where jobs have no credit.
    public var tieRoundCount: Int?

    /// Computes the figures from the books of a run.
    public init(_ result: SimulationResult) {
        let jobs = result.jobs
        let measured = result.measuredJobIDs
        stopReason = result.stopReason
        generatedJobCount = jobs.count
        measuredJobIDs = measured
        let arrived = measured.clamped(to: 0..<jobs.count)
        let absentCount = measured.count - arrived.count
        completionTimesSeconds = arrived.compactMap { jobs.completionTimeSeconds($0) }
        completedJobCount = completionTimesSeconds.count
        unfinishedJobCount = absentCount + arrived.count { jobs.phases[$0] == .active }
        neverStartedJobCount = absentCount + arrived.count { jobs.firstStartSeconds[$0].isNaN }
        droppedJobCount = arrived.count { jobs.phases[$0] == .dropped }
        activeJobCountPeak = result.activeJobCountPeak
        averageJCTSeconds = Statistics.mean(completionTimesSeconds)
        makespanSeconds = result.endSeconds
        busyFraction =
            result.endSeconds > 0
            ? Statistics.mean(result.busySecondsOfGPU.map { $0 / result.endSeconds }) ?? 0 : 0
        let capacity = Double(result.busySecondsOfGPU.count) * (result.endSeconds - result.startSeconds)
        allocatedFraction = capacity > 0 ? result.heldGPUSeconds / capacity : 0
        roundCount = result.roundCount
        moveCount = result.moveCount
        preemptionCount = result.preemptionCount
        lostGPUSeconds = result.lostGPUSeconds
        tieRoundCount = result.tieRoundCount
    }

    /// Quantile of the completion times by nearest rank; nil when none completed.
    public func completionTimeQuantileSeconds(_ q: Double) -> Double? {
        Statistics.quantile(q, of: completionTimesSeconds)
    }
}
