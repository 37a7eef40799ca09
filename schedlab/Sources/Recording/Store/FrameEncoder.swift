private import Simulation

/// Turns events into the bytes of a batch of rounds.
///
/// Events of a kind that follow each other become one entry; what the state leads to expect takes no bytes.
struct FrameEncoder {
    var state: RecordState
    private(set) var writer = ByteWriter()
    private(set) var roundCount = 0
    /// The job of the last `clockAtFinish`.
    private var finishingJob = -1

    private var arrivals: [RecordedJob] = []
    private var placements: [PlacementCode.Item] = []
    private var leaves: [LeaveCode.Item] = []
    private var changes: [RecordChange] = []
    /// Texts of objectives, by index.
    private(set) var objectives: [String] = []

    init(state: RecordState) { self.state = state }

    /// Bytes so far, those of the events that still wait for their kind to end left out.
    var byteCount: Int { writer.count }

    /// Takes the bytes and begins a new batch.
    mutating func takeBatch() -> [UInt8] {
        closeEntry()
        defer {
            writer.removeAll()
            roundCount = 0
            finishingJob = -1
        }
        return writer.bytes
    }

    /// Puts the whole state at the beginning of a batch.
    mutating func writeKeyframe() { KeyframeCode.write(state, to: &writer) }

    /// Index of an objective's text; the caller sees to it that new ones get into the dictionary.
    mutating func objectiveIndex(_ text: String) -> Int {
        if let index = objectives.lastIndex(of: text) { return index }
        objectives.append(text)
        return objectives.count - 1
    }

    // MARK: Events

    mutating func beginRound(_ round: RecordedRound) {
        closeEntry()
        setClock(round.nowSeconds)
        writer.byte(FrameCode.round.rawValue)
        RoundCode.write(round, state: state, to: &writer)
        state.beginRound(round)
        roundCount += 1
    }

    mutating func arrive(_ job: RecordedJob) {
        if arrivals.isEmpty { prepare(at: job.noticedSeconds) } else { setClockIfNew(job.noticedSeconds) }
        arrivals.append(job)
    }

    mutating func decide(_ decision: RecordedDecision) {
        prepare(at: decision.nowSeconds)
        writer.byte(FrameCode.decision.rawValue)
        let kind: UInt8 =
            switch decision.kind {
            case .timeShares: 0
            case .orderedQueue: 1
            case .startsAndStops: 2
            }
        writer.byte(kind | (decision.program == nil ? 0 : 4) | (decision.allowsBackfill ? 8 : 0))
        guard let program = decision.program else { return }
        writer.varint(objectiveIndex(program.objective))
        writer.double(program.objectiveValue, near: state.objectiveValue)
        writer.double(program.certificateGap, near: 0)
        for (type, price) in program.prices.enumerated() {
            writer.double(price, near: state.prices.isEmpty ? 0 : state.prices[type])
        }
        state.objectiveValue = program.objectiveValue
        state.prices = program.prices
    }

    mutating func place(_ placement: PlacementCode.Item, nowSeconds: Double) {
        if placements.isEmpty { prepare(at: nowSeconds) } else { setClockIfNew(nowSeconds) }
        placements.append(placement)
    }

    mutating func leave(_ leave: LeaveCode.Item, nowSeconds: Double) {
        if leaves.isEmpty || nowSeconds != state.clockSeconds {
            closeEntry()
            setClock(nowSeconds, finishing: leave.toSeconds == nowSeconds ? leave.job : nil)
        }
        leaves.append(leave)
    }

    mutating func end(_ end: RecordedEnd) {
        if let last = leaves.last, last.job == end.job, last.toSeconds == end.endSeconds,
            state.clockSeconds == end.nowSeconds
        {
            leaves[leaves.count - 1].outcome = end.isCompleted ? 1 : 2
            return
        }
        prepare(at: end.nowSeconds)
        writer.byte(FrameCode.end.rawValue)
        writer.varint(state.rank(of: end.job))
        writer.byte(end.isCompleted ? 1 : 2)
        writer.double(end.endSeconds, near: state.clockSeconds)
        state.end(end.job)
    }

    /// A move or a preemption.
    mutating func change(_ change: RecordChange, nowSeconds: Double) {
        if changes.isEmpty { prepare(at: nowSeconds) } else { setClockIfNew(nowSeconds) }
        changes.append(change)
    }

    mutating func endRun(nowSeconds: Double, reason: UInt8, roundCount: Int) {
        prepare(at: nowSeconds)
        writer.byte(FrameCode.runEnd.rawValue)
        writer.byte(reason)
        writer.varint(roundCount)
    }

    // MARK: The clock

    private mutating func prepare(at seconds: Double) {
        closeEntry()
        setClock(seconds)
    }

    private mutating func setClockIfNew(_ seconds: Double) {
        if seconds != state.clockSeconds { prepare(at: seconds) }
    }

    private mutating func setClock(_ seconds: Double, finishing job: Int? = nil) {
        guard seconds.bitPattern != state.clockSeconds.bitPattern else { return }
        defer { state.clockSeconds = seconds }
        if let job, state.expectedFinish(job).bitPattern == seconds.bitPattern {
            writer.byte(FrameCode.clockAtFinish.rawValue)
            writer.varint(state.rank(of: job))
            finishingJob = job
            return
        }
        writer.byte(FrameCode.clock.rawValue)
        writer.double(seconds, near: state.expectedRoundEndSeconds)
    }

    // MARK: Entries

    private mutating func closeEntry() {
        if !arrivals.isEmpty { writeArrivals() }
        if !placements.isEmpty { writePlacements() }
        if !leaves.isEmpty { writeLeaves() }
        if !changes.isEmpty { writeChanges() }
    }

    private mutating func writeArrivals() {
        writer.byte(FrameCode.arrivals.rawValue)
        writer.varint(arrivals.count)
        for job in arrivals {
            ArrivalCode.write(job, state: state, to: &writer)
            state.arrive(job)
        }
        arrivals.removeAll(keepingCapacity: true)
    }

    private mutating func writePlacements() {
        PlacementCode.write(placements, state: &state, to: &writer)
        placements.removeAll(keepingCapacity: true)
    }

    private mutating func writeLeaves() {
        if leaves.count == 1, leaves[0].outcome == 1, leaves[0].isCredited,
            leaves[0].toSeconds == state.clockSeconds
        {
            let job = leaves[0].job
            if job == finishingJob {
                writer.byte(FrameCode.finishThere.rawValue)
            } else {
                writer.byte(FrameCode.finish.rawValue)
                writer.varint(state.rank(of: job))
            }
            state.finish(job)
        } else {
            LeaveCode.write(leaves, state: &state, to: &writer)
        }
        leaves.removeAll(keepingCapacity: true)
    }

    private mutating func writeChanges() {
        if changes == state.expectedChanges() {
            writer.byte(FrameCode.changes.rawValue)
            state.recentlyLeft.removeAll(keepingCapacity: true)
        } else {
            for change in changes {
                writer.byte((change.isMove ? FrameCode.move : .preemption).rawValue)
                writer.varint(Int(change.job))
            }
        }
        changes.removeAll(keepingCapacity: true)
    }
}
