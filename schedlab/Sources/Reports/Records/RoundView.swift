private import Cluster
internal import Recording

/// One job's round: who held what once the round was filled, what was decided, what became of the job.
///
/// What counts is the instant at which the mechanism gave GPUs out: jobs that end later in the round hold theirs
/// until then.
struct RoundView {
    /// A job with GPUs once the round was filled.
    struct Holder {
        var job: Int
        var type: Int
        var gpus: GPURuns
        var milliPerGPU: Int
    }

    /// The round; the last of those with its number.
    private(set) var round: RecordedRound?
    /// The job's number; nil when it is not there.
    private(set) var job: Int?
    /// The state before the round.
    private(set) var before: RecordState
    /// The last decision, what it says of the job, and the last one with prices.
    private(set) var decision: RecordedDecision?
    private(set) var row: RecordedDecisionRow?
    private(set) var program: RecordedProgram?
    /// When GPUs were given out, in seconds.
    private(set) var fillSeconds = 0.0
    /// Who got GPUs then, in order.
    private(set) var placements: [RecordedPlacement] = []
    /// Who held GPUs after that, in the order in which they got them.
    private(set) var holders: [Holder] = []
    /// Free share of each GPU after that, in milli-GPU.
    private(set) var freeMilli: [Int32]
    /// What happened to the job.
    private(set) var placement: RecordedPlacement?
    private(set) var leave: RecordedLeave?
    private(set) var move: (from: GPURuns, to: GPURuns)?
    private(set) var isPreempted = false
    private(set) var end: RecordedEnd?
    private(set) var arrival: RecordedJob?
    /// GPUs and arrival of jobs that came in the round.
    private var newcomers: [Int: RecordedJob] = [:]
    private var events: [RecordedEvent] = []

    /// Reads a round of a record.
    ///
    /// - Returns: nil when there is no such round.
    init?(_ record: RunRecord, jobID: UInt32, round label: Int) throws {
        before = try record.state(beforeRound: label)
        freeMilli = before.freeMilli
        let state = before
        job = state.activeJobs.first { state.id(of: Int($0)) == jobID }.map(Int.init)
        let start = self
        var view = start
        let isThere = try record.forEachEvent(upToRound: label) { event, isInRound in
            view.take(event, jobID: jobID, isInRound: isInRound)
        }
        guard isThere else { return nil }
        if view.decision == nil {
            // The last decision lies before the last whole state.
            view = start
            _ = try record.forEachEvent(upToRound: label, fromStart: true) { event, isInRound in
                view.take(event, jobID: jobID, isInRound: isInRound)
            }
        }
        view.fill(isInRounds: record.provenance.mechanism == "standard")
        self = view
    }

    /// Puts a round together that was read already.
    ///
    /// - Parameters:
    ///   - before: The state before it.
    ///   - events: What happened in it.
    ///   - job: The job's number.
    ///   - jobID: The record's id of it.
    ///   - known: What had been decided before and up to its end.
    ///   - isInRounds: Whether GPUs are given out at the round's beginning.
    init(
        before: RecordState, events: [RecordedEvent], job: Int, jobID: UInt32, known: KnownDecision,
        isInRounds: Bool
    ) {
        self.before = before
        freeMilli = before.freeMilli
        self.job = [.waiting, .running].contains(before.phase(of: job)) ? job : nil
        for event in events { take(event, jobID: jobID, isInRound: true) }
        (decision, row, program) = (known.decision, known.rowOfJob[job], known.program)
        fill(isInRounds: isInRounds)
    }

    /// What decisions have said so far.
    struct KnownDecision {
        /// The last one.
        var decision: RecordedDecision?
        /// The last one that says something of prices.
        var program: RecordedProgram?
        /// What the last decision that names a job says of it.
        var rowOfJob: [Int: RecordedDecisionRow] = [:]
    }

    private mutating func take(_ event: RecordedEvent, jobID: UInt32, isInRound: Bool) {
        switch event {
        case .arrived(let number, let arrived):
            if isInRound { newcomers[number] = arrived }
            guard arrived.id == jobID else { break }
            if isInRound || job == number { arrival = arrived }
            if isInRound { job = number }
        case .decided(let decided):
            decision = decided
            if let program = decided.program { self.program = program }
            if let rows = decided.rows { row = rows.first { $0.job == job } ?? row }
        default: break
        }
        if isInRound {
            if case .roundBegan(let began) = event { round = began }
            events.append(event)
        }
    }

    // MARK: The moment that counts

    /// Replays the round up to the moment at which GPUs were given out.
    private mutating func fill(isInRounds: Bool) {
        fillSeconds = isInRounds ? round?.nowSeconds ?? 0 : firstActionSeconds
        let isOver = events.contains { if case .runEnded = $0 { true } else { false } }
        let isLast = events.lastIndex { isFill($0) } ?? -1
        var gotNow: Set<Int> = []
        for event in events {
            if case .placed(let placed) = event, isFill(event) { gotNow.insert(placed.job) }
        }
        holders = before.runningJobs.compactMap { job in
            before.stay(of: Int(job)).map {
                Holder(job: Int(job), type: $0.type, gpus: $0.gpus, milliPerGPU: $0.milliPerGPU)
            }
        }
        for (index, event) in events.enumerated() {
            note(event)
            switch event {
            case .placed(let placed) where isFill(event):
                placements.append(placed)
                holders.append(
                    Holder(
                        job: placed.job, type: placed.type, gpus: placed.gpus,
                        milliPerGPU: placed.milliPerGPU))
                for gpu in placed.gpus { freeMilli[Int(gpu)] &-= Int32(placed.milliPerGPU) }
            case .left(let left) where !isOver:
                let isBefore =
                    index < isLast || (left.nowSeconds <= fillSeconds && !gotNow.contains(left.job))
                guard isBefore, let place = holders.firstIndex(where: { $0.job == left.job }) else {
                    continue
                }
                holders.remove(at: place)
                for gpu in left.gpus { freeMilli[Int(gpu)] &+= Int32(left.milliPerGPU) }
            default: break
            }
        }
    }

    /// The clock of the first placement or decision of the round, else of whatever happened in it.
    private var firstActionSeconds: Double {
        var latest = round?.nowSeconds ?? 0
        for event in events {
            switch event {
            case .placed(let placed): return placed.nowSeconds
            case .decided(let decided): return decided.nowSeconds
            case .arrived(_, let job): latest = max(latest, job.noticedSeconds)
            case .left(let left): latest = max(latest, left.nowSeconds)
            case .ended(let end): latest = max(latest, end.nowSeconds)
            default: break
            }
        }
        return latest
    }

    private func isFill(_ event: RecordedEvent) -> Bool {
        if case .placed(let placed) = event { placed.nowSeconds <= fillSeconds } else { false }
    }

    /// Notes what happened to the job, whenever it was in the round.
    private mutating func note(_ event: RecordedEvent) {
        switch event {
        case .placed(let placed) where placed.job == job: placement = placed
        case .left(let left) where left.job == job: leave = left
        case .moved(let moved, let from, let to) where moved == job: move = (from, to)
        case .preempted(let preempted, _) where preempted == job: isPreempted = true
        case .ended(let ended) where ended.job == job: end = ended
        default: break
        }
    }

    // MARK: What was there then

    /// The first job of the queue that still waits once the round was filled; nil without a queue.
    var headOfQueue: Int? {
        let holding = Set(holders.map(\.job))
        return decision?.queue?.first { number in
            guard !holding.contains(number) else { return false }
            if newcomers[number] != nil { return true }
            return [.waiting, .running].contains(before.phase(of: number))
        }
    }

    /// GPUs that a job takes at once and when it arrived; nil for one that is not there.
    func need(of job: Int, classes: [RecordedClass]) -> (gpuCount: Int, milli: Int, arrivalSeconds: Double)? {
        if let new = newcomers[job] {
            return (classes[new.classIndex].scaleFactor, new.milliPerGPU, new.arrivalSeconds)
        }
        guard before.phase(of: job) != .absent else { return nil }
        return (before.gpuCount(of: job), before.milliPerGPU(of: job), before.arrivalSeconds(of: job))
    }

    /// Row of a job's class; 0 for one that is not there.
    func classIndex(of job: Int) -> Int {
        newcomers[job]?.classIndex ?? (before.phase(of: job) == .absent ? 0 : before.classIndex(of: job))
    }

    /// GPUs of a type with room for a share, and the most of them on one node.
    func room(type: Int, milli: Int) -> (gpuCount: Int, largestHole: Int) {
        var total = 0
        var largest = 0
        for node in before.layout.nodes[before.layout.types[type].nodes] {
            let count = node.gpus.count { freeMilli[$0] >= Int32(milli) }
            total += count
            largest = max(largest, count)
        }
        return (total, largest)
    }
}
