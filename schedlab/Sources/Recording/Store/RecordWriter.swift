private import Cluster
public import Kit
public import Simulation

/// Writes a record: events go in, batches with checksums come out.
///
/// Each batch is complete by itself, so that a record is readable up to its last complete batch at any time.
public final class RecordWriter {
    private let file: AppendOnlyFile
    private var encoder: FrameEncoder
    private var reasons: ReasonEncoder?
    private var answers = ByteWriter()
    private var writtenClassCount = 0
    private var writtenObjectiveCount = 0
    private var roundsBefore = 0
    private var batchStart = (job: 0, seconds: 0.0, label: 0)
    /// Bytes that may go into whole states.
    private var keyframeCredit = Int.max
    private var hasKeyframe = false
    private var isBatchOpen = false
    private var index = ByteWriter()

    /// A batch closes after this many rounds, or this many bytes.
    private static let roundsPerBatch = 64
    private static let bytesPerBatch = 1 << 17
    /// Whole states take at most an eighth of the bytes of batches and as many bytes a round.
    private static let keyframeShare = 8
    private static let keyframeBytesPerRound = 120
    /// A long record is worth more of them: seeking reads on from the last one.
    private static let longRoundCount = 1024
    private static let longKeyframeShare = 4
    private static let longKeyframeBytesPerRound = 400
    private static let keyframeBytesPerJob = 24

    /// Begins a record.
    ///
    /// - Parameters:
    ///   - path: Where it goes; a file of that name is replaced.
    ///   - provenance: Where the run comes from.
    ///   - appearsWhole: Whether the file appears when it is complete, instead of at once.
    /// - Throws: `FileError` when it cannot be written.
    public init(path: String, provenance: RunProvenance, appearsWhole: Bool = false) throws {
        file = try AppendOnlyFile(path: path, appearsWhole: appearsWhole)
        encoder = FrameEncoder(
            state: RecordState(
                layout: provenance.layout, roundSeconds: provenance.roundSeconds,
                secondsPerMove: provenance.secondsPerMove))
        if provenance.reasons != .none { reasons = ReasonEncoder(selection: provenance.reasons) }
        var head = ByteWriter()
        head.raw(RunRecord.magic)
        head.word32(UInt32(RunProvenance.formatVersion))
        head.word32(0)
        try file.append(head.bytes)
        try append(RecordBatch(kind: .provenance), Array(provenance.json.oneLine.utf8))
        startBatch()
    }

    /// Bytes written so far.
    public var byteCount: Int { file.byteCount }

    // MARK: Events

    /// Adds a class of jobs; later jobs name it by its row.
    public func addClass(_ recordedClass: RecordedClass) -> Int {
        encoder.state.classes.append(recordedClass)
        return encoder.state.classes.count - 1
    }

    /// A round begins; closes the batch before it when it is full.
    public func beginRound(_ round: RecordedRound) throws {
        let bytes = encoder.byteCount + (reasons?.byteCount ?? 0) + answers.bytes.count
        if encoder.roundCount >= Self.roundsPerBatch || bytes >= Self.bytesPerBatch {
            try closeBatch()
            startBatch()
        }
        if encoder.roundCount == 0 { batchStart.label = round.round }
        encoder.beginRound(round)
    }

    /// A job arrives.
    public func arrive(_ job: RecordedJob) { encoder.arrive(job) }

    /// The policy answers.
    ///
    /// - Parameters:
    ///   - decision: The answer without its rows.
    ///   - full: The same with all it says; nil where that is not known.
    ///   - answer: The line of a policy in another process; nil for others.
    public func decide(_ decision: RecordedDecision, full: Decision? = nil, answer: [UInt8]? = nil) {
        if let answer {
            answers.varint(answer.count)
            answers.raw(answer)
        }
        encoder.decide(decision)
        if let full { reasons?.decide(full, encoder.state) }
    }

    /// A job gets GPUs.
    public func place(_ placement: RecordedPlacement) {
        encoder.place(
            PlacementCode.Item(
                job: placement.job, type: placement.type, gpus: placement.gpus,
                milliPerGPU: placement.milliPerGPU), nowSeconds: placement.nowSeconds)
        // The state as a whole is not handed over: that would count references to all its columns each time.
        if let why = placement.why, reasons != nil {
            reasons?.place(
                why, jobID: encoder.state.id(of: placement.job),
                classIndex: encoder.state.classIndex(of: placement.job),
                roundSeconds: encoder.state.roundSeconds)
        }
    }

    /// A job's stay ends.
    ///
    /// - Parameters:
    ///   - job: The job, which has GPUs.
    ///   - toSeconds: When it gave them back, at or before `nowSeconds`.
    ///   - nowSeconds: The clock.
    ///   - isCredited: False when the mechanism did not credit the work.
    ///   - pieceSeconds: How long the piece lasted by its work and speed; 0 = not known.
    public func leave(
        job: Int, toSeconds: Double, nowSeconds: Double, isCredited: Bool = true, pieceSeconds: Double = 0
    ) {
        encoder.leave(
            LeaveCode.Item(
                job: job, toSeconds: toSeconds, isCredited: isCredited, pieceSeconds: pieceSeconds),
            nowSeconds: nowSeconds)
    }

    /// A job that gave its GPUs back in this round has others now.
    public func move(job: Int, nowSeconds: Double) {
        encoder.change(RecordChange(job: Int32(job), isMove: true), nowSeconds: nowSeconds)
    }

    /// A job that gave its GPUs back in this round waits now.
    public func preempt(job: Int, nowSeconds: Double) {
        encoder.change(RecordChange(job: Int32(job), isMove: false), nowSeconds: nowSeconds)
    }

    /// A job ends.
    public func end(_ end: RecordedEnd) { encoder.end(end) }

    /// The run is over; what comes after is its summary.
    public func endRun(nowSeconds: Double, reason: StopReason, roundCount: Int) throws {
        encoder.endRun(nowSeconds: nowSeconds, reason: reason == .completed ? 0 : 1, roundCount: roundCount)
        try closeBatch()
    }

    /// Writes down what is there of a run that does not go on; the record stays incomplete.
    ///
    /// - Throws: `FileError`.
    public func breakOff() throws { try closeBatch() }

    /// Completes the record.
    ///
    /// - Parameter summary: The run's summary as JSON; nil = there is none.
    /// - Throws: `FileError`.
    public func finish(summary: JSONValue?) throws {
        try closeBatch()
        if let summary { try append(RecordBatch(kind: .summary), Array(summary.oneLine.utf8)) }
        let offset = file.byteCount
        try file.append(RecordBatch(kind: .index).headed(index.bytes))
        var trailer = ByteWriter()
        trailer.word64(UInt64(offset))
        trailer.raw(RunRecord.endMagic)
        try file.append(trailer.bytes)
        try file.close()
    }

    // MARK: Batches

    private func startBatch() {
        isBatchOpen = true
        batchStart = (encoder.state.nextJob, encoder.state.clockSeconds, encoder.state.round?.round ?? 0)
        let keyframeBytes = Self.keyframeBytesPerJob * encoder.state.activeJobs.count + 256
        hasKeyframe = keyframeCredit >= keyframeBytes
        if hasKeyframe {
            encoder.writeKeyframe()
            keyframeCredit = 0
        }
    }

    private func closeBatch() throws {
        guard isBatchOpen else { return }
        isBatchOpen = false
        let firstRound = roundsBefore
        let roundCount = encoder.roundCount
        let payload = encoder.takeBatch()
        let why = reasons?.takeBatch()
        try writeDictionary()
        var batch = RecordBatch(kind: .rounds)
        batch.hasKeyframe = hasKeyframe
        batch.firstRound = firstRound
        batch.roundCount = roundCount
        batch.firstJob = batchStart.job
        batch.startSeconds = batchStart.seconds
        batch.firstLabel = batchStart.label
        try append(batch, payload)
        if let why {
            batch.kind = .reasons
            batch.hasKeyframe = false
            try append(batch, why)
        }
        if !answers.bytes.isEmpty {
            batch.kind = .answers
            batch.hasKeyframe = false
            try append(batch, answers.bytes)
            answers = ByteWriter()
        }
        roundsBefore += roundCount
        let isLong = roundsBefore > Self.longRoundCount
        keyframeCredit +=
            payload.count / (isLong ? Self.longKeyframeShare : Self.keyframeShare)
            + roundCount * (isLong ? Self.longKeyframeBytesPerRound : Self.keyframeBytesPerRound)
    }

    private func writeDictionary() throws {
        let state = encoder.state
        guard state.classes.count > writtenClassCount || encoder.objectives.count > writtenObjectiveCount
        else { return }
        var writer = ByteWriter()
        DictionaryCode.write(
            classes: state.classes[writtenClassCount...],
            objectives: encoder.objectives[writtenObjectiveCount...],
            to: &writer)
        writtenClassCount = state.classes.count
        writtenObjectiveCount = encoder.objectives.count
        try append(RecordBatch(kind: .dictionary), writer.bytes)
    }

    private func append(_ batch: RecordBatch, _ payload: [UInt8]) throws {
        let bytes = batch.headed(payload)
        index.word64(UInt64(file.byteCount))
        index.raw(Array(bytes[..<RecordBatch.headerBytes]))
        try file.append(bytes)
    }
}
