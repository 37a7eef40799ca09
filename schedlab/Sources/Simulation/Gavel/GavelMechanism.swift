private import Cluster
internal import Workload

/// The round mechanism of Gavel's simulator, equal to the original job by job, quirks included.
///
/// A round ends when its slowest job has run its share of steps, so rounds vary in length. Known
/// quirks that are kept: the *idle hole* (after an idle gap the first round is booked from the end of
/// the last one), the *stranded new job* (a job that arrives between allocations is selected but not
/// placed), the *lost tail* (a last piece with fewer steps than GPUs fails five times and the job is
/// given up). ``GavelQuirk`` lists those that can be switched off. Where the original would loop for ever with nothing to do, the clock moves to the next
/// possible allocation instead.
///
/// - Note: Source: Narayanan et al., OSDI 2020, section 5 (mechanism); the quirks are those of its
///   published simulator, listed in `docs/gavel-mechanism.md`.
struct GavelMechanism {
    /// A job's piece of work in the current round.
    struct Running {
        var jobID: Int
        var type: Int
        var gpus: [Int32]
        var steps: Double
        var finishSeconds: Double
    }

    /// Where a job is in the current round.
    struct Assignment {
        var jobID: Int32
        var type: Int
        var gpus: [Int32]
    }

    static let failureLimit = 5

    let settings: GavelSettings
    let stop: StopRule
    let contract: PolicyContract
    var core: SimulationCore
    var book: GavelShareBook
    var typeShuffler: CPythonRandom

    var running: [Running] = []
    var assignments: [Assignment] = []
    /// Position in `assignments` of each job, -1 = it has none.
    var assignmentOfJob: [Int32] = []
    var failureCounts: [UInt8] = []
    var cumulativeSecondsOfGPU: [Double]

    /// When the pieces that run were started; the original books from `roundStartSeconds` instead.
    var pieceStartSeconds = 0.0
    var roundStartSeconds = 0.0
    var roundEndSeconds: Double?
    var lastAllocationSeconds = 0.0
    /// Whether the next allocation is due at once: none was made yet, or a trace ran out of arrivals.
    var isAllocationDue = true
    var needsAllocation = false
    var scheduledRoundCount = 0
    var telemetryRound = 0
    var moveCount = 0
    var preemptionCount = 0
    var leaseExtensions = (kept: 0, possible: 0)
    /// The original's clock before any round; where the booked time of GPUs begins.
    let startSeconds: Double

    init(_ settings: GavelSettings, setup: SimulationSetup) {
        self.settings = settings
        stop = setup.stop
        contract = setup.policy.contract
        startSeconds = settings.isTrace ? setup.source.nextArrivalSeconds ?? 0 : 0
        core = SimulationCore(setup, startSeconds: startSeconds)
        book = GavelShareBook(
            typeCount: setup.layout.types.count, roundSeconds: settings.roundSeconds, quirks: settings.quirks)
        typeShuffler = CPythonRandom(seed: settings.seed &+ 5)
        cumulativeSecondsOfGPU = Array(repeating: 0, count: setup.layout.gpuCount)
    }

    /// Simulates until the stop rule holds.
    mutating func run() throws -> SimulationResult {
        for _ in 0..<core.source.initialJobCount { try admit() }
        while true {
            try core.tell(.roundBegan(roundState()))
            if let reason = stopReason() { return try finish(reason) }
            try advanceClock()
            try completePieces()
            while let arrival = core.source.nextArrivalSeconds, arrival <= core.nowSeconds { try admit() }
            try schedule()
            core.checkInvariants(pass: scheduledRoundCount)
        }
    }

    private mutating func admit() throws {
        guard try core.admitNextJob() != nil else { return }
        book.addJob()
        assignmentOfJob.append(-1)
        failureCounts.append(0)
        needsAllocation = true
    }

    private func stopReason() -> StopReason? {
        if core.activeJobIDs.isEmpty && core.source.nextArrivalSeconds == nil { return .completed }
        if stop.isMet(jobs: core.jobs) { return .completed }
        if let horizon = stop.horizonSeconds, core.nowSeconds - startSeconds >= horizon { return .horizon }
        return nil
    }

    /// The clock moves to the end of the round that runs, else to the next arrival.
    private mutating func advanceClock() throws {
        if var latest = running.map(\.finishSeconds).max() {
            if !settings.quirks.has(.variableRounds) { latest = pieceStartSeconds + settings.roundSeconds }
            if let end = roundEndSeconds { roundStartSeconds = end }
            roundEndSeconds = latest
            core.setClock(latest)
            return
        }
        // Idle: the round's start stays where it was, which makes the original's idle hole.
        if let arrival = core.source.nextArrivalSeconds {
            core.setClock(max(arrival, core.nowSeconds))
        } else if settings.isTrace {
            if settings.quirks.has(.freeAtZero) { lastAllocationSeconds = 0 }
            isAllocationDue = true
            guard needsAllocation else { throw standstill }
        } else if let arrival = core.source.endedArrivalSeconds, arrival > core.nowSeconds {
            core.setClock(arrival)
        } else {
            // The original would loop here for ever.
            let due = lastAllocationSeconds + settings.allocationIntervalSeconds
            guard needsAllocation, due > core.nowSeconds else { throw standstill }
            core.setClock(due)
        }
    }

    private var standstill: SimulationError {
        core.standstill
    }

    private mutating func finish(_ reason: StopReason) throws -> SimulationResult {
        try core.tell(
            .runEnded(RunEnd(nowSeconds: core.nowSeconds, reason: reason, roundCount: scheduledRoundCount)))
        return SimulationResult(
            jobs: core.jobs, rates: core.rates,
            measuredJobIDs: stop.measuredJobIDs(arrivedCount: core.jobs.count), stopReason: reason,
            startSeconds: startSeconds, endSeconds: core.nowSeconds, roundCount: scheduledRoundCount,
            busySecondsOfGPU: cumulativeSecondsOfGPU, heldGPUSeconds: core.heldGPUSeconds,
            mostUsedTypeOfJob: core.mostUsedTypeOfJob,
            activeJobCountPeak: core.activeJobCountPeak, moveCount: moveCount,
            preemptionCount: preemptionCount, leaseExtensions: leaseExtensions)
    }

    private func roundState() -> RoundState {
        var used = [Int](repeating: 0, count: book.typeCount)
        for piece in running { used[piece.type] += piece.gpus.count }
        return RoundState(
            round: telemetryRound, nowSeconds: core.nowSeconds, arrivedJobCount: core.jobs.count,
            activeJobCount: core.activeJobIDs.count, runningJobCount: running.count,
            endedJobCount: core.endedJobCount, usedGPUsOfType: used,
            nextArrivalSeconds: core.source.nextArrivalSeconds ?? core.source.endedArrivalSeconds,
            busySecondsOfGPU: cumulativeSecondsOfGPU)
    }
}
