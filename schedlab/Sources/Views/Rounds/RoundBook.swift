internal import Cluster
internal import Recording

/// Counts what runs and waits as events come, and writes a row for each round.
///
/// A row is the state at the round's time after everything that happened by then. A mechanism may tell of a round before its
/// clock moves on: the row is therefore written when something later comes, or the next round.
struct RoundBook {
    private(set) var columns: RoundColumns
    private(set) var meter: ClusterMeter
    private var counts: RoundColumns.Counts
    /// Column of waiting jobs of each job.
    private var sizeOfJob: [UInt8] = []
    private var demandOfJob: [ClusterMeter.Demand] = []
    private var hasOpenRow = false
    /// Number of the round that is being told of.
    private var label: Int32 = 0
    private var labelBefore: Int32?
    /// Whether anything was decided in this round by the time of its row.
    private var decidedAtOnce = false
    /// Whether the last round with placements told of them at its own time.
    private var decidesAtOnce = true

    init(_ layout: ClusterLayout) {
        columns = RoundColumns(layout)
        meter = ClusterMeter(layout)
        counts = RoundColumns.Counts(typeCount: layout.types.count)
    }

    mutating func take(_ event: RecordedEvent, _ classes: [RecordedClass]) {
        switch event {
        case .roundBegan(let round): begin(round)
        case .arrived(_, let job):
            writeRow(before: job.noticedSeconds)
            arrive(job, classes[job.classIndex])
        case .decided(let decision):
            decide(atSeconds: decision.nowSeconds)
            guard let program = decision.program else { return }
            counts.objective = program.objectiveValue
            counts.prices = program.prices
        case .placed(let placed):
            decide(atSeconds: placed.nowSeconds)
            place(placed)
        case .left(let left):
            writeRow(before: left.toSeconds)
            leave(left)
        case .moved: counts.moves += 1
        case .preempted: counts.preemptions += 1
        case .ended(let end):
            writeRow(before: end.endSeconds)
            counts.ended += 1
            counts.waitingOfSize[Int(sizeOfJob[end.job])] -= 1
        case .runEnded: finish()
        }
    }

    /// Writes the last row.
    mutating func finish() { writeRow(before: .infinity) }

    private mutating func begin(_ round: RecordedRound) {
        finish()
        labelBefore = columns.count > 0 ? label : nil
        label = Int32(truncatingIfNeeded: round.round)
        counts.label = label
        counts.seconds = round.nowSeconds
        hasOpenRow = true
        decidedAtOnce = false
    }

    private mutating func decide(atSeconds now: Double) {
        writeRow(before: now)
        decidesAtOnce = hasOpenRow
        if hasOpenRow { decidedAtOnce = true }
    }

    private mutating func writeRow(before seconds: Double) {
        guard hasOpenRow, seconds > counts.seconds else { return }
        hasOpenRow = false
        counts.decidedIn = decidedAtOnce || decidesAtOnce ? label : labelBefore ?? label
        columns.append(counts, meter.isSound ? meter.figures() : nil)
        (counts.moves, counts.preemptions) = (0, 0)
    }

    private mutating func arrive(_ job: RecordedJob, _ jobClass: RecordedClass) {
        let size = RoundColumns.sizeIndex(gpuCount: jobClass.scaleFactor, milli: job.milliPerGPU)
        sizeOfJob.append(UInt8(size))
        demandOfJob.append(
            ClusterMeter.Demand(milli: 0, cpuMilli: job.cpuMilli, memoryMiB: job.memoryMiB))
        counts.waitingOfSize[size] += 1
        counts.arrived += 1
        meter.arrive(job, jobClass)
    }

    private mutating func place(_ placed: RecordedPlacement) {
        let gpus = placed.gpus.ids
        counts.running += 1
        counts.waitingOfSize[Int(sizeOfJob[placed.job])] -= 1
        counts.usedMilliOfType[placed.type] += placed.milliPerGPU * gpus.count
        demandOfJob[placed.job].milli = Int32(placed.milliPerGPU)
        meter.take(gpus, demandOfJob[placed.job])
    }

    private mutating func leave(_ left: RecordedLeave) {
        let gpus = left.gpus.ids
        counts.running -= 1
        counts.waitingOfSize[Int(sizeOfJob[left.job])] += 1
        counts.usedMilliOfType[left.type] -= left.milliPerGPU * gpus.count
        demandOfJob[left.job].milli = Int32(left.milliPerGPU)
        meter.release(gpus, demandOfJob[left.job])
    }
}
