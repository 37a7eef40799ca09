private import Cluster
public import Kit
public import Simulation
public import Workload

/// Writes a run down, event by event, in the form of `docs/run-record.md`.
public final class RunRecorder: Observer {
    private let writer: RecordWriter
    private let provenance: RunProvenance
    private var rates: RateTable
    private var rowCount = 0
    private var classOfJob: [Int32] = []
    private let typeCount: Int

    /// Begins a record.
    ///
    /// - Parameters:
    ///   - path: Where it goes; a file of that name is replaced.
    ///   - provenance: Where the run comes from.
    ///   - speeds: How fast jobs run, so that times that follow from speeds take no bytes.
    /// - Throws: `FileError` when it cannot be written.
    public init(path: String, provenance: RunProvenance, speeds: SpeedBook) throws {
        self.provenance = provenance
        typeCount = provenance.layout.types.count
        rates = RateTable(
            gpuTypes: provenance.layout.types.map(\.name),
            gpuCounts: provenance.layout.types.map(\.gpuCount), speeds: speeds)
        writer = try RecordWriter(path: path, provenance: provenance)
    }

    /// Bytes written so far.
    public var byteCount: Int { writer.byteCount }

    /// Writes down the rounds up to now of a run that an error has ended; the record stays incomplete.
    ///
    /// - Throws: `FileError`.
    public func breakOff() throws { try writer.breakOff() }

    /// Completes the record after the run.
    ///
    /// - Parameter summary: The run's summary, without what may differ between equal runs.
    /// - Throws: `FileError` when the disk is full, for example.
    public func finish(summary: JSONValue) throws { try writer.finish(summary: summary) }

    /// Takes note of an event.
    ///
    /// - Throws: `FileError` when the disk is full, for example; the record is then readable up to its last
    ///   complete batch.
    public func observe(_ event: borrowing SimulationEvent) throws {
        switch copy event {
        case .roundBegan(let round): try writer.beginRound(recorded(round))
        case .jobArrived(let arrival): try arrive(arrival)
        case .allocationDecided(let decided): decide(decided)
        case .jobPlaced(let placement): place(placement)
        case .jobRan(let run): leave(run)
        case .jobMoved(let move):
            writer.move(job: Int(move.jobID), nowSeconds: move.nowSeconds)
        case .jobPreempted(let preemption):
            writer.preempt(job: Int(preemption.jobID), nowSeconds: preemption.nowSeconds)
        case .jobCompleted(let end): writer.end(recorded(end, isCompleted: true))
        case .jobDropped(let end): writer.end(recorded(end, isCompleted: false))
        case .runEnded(let end):
            try writer.endRun(nowSeconds: end.nowSeconds, reason: end.reason, roundCount: end.roundCount)
        }
    }

    private func recorded(_ round: RoundState) -> RecordedRound {
        RecordedRound(
            round: round.round, nowSeconds: round.nowSeconds, arrivedJobCount: round.arrivedJobCount,
            activeJobCount: round.activeJobCount, runningJobCount: round.runningJobCount,
            endedJobCount: round.endedJobCount, usedGPUsOfType: round.usedGPUsOfType,
            nextArrivalSeconds: round.nextArrivalSeconds,
            bookedUtilization: provenance.mechanism == "gavel" ? round.bookedUtilization : nil)
    }

    private func recorded(_ end: JobEnd, isCompleted: Bool) -> RecordedEnd {
        RecordedEnd(
            nowSeconds: end.nowSeconds, job: Int(end.jobID), endSeconds: end.endSeconds,
            isCompleted: isCompleted)
    }

    private func arrive(_ arrival: JobArrival) throws {
        let job = arrival.job
        let row = try rates.row(of: job.jobClass)
        if row == rowCount {
            _ = writer.addClass(
                RecordedClass(
                    model: job.jobClass.model, scaleFactor: job.jobClass.scaleFactor,
                    rates: (0..<typeCount).map { rates.rate(class: row, type: $0) },
                    isInReferenceSeconds: job.jobClass.workUnit != .steps,
                    acceptedTypes: job.jobClass.acceptedTypes))
            rowCount += 1
        }
        classOfJob.append(Int32(row))
        var recorded = RecordedJob(
            id: UInt32(job.id), classIndex: row, milliPerGPU: job.demandMilliGPU,
            arrivalSeconds: job.arrivalSeconds, noticedSeconds: arrival.nowSeconds,
            totalSteps: job.totalSteps)
        recorded.priorityWeight = job.priorityWeight
        recorded.cpuMilli = job.demandCPUMilli
        recorded.memoryMiB = job.demandMemoryMiB
        recorded.referenceDurationSeconds = job.details == nil ? nil : job.referenceDurationSeconds
        recorded.name = job.details?.name ?? ""
        recorded.user = job.details?.user ?? ""
        recorded.queue = job.details?.queue ?? ""
        writer.arrive(recorded)
    }

    private func decide(_ decided: AllocationDecided) {
        var program: RecordedProgram?
        if case .timeShares(let shares) = decided.decision, let reasons = shares.reasons {
            program = RecordedProgram(
                objective: reasons.objective, objectiveValue: reasons.objectiveValue,
                prices: reasons.prices, certificateGap: reasons.certificateGap)
        }
        var recorded = RecordedDecision(
            nowSeconds: decided.nowSeconds, kind: decided.decision.kind, program: program)
        if case .orderedQueue(let queue) = decided.decision {
            recorded.allowsBackfill = queue.backfill != .none
        }
        writer.decide(recorded, full: decided.decision, answer: decided.answer)
    }

    private func place(_ placement: JobPlacement) {
        writer.place(
            RecordedPlacement(
                nowSeconds: placement.nowSeconds, job: Int(placement.jobID), type: placement.typeIndex,
                gpus: GPURuns(placement.gpus), milliPerGPU: Int(placement.milliPerGPU),
                why: provenance.reasons == .none
                    ? nil
                    : PlacementWhy(
                        reason: placement.reason, priority: placement.priority,
                        deficitSeconds: placement.deficitSeconds, shares: placement.shares)))
    }

    private func leave(_ run: JobRun) {
        let rate = rates.rate(class: Int(classOfJob[Int(run.jobID)]), type: run.typeIndex)
        writer.leave(
            job: Int(run.jobID), toSeconds: run.toSeconds, nowSeconds: run.nowSeconds,
            isCredited: run.isCredited, pieceSeconds: rate > 0 ? run.steps / rate : 0)
    }
}

extension RoundState {
    /// Mean over GPUs of their booked time over the clock, each at most 1: the utilization of Gavel's logs.
    var bookedUtilization: Double {
        guard nowSeconds > 0 else { return 0 }
        let fractions = busySecondsOfGPU.map { min(1, $0 / nowSeconds) }
        return fractions.reduce(0, +) / Double(fractions.count)
    }
}
