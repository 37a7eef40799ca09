private import Simulation
private import Workload

/// A record as a log of Gavel's simulator: byte for byte what `run --gavel-log` writes.
public enum GavelLogExport {
    /// Writes the log.
    ///
    /// - Parameters:
    ///   - record: A run of the mechanism `gavel` with everybody's reasons: they hold priorities and deficits.
    ///   - path: The file.
    ///   - policy: The policy's name inside Gavel's simulator.
    /// - Throws: ``RecordError/notExpressible(format:what:remedy:)`` for other runs; `FileError`, ``RecordError``.
    public static func write(_ record: RunRecord, to path: String, policy: String) throws {
        let provenance = record.provenance
        guard provenance.mechanism == "gavel" else {
            throw RecordError.notExpressible(
                format: "the Gavel log", what: "its mechanism is \(provenance.mechanism)",
                remedy: "it holds rounds of --mechanism gavel")
        }
        guard provenance.reasons == .all else {
            throw RecordError.notExpressible(
                format: "the Gavel log", what: "priorities and deficits were not recorded for all jobs",
                remedy: "run again with --reasons all")
        }
        let writer = try GavelLogWriter(
            path: path,
            header: .init(
                policy: policy, seed: provenance.seed, roundSeconds: provenance.roundSeconds,
                window: provenance.window), layout: provenance.layout)
        var hasEnded = false
        try record.forEachEvent(withReasons: true) { event in
            if case .runEnded = event { hasEnded = true }
            if case .roundBegan(let round) = event { writer.knownUtilization = round.bookedUtilization }
            if let told = told(event, record.classes) { try writer.observe(told) }
        }
        // A log of a run that was cut off ends where its record ends; the record may have lost its end only, and
        // an imported one never had it.
        if !hasEnded {
            try writer.observe(
                .replayedRunEnd(nowSeconds: 0, reason: .horizon, roundCount: record.roundCount))
        }
    }

    /// The event as the engine tells it, as far as the log looks at it.
    private static func told(_ event: RecordedEvent, _ classes: [RecordedClass]) -> SimulationEvent? {
        switch event {
        case .roundBegan(let round):
            return .replayedRound(
                round: round.round, nowSeconds: round.nowSeconds, arrivedJobCount: round.arrivedJobCount,
                activeJobCount: round.activeJobCount, runningJobCount: round.runningJobCount,
                endedJobCount: round.endedJobCount, usedGPUsOfType: round.usedGPUsOfType,
                nextArrivalSeconds: round.nextArrivalSeconds)
        case .arrived(let number, let job):
            let jobClass = classes[job.classIndex]
            return .replayedArrival(
                Job(
                    id: number,
                    jobClass: JobClass(model: jobClass.model, scaleFactor: jobClass.scaleFactor),
                    totalSteps: job.totalSteps, arrivalSeconds: job.arrivalSeconds,
                    demandMilliGPU: job.milliPerGPU), nowSeconds: job.noticedSeconds)
        case .placed(let placed):
            guard let why = placed.why else { return nil }
            return .replayedPlacement(
                job: placed.job, typeIndex: placed.type, gpus: placed.gpus.ids,
                milliPerGPU: placed.milliPerGPU, nowSeconds: placed.nowSeconds, reason: why.reason ?? .kept,
                priority: why.priority, deficitSeconds: why.deficitSeconds, shares: why.shares)
        case .ended(let end):
            return .replayedEnd(
                job: end.job, endSeconds: end.endSeconds, nowSeconds: end.nowSeconds,
                isCompleted: end.isCompleted)
        case .runEnded(let reason, let roundCount):
            return .replayedRunEnd(nowSeconds: 0, reason: reason, roundCount: roundCount)
        case .decided, .left, .moved, .preempted: return nil
        }
    }
}
