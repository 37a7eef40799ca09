/// The end of a round: pieces of work are credited, jobs complete or fail.
extension GavelMechanism {
    /// Credits the pieces, latest finish first, ties by lower id.
    mutating func completePieces() throws {
        let pieces = running.sorted { a, b in
            a.finishSeconds != b.finishSeconds ? a.finishSeconds > b.finishSeconds : a.jobID < b.jobID
        }
        running.removeAll(keepingCapacity: true)
        for piece in pieces { try complete(piece) }
    }

    private mutating func complete(_ piece: Running) throws {
        let id = piece.jobID
        let bookedFromSeconds = settings.quirks.has(.idleHole) ? roundStartSeconds : pieceStartSeconds
        let executionSeconds = piece.finishSeconds - bookedFromSeconds
        // The steps are split over the job's GPUs, the remainder to the last; a share of 0 is a failure.
        let perGPU = (piece.steps / Double(piece.gpus.count)).rounded(.down)
        let last = piece.steps - perGPU * Double(piece.gpus.count - 1)
        let isCredited =
            settings.quirks.has(.lostTail)
            ? (piece.gpus.count == 1 || perGPU > 0) && last > 0 && executionSeconds > 0 : piece.steps > 0
        core.release(
            piece.gpus, of: id, fromSeconds: pieceStartSeconds, toSeconds: piece.finishSeconds)
        try core.tell(
            .jobRan(
                JobRun(
                    nowSeconds: core.nowSeconds, jobID: Int32(id), typeIndex: piece.type, gpus: piece.gpus,
                    fromSeconds: pieceStartSeconds, toSeconds: piece.finishSeconds, steps: piece.steps,
                    isCredited: isCredited)))
        guard isCredited else { return try fail(piece) }

        failureCounts[id] = 0
        core.jobs.stepsRun[id] += perGPU * Double(piece.gpus.count - 1) + last
        book.credit(job: id, type: piece.type, seconds: executionSeconds)
        for gpu in piece.gpus { cumulativeSecondsOfGPU[Int(gpu)] += executionSeconds }
        if core.jobs.remainingSteps(id) <= 0 {
            try core.end(id, phase: .completed, endSeconds: piece.finishSeconds)
            needsAllocation = true
        }
    }

    private mutating func fail(_ piece: Running) throws {
        failureCounts[piece.jobID] += 1
        needsAllocation = true
        guard failureCounts[piece.jobID] >= Self.failureLimit else { return }
        try core.end(piece.jobID, phase: .dropped, endSeconds: piece.finishSeconds)
    }
}
