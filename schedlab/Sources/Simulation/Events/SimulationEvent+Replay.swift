package import Workload

/// Events as a record gives them back, for observers that write logs.
extension SimulationEvent {
    /// A round began; how long each GPU has been busy is not known.
    package static func replayedRound(
        round: Int, nowSeconds: Double, arrivedJobCount: Int, activeJobCount: Int, runningJobCount: Int,
        endedJobCount: Int, usedGPUsOfType: [Int], nextArrivalSeconds: Double?
    ) -> SimulationEvent {
        .roundBegan(
            RoundState(
                round: round, nowSeconds: nowSeconds, arrivedJobCount: arrivedJobCount,
                activeJobCount: activeJobCount, runningJobCount: runningJobCount,
                endedJobCount: endedJobCount, usedGPUsOfType: usedGPUsOfType,
                nextArrivalSeconds: nextArrivalSeconds, busySecondsOfGPU: []))
    }

    /// A job arrived.
    package static func replayedArrival(_ job: Job, nowSeconds: Double) -> SimulationEvent {
        .jobArrived(JobArrival(nowSeconds: nowSeconds, job: job))
    }

    /// A job got GPUs.
    package static func replayedPlacement(
        job: Int, typeIndex: Int, gpus: [Int32], milliPerGPU: Int, nowSeconds: Double,
        reason: PlacementReason, priority: Double, deficitSeconds: Double, shares: [Double]
    ) -> SimulationEvent {
        .jobPlaced(
            JobPlacement(
                nowSeconds: nowSeconds, jobID: Int32(job), typeIndex: typeIndex, gpus: gpus,
                milliPerGPU: Int32(milliPerGPU), reason: reason, priority: priority,
                deficitSeconds: deficitSeconds, shares: shares))
    }

    /// A job ended.
    package static func replayedEnd(
        job: Int, endSeconds: Double, nowSeconds: Double, isCompleted: Bool
    ) -> SimulationEvent {
        let end = JobEnd(nowSeconds: nowSeconds, jobID: Int32(job), endSeconds: endSeconds)
        return isCompleted ? .jobCompleted(end) : .jobDropped(end)
    }

    /// The run ended.
    package static func replayedRunEnd(
        nowSeconds: Double, reason: StopReason, roundCount: Int
    ) -> SimulationEvent {
        .runEnded(RunEnd(nowSeconds: nowSeconds, reason: reason, roundCount: roundCount))
    }
}
