private import Cluster
private import Simulation

/// Turns the bytes of a batch of rounds into events; the counterpart of ``FrameEncoder``.
struct FrameDecoder {
    var state: RecordState
    /// Texts of objectives, by index.
    let objectives: [String]
    /// False when only the state matters: some events are not made then.
    var wantsEvents = true
    /// Whether nothing was read before: a whole state then stands for itself.
    var startsAnywhere = false

    /// Reads a batch.
    ///
    /// - Parameters:
    ///   - bytes: The batch without its header.
    ///   - hasKeyframe: Whether a whole state comes first; it replaces the one that was there.
    ///   - reasons: The reasons of the batch, where they were recorded.
    ///   - shouldStop: Asked at the beginning of each round, with it and the state before it; true ends the reading
    ///     before it.
    ///   - emit: Called with each event, after the state has taken it in.
    /// - Returns: False when the reading was ended early.
    /// - Throws: ``ByteReader/Damage``, or whatever `emit` throws.
    mutating func read(
        _ bytes: [UInt8], hasKeyframe: Bool, reasons: inout ReasonDecoder?,
        shouldStop: (RecordedRound, RecordState) -> Bool, emit: (RecordedEvent) throws -> Void
    ) throws -> Bool {
        var reader = ByteReader(bytes)
        if hasKeyframe { try readKeyframe(&reader) }
        startsAnywhere = false
        var finishing = -1
        while !reader.isAtEnd {
            guard let code = FrameCode(rawValue: try reader.byte()) else {
                throw ByteReader.Damage(problem: "an entry of unknown kind at byte \(reader.position - 1)")
            }
            switch code {
            case .clock: state.clockSeconds = try reader.finite(near: state.expectedRoundEndSeconds)
            case .clockAtFinish:
                finishing = try runningJob(&reader)
                state.clockSeconds = try ByteReader.finite(state.expectedFinish(finishing))
            case .round:
                let round = try RoundCode.read(state: state, from: &reader)
                if shouldStop(round, state) { return false }
                state.beginRound(round)
                try emit(.roundBegan(round))
            case .finish: try finish(try runningJob(&reader), emit)
            case .finishThere:
                guard state.phase(of: finishing) == .running else {
                    throw ByteReader.Damage(problem: "a job completes that does not run")
                }
                try finish(finishing, emit)
            case .placements, .keeps:
                let roundSeconds = state.roundSeconds
                let read = code == .keeps ? PlacementCode.readKeeps : PlacementCode.readPlaced
                guard wantsEvents else {
                    try read(&state, &reader, nil)
                    continue
                }
                try withoutActuallyEscaping(emit) { emit in
                    var memory = reasons
                    defer { reasons = memory }
                    try read(&state, &reader) { placement, row in
                        var placement = placement
                        placement.why = try memory?.placement(of: row, roundSeconds: roundSeconds)
                        try emit(.placed(placement))
                    }
                }
            case .leaves:
                try LeaveCode.read(state: &state, from: &reader, wantsEvents: wantsEvents) { try emit($0) }
            case .decision: try emit(.decided(try readDecision(&reader, &reasons)))
            case .arrivals, .changes, .move, .preemption, .end, .runEnd:
                try readSimple(code, &reader, emit)
            }
        }
        return true
    }

    private mutating func readKeyframe(_ reader: inout ByteReader) throws(ByteReader.Damage) {
        var fresh = RecordState(
            layout: state.layout, roundSeconds: state.roundSeconds, secondsPerMove: state.secondsPerMove)
        fresh.classes = state.classes
        fresh.jobLimit = state.jobLimit
        let whole = try KeyframeCode.read(into: fresh, from: &reader)
        // Whoever read from the beginning must not be told of jobs that never arrived.
        guard startsAnywhere || whole.agrees(with: state) else {
            throw ByteReader.Damage(problem: "its whole state is not what the batches before lead to")
        }
        state = whole
    }

    private func runningJob(_ reader: inout ByteReader) throws(ByteReader.Damage) -> Int {
        let job = Int(state.activeJobs[try reader.index(below: state.activeJobs.count)])
        guard state.phase(of: job) == .running else {
            throw ByteReader.Damage(problem: "job \(job) completes although it does not run")
        }
        return job
    }

    private mutating func finish(_ job: Int, _ emit: (RecordedEvent) throws -> Void) throws {
        let leave = LeaveCode.event(LeaveCode.Item(job: job, toSeconds: state.clockSeconds), state)
        state.finish(job)
        try emit(.left(leave))
        let end = RecordedEnd(
            nowSeconds: state.clockSeconds, job: job, endSeconds: state.clockSeconds, isCompleted: true)
        try emit(.ended(end))
    }

    private mutating func readDecision(
        _ reader: inout ByteReader, _ reasons: inout ReasonDecoder?
    ) throws(ByteReader.Damage) -> RecordedDecision {
        let flags = try reader.byte()
        let kinds: [DecisionKind] = [.timeShares, .orderedQueue, .startsAndStops]
        guard Int(flags & 3) < kinds.count else { throw ByteReader.Damage(problem: "an unknown decision") }
        var decision = RecordedDecision(nowSeconds: state.clockSeconds, kind: kinds[Int(flags & 3)])
        decision.allowsBackfill = flags & 8 != 0
        if flags & 4 != 0 {
            let objective = objectives[try reader.index(below: objectives.count)]
            let value = try reader.double(near: state.objectiveValue)
            let gap = try reader.double(near: 0)
            let before = state.prices
            var prices: [Double] = []
            for type in state.layout.types.indices {
                prices.append(try reader.double(near: before.isEmpty ? 0 : before[type]))
            }
            decision.program = RecordedProgram(
                objective: objective, objectiveValue: value, prices: prices, certificateGap: gap)
            state.objectiveValue = value
            state.prices = prices
        }
        try reasons?.decision(&decision, state)
        return decision
    }

    private mutating func readSimple(
        _ code: FrameCode, _ reader: inout ByteReader,
        _ emit: (RecordedEvent) throws -> Void
    ) throws {
        switch code {
        case .arrivals:
            for _ in 0..<(try reader.count()) {
                let job = try ArrivalCode.read(
                    state: state, classCount: state.classes.count, from: &reader)
                state.arrive(job)
                try emit(.arrived(job: state.nextJob - 1, job))
            }
        case .changes:
            let changes = wantsEvents ? state.expectedChangeEvents() : []
            state.recentlyLeft.removeAll(keepingCapacity: true)
            for change in changes { try emit(change) }
        case .move, .preemption:
            let job = Int32(try reader.index(below: state.nextJob))
            guard state.phase(of: Int(job)) != .absent else {
                throw ByteReader.Damage(problem: "job \(job) moves although it is not there")
            }
            try emit(state.event(RecordChange(job: job, isMove: code == .move)))
        case .end:
            let job = Int(state.activeJobs[try reader.index(below: state.activeJobs.count)])
            guard state.phase(of: job) == .waiting else {
                throw ByteReader.Damage(problem: "job \(job) ends while it holds GPUs")
            }
            let isCompleted = try reader.byte() == 1
            let seconds = try reader.finite(near: state.clockSeconds)
            state.end(job)
            try emit(
                .ended(
                    RecordedEnd(
                        nowSeconds: state.clockSeconds, job: job, endSeconds: seconds,
                        isCompleted: isCompleted)))
        default:
            let reason: StopReason = try reader.byte() == 0 ? .completed : .horizon
            try emit(.runEnded(reason: reason, roundCount: try reader.amount()))
        }
    }
}
