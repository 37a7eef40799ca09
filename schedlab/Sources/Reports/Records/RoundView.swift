private import Cluster
internal import Recording

/// One job's round: what was free before, what was decided, who got what.
struct RoundView {
    /// The round; the last of those with its number.
    var round: RecordedRound?
    /// The job's number; nil when it is not there.
    var job: Int?
    /// The state before the round.
    private(set) var before: RecordState
    /// The last decision that says something of the job, and the last with prices.
    var decision: RecordedDecision?
    var row: RecordedDecisionRow?
    var program: RecordedProgram?
    var queuePosition: Int?
    /// Placements of the round, in order.
    var placements: [RecordedPlacement] = []
    /// What happened to the job.
    var placement: RecordedPlacement?
    var leave: RecordedLeave?
    var move: (from: GPURuns, to: GPURuns)?
    var isPreempted = false
    var end: RecordedEnd?
    var arrival: RecordedJob?
    /// Free share of each GPU after the round was filled, in milli-GPU.
    var freeMilli: [Int32]

    /// Reads a round of a record.
    ///
    /// - Returns: nil when there is no such round.
    init?(_ record: RunRecord, jobID: UInt32, round label: Int) throws {
        before = try record.state(beforeRound: label)
        freeMilli = before.freeMilli
        job = before.activeJobs.first { before.id(of: Int($0)) == jobID }.map(Int.init)
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
        self = view
    }

    private mutating func take(_ event: RecordedEvent, jobID: UInt32, isInRound: Bool) {
        switch event {
        case .arrived(let number, let arrived) where arrived.id == jobID:
            if isInRound || job == number { arrival = arrived }
            if isInRound { job = number }
        case .decided(let decided): take(decided)
        default: break
        }
        if isInRound { takeInRound(event) }
    }

    private mutating func take(_ decided: RecordedDecision) {
        decision = decided
        if let program = decided.program { self.program = program }
        if let rows = decided.rows { row = rows.first { $0.job == job } ?? row }
        if let queue = decided.queue { queuePosition = queue.firstIndex { $0 == job } }
    }

    private mutating func takeInRound(_ event: RecordedEvent) {
        switch event {
        case .roundBegan(let began): round = began
        case .placed(let placed):
            placements.append(placed)
            for gpu in placed.gpus { freeMilli[Int(gpu)] &-= Int32(placed.milliPerGPU) }
            if placed.job == job { placement = placed }
        case .left(let left):
            if left.job == job { leave = left }
            // Jobs that end within the round give nothing to those that were turned away at its beginning.
            guard placements.isEmpty else { return }
            for gpu in left.gpus { freeMilli[Int(gpu)] &+= Int32(left.milliPerGPU) }
        case .moved(let moved, let from, let to): if moved == job { move = (from, to) }
        case .preempted(let preempted, _): if preempted == job { isPreempted = true }
        case .ended(let ended): if ended.job == job { end = ended }
        case .arrived, .decided, .runEnded: break
        }
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
