private import Cluster
private import Foundation

/// Recounts a record: what must add up in every run, whatever policy decided.
public struct RecordCheck: Sendable {
    /// Shares, with what the tolerance of an engine may add.
    private static let possibleShares = -1e-6...1 + 1e-6
    /// Something that does not add up.
    public struct Finding: Sendable, Equatable {
        /// The round, by the mechanism's number; -1 = before the first.
        public let round: Int
        /// The clock in seconds.
        public let seconds: Double
        /// What is wrong, with the numbers.
        public let problem: String
    }

    /// The first findings, at most ``findingLimit``.
    public private(set) var findings: [Finding] = []
    /// All findings, counted.
    public private(set) var findingCount = 0
    /// Events that were looked at.
    public private(set) var eventCount = 0
    /// Rounds that were looked at.
    public private(set) var roundCount = 0
    /// Jobs that arrived.
    public private(set) var jobCount = 0
    /// Stays of jobs on GPUs that ended.
    public private(set) var stayCount = 0
    /// Times that a job got GPUs other than those it had just given up, lost them, or completed on them.
    public private(set) var placementChangeCount = 0
    /// Times that a running job changed GPUs.
    public private(set) var moveCount = 0
    /// Times that a running job lost its GPUs.
    public private(set) var preemptionCount = 0
    /// Time that GPUs were held, by shares, in GPU-seconds.
    public private(set) var heldGPUSeconds = 0.0

    /// Findings beyond this many are only counted.
    public static let findingLimit = 20
    private static let wholeGPU = Int(ClusterState.wholeGPUMilli)
    /// Sums of the same times in another order differ by rounding alone.
    private static let relativeTolerance = 1e-9

    private var free: [Int]
    private var used: [Int]
    /// GPUs that somebody holds a part of, each counted once as other tools do.
    private var occupied: [Int]
    private let isImported: Bool
    private var waiting = 0
    private var running = 0
    private var ended = 0
    private var jobs: [JobBook] = []
    private var secondsOfGPU: [Double]
    private var clock = -Double.infinity
    private var round = -1
    private var hasEnded = false

    private struct JobBook {
        var id: UInt32
        var noticed: Double
        var from: Double?
        var gpus = GPURuns()
        var lastGPUs = GPURuns()
        var milli = 0
        var lastLeft: Double?
        var heldGPUSeconds = 0.0
        var isEnded = false
    }

    /// Checks a record from its first event to its last.
    ///
    /// - Throws: ``RecordError/damaged(path:offset:problem:)`` when it cannot be read.
    public init(_ record: RunRecord) throws {
        free = Array(repeating: Int(ClusterState.wholeGPUMilli), count: record.provenance.layout.gpuCount)
        used = Array(repeating: 0, count: record.provenance.layout.types.count)
        occupied = used
        isImported = !record.provenance.importedFrom.isEmpty
        secondsOfGPU = Array(repeating: 0, count: free.count)
        try record.forEachEvent(withReasons: true) { take($0) }
        conclude(record)
    }

    private mutating func complain(_ problem: String) {
        findingCount += 1
        guard findings.count < Self.findingLimit else { return }
        findings.append(Finding(round: round, seconds: max(clock, 0), problem: problem))
    }

    private mutating func tick(_ seconds: Double) {
        if seconds < clock { complain("the clock goes back from \(clock) s to \(seconds) s") }
        clock = max(clock, seconds)
    }

    private mutating func take(_ event: RecordedEvent) {
        eventCount += 1
        switch event {
        case .roundBegan(let round): begin(round)
        case .arrived(let number, let job): arrive(number, job)
        case .decided(let decision): decide(decision)
        case .placed(let placement): place(placement)
        case .left(let leave): self.leave(leave)
        case .moved(let job, let from, let to): move(job, from, to)
        case .preempted(let job, _):
            preemptionCount += 1
            placementChangeCount += 1
            if jobs[job].from != nil { complain("job \(jobs[job].id) was preempted, but it runs") }
        case .ended(let end): self.end(end)
        case .runEnded: hasEnded = true
        }
    }

    private mutating func begin(_ state: RecordedRound) {
        tick(state.nowSeconds)
        round = state.round
        roundCount += 1
        let found = [
            ("arrived", state.arrivedJobCount, jobs.count),
            ("active", state.activeJobCount, waiting + running),
            ("running", state.runningJobCount, running), ("ended", state.endedJobCount, ended),
        ]
        for (what, told, counted) in found where told != counted {
            complain("\(told) jobs are \(what) by the round's own count, \(counted) by their events")
        }
        for (type, told) in state.usedGPUsOfType.enumerated()
        where told != used[type] && !(isImported && told == occupied[type]) {
            complain("\(told) GPUs of type \(type) are used by the round's own count, \(used[type]) by stays")
        }
        if waiting < 0 || running < 0 || jobs.count - ended != waiting + running {
            complain("\(waiting) jobs wait and \(running) run, but \(jobs.count - ended) are active")
        }
    }

    private mutating func arrive(_ number: Int, _ job: RecordedJob) {
        tick(job.noticedSeconds)
        jobCount += 1
        if number != jobs.count { complain("job number \(number) arrives as number \(jobs.count)") }
        if job.arrivalSeconds > job.noticedSeconds {
            complain("job \(job.id) arrives at \(job.arrivalSeconds) s, after it was noticed")
        }
        jobs.append(JobBook(id: job.id, noticed: job.noticedSeconds))
        waiting += 1
    }

    private mutating func decide(_ decision: RecordedDecision) {
        tick(decision.nowSeconds)
        for price in decision.program?.prices ?? [] where !(price >= 0) {
            complain("a GPU has the price \(price), expected at least 0")
        }
        for row in decision.rows ?? [] where row.shares.contains(where: { !Self.possibleShares.contains($0) })
        {
            complain("job \(jobs[row.job].id) has the shares \(row.shares), expected 0 to 1")
        }
    }

    private mutating func place(_ placement: RecordedPlacement) {
        tick(placement.nowSeconds)
        let id = jobs[placement.job].id
        if jobs[placement.job].from != nil { complain("job \(id) gets GPUs although it has some") }
        if jobs[placement.job].isEnded { complain("job \(id) gets GPUs after its end") }
        if placement.nowSeconds < jobs[placement.job].noticed { complain("job \(id) runs before it arrives") }
        for gpu in placement.gpus {
            if free[Int(gpu)] == Self.wholeGPU { occupied[placement.type] += 1 }
            free[Int(gpu)] -= placement.milliPerGPU
            if free[Int(gpu)] < 0 {
                complain(
                    "GPU \(gpu) is given to job \(id), too: \(1000 - free[Int(gpu)]) milli-GPU are taken")
            }
        }
        used[placement.type] += placement.gpus.count
        let isSame = jobs[placement.job].lastLeft.map { $0 <= placement.nowSeconds } ?? false
        if !isSame || !jobs[placement.job].lastGPUs.hasSameGPUs(as: placement.gpus) {
            placementChangeCount += 1
        }
        jobs[placement.job].from = placement.nowSeconds
        jobs[placement.job].gpus = placement.gpus
        jobs[placement.job].milli = placement.milliPerGPU
        waiting -= 1
        running += 1
    }

    private mutating func leave(_ leave: RecordedLeave) {
        tick(leave.nowSeconds)
        stayCount += 1
        let book = jobs[leave.job]
        guard let from = book.from else {
            complain("job \(book.id) gives GPUs back that it does not have")
            return
        }
        if from != leave.fromSeconds || leave.toSeconds < from || leave.toSeconds > leave.nowSeconds {
            complain(
                "job \(book.id) got its GPUs at \(from) s and held them from \(leave.fromSeconds) s to "
                    + "\(leave.toSeconds) s, told at \(leave.nowSeconds) s")
        }
        let seconds = (leave.toSeconds - from) * Double(book.milli) / 1000
        for gpu in book.gpus {
            free[Int(gpu)] += book.milli
            if free[Int(gpu)] == Self.wholeGPU { occupied[leave.type] -= 1 }
            secondsOfGPU[Int(gpu)] += seconds
        }
        used[leave.type] -= book.gpus.count
        jobs[leave.job].heldGPUSeconds += seconds * Double(book.gpus.count)
        jobs[leave.job].from = nil
        jobs[leave.job].lastGPUs = book.gpus
        jobs[leave.job].lastLeft = leave.toSeconds
        waiting += 1
        running -= 1
    }

    private mutating func move(_ job: Int, _ from: GPURuns, _ to: GPURuns) {
        moveCount += 1
        let book = jobs[job]
        if !book.gpus.hasSameGPUs(as: to) || !book.lastGPUs.hasSameGPUs(as: from) || book.from == nil {
            complain("job \(book.id) is said to have moved, but its GPUs did not change so")
        }
    }

    private mutating func end(_ end: RecordedEnd) {
        tick(end.nowSeconds)
        let book = jobs[end.job]
        if book.isEnded { complain("job \(book.id) ends twice") }
        if book.from != nil { complain("job \(book.id) ends while it holds GPUs") }
        if end.endSeconds > end.nowSeconds || end.endSeconds < (book.lastLeft ?? -.infinity) {
            complain(
                "job \(book.id) ends at \(end.endSeconds) s, told at \(end.nowSeconds) s, after a stay until "
                    + "\(book.lastLeft ?? 0) s")
        }
        jobs[end.job].isEnded = true
        placementChangeCount += 1
        ended += 1
        waiting -= 1
    }

    private mutating func conclude(_ record: RunRecord) {
        let byJob = jobs.reduce(0) { $0 + $1.heldGPUSeconds }
        heldGPUSeconds = secondsOfGPU.reduce(0, +)
        if abs(byJob - heldGPUSeconds) > Self.relativeTolerance * max(byJob, 1) {
            complain("jobs held \(byJob) GPU-seconds, GPUs were held \(heldGPUSeconds)")
        }
        // Under gavel, a run that its time limit ends leaves the pieces of its last round open.
        let endsStays = ["standard", "run-to-completion"].contains(record.provenance.mechanism)
        if record.isComplete && hasEnded && endsStays && running > 0 {
            complain("\(running) jobs still hold GPUs after the end")
        }
        if let summary = record.summary { compare(with: summary) }
    }

    private mutating func compare(with summary: String) {
        guard let root = try? JSONSerialization.jsonObject(with: Data(summary.utf8)) as? [String: Any],
            let moves = root["moves"] as? [String: Any]
        else { return }
        let told = [
            ("arrived jobs", root["generatedJobCount"] as? Int, jobs.count),
            ("moves", moves["moveCount"] as? Int, moveCount),
            ("preemptions", moves["preemptionCount"] as? Int, preemptionCount),
        ]
        for (what, number, counted) in told {
            if let number, number != counted {
                complain("the summary has \(number) \(what), the record \(counted)")
            }
        }
    }
}
