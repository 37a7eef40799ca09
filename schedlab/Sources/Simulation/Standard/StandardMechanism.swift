private import Cluster
private import HeapModule
internal import Workload

/// Rounds of fixed length: decisions at boundaries, shares carried out by credit, no GPU idle that a
/// waiting job could use.
///
/// A job that ends inside a round ends at its exact time. With time shares, a round is filled from one
/// list of pairs of job and GPU type by credit, then with the jobs that have received least of what they
/// are entitled to. With an ordered queue jobs start in its order and are never preempted.
///
/// - Note: Narayanan et al., OSDI 2020, section 5 (rounds and priorities); the details are those of
///   `docs/standard-mechanism.md`.
struct StandardMechanism {
    /// A job's stay on its GPUs.
    struct Stay {
        var type: Int
        var gpus: [Int32]
        var startSeconds: Double
        /// Seconds at the start in which nothing is done, because the job was moved or resumed.
        var warmUpSeconds: Double
        /// Steps per second on these GPUs.
        var stepsPerSecond: Double
        /// Steps that were done before.
        var earlierSteps: Double
        /// When the job's last step is done if it stays.
        var finishSeconds: Double
    }

    /// A running job's end.
    private struct Finish: Comparable {
        var seconds: Double
        var job: Int32

        static func < (a: Finish, b: Finish) -> Bool { (a.seconds, a.job) < (b.seconds, b.job) }
    }

    let settings: StandardSettings
    let contract: PolicyContract
    private let stop: StopRule
    private let startSeconds: Double
    /// Rank of each type in the alphabetical order of names: ties go to the lower.
    let nameRankOfType: [Int]

    var core: SimulationCore
    var book: CreditBook
    /// Where each job runs, by job id; nil = it waits.
    var stays: [Stay?] = []
    /// Jobs that run, in the order in which they started.
    var running: [Int32] = []
    /// The queue of the last decision, if the policy orders one.
    var queue: OrderedQueue?
    /// When the round that runs began.
    var boundarySeconds: Double

    /// Jobs that end before the next boundary.
    private var finishes = Heap<Finish>()
    private var sharesOfClass: [ShareClass: [Double]] = [:]
    private var needsDecision = true
    private var lastDecisionSeconds = -Double.infinity
    private var roundCount = 0
    /// GPUs that jobs gave up at this boundary, until it is known what became of these jobs.
    var gaveUpGPUs: [Int32: [Int32]] = [:]
    var moveCount = 0
    var preemptionCount = 0
    var keptCount = 0
    var keepableCount = 0
    /// Rounds in which the rule for ties decided who ran, or where.
    var tieRoundCount = 0
    private var lostGPUSeconds = 0.0
    /// Rounds on end in which jobs held GPUs and none did a step.
    private var fruitlessRoundCount = 0

    /// So many rounds on end without a step end the run: moves cost more than the run will ever earn.
    static let fruitlessRoundLimit = 10_000

    /// Jobs that a policy cannot tell apart but by their lengths.
    private struct ShareClass: Hashable {
        var classIndex: Int32
        var demandGPUs: Double
        var weight: Double
    }

    init(_ settings: StandardSettings, setup: SimulationSetup) {
        self.settings = settings
        stop = setup.stop
        contract = setup.policy.contract
        startSeconds = setup.source.initialJobCount > 0 ? 0 : setup.source.nextArrivalSeconds ?? 0
        boundarySeconds = startSeconds
        core = SimulationCore(setup, startSeconds: startSeconds)
        let names = setup.layout.types.map(\.name)
        nameRankOfType = names.map { name in names.count { $0 < name } }
        book = CreditBook(typeCount: names.count, roundSeconds: settings.roundSeconds)
    }

    /// Simulates until the stop rule holds.
    mutating func run() throws -> SimulationResult {
        for _ in 0..<core.source.initialJobCount { try admit() }
        try admitArrived()
        while true {
            try core.tell(.roundBegan(roundState()))
            if let reason = stopReason() { return try finish(reason) }
            if core.activeJobIDs.isEmpty { try jumpToNextArrival() } else { try runRound() }
        }
    }

    private mutating func runRound() throws {
        try decideIfDue()
        try schedule()
        // A decision that is held back by the interval will still come.
        guard !running.isEmpty || core.source.nextArrivalSeconds != nil || needsDecision else {
            throw core.standstill
        }
        try advance(toSeconds: min(boundarySeconds + settings.roundSeconds, horizonEnd))
        try admitArrived()
        roundCount += 1
        core.checkInvariants(pass: roundCount)
    }

    private var horizonEnd: Double { stop.horizonSeconds.map { startSeconds + $0 } ?? .infinity }

    private func stopReason() -> StopReason? {
        if core.activeJobIDs.isEmpty && core.source.nextArrivalSeconds == nil { return .completed }
        if stop.isMet(jobs: core.jobs) { return .completed }
        return core.nowSeconds >= horizonEnd ? .horizon : nil
    }

    /// Nothing runs and nothing waits: a new grid of rounds begins with the next arrival.
    private mutating func jumpToNextArrival() throws {
        boundarySeconds = min(core.source.nextArrivalSeconds ?? horizonEnd, horizonEnd)
        core.setClock(boundarySeconds)
        try admitArrived()
    }

    private mutating func admitArrived() throws {
        while let arrival = core.source.nextArrivalSeconds, arrival <= core.nowSeconds { try admit() }
    }

    /// Admits a job; until the next allocation it has the shares of its class, else an equal share.
    private mutating func admit() throws {
        guard let id = try core.admitNextJob() else { return }
        let equal =
            contract.runsOnlyAllocatedJobs
            ? core.layout.types.map { _ in 0.0 }
            : core.layout.equalShares(
                jobCount: core.activeJobIDs.count, demandGPUs: core.jobs.demandGPUs(id))
        book.addJob(shares: sharesOfClass[shareClass(id)] ?? equal)
        stays.append(nil)
        needsDecision = true
    }

    private func shareClass(_ id: Int) -> ShareClass {
        ShareClass(
            classIndex: core.jobs.classIndices[id], demandGPUs: core.jobs.demandGPUs(id),
            weight: core.jobs.priorityWeights[id])
    }

    /// Asks the policy after a change, at most once per interval, or at every round where it wants that.
    private mutating func decideIfDue() throws {
        let isDue = core.nowSeconds - lastDecisionSeconds >= settings.allocationIntervalSeconds
        guard contract.consultation == .everyRound || (needsDecision && isDue) else { return }
        lastDecisionSeconds = core.nowSeconds
        needsDecision = false
        countStepsSoFar()
        let waiting = core.activeJobIDs.filter { stays[Int($0)] == nil }
        switch try core.askPolicy(waiting: waiting, roundNumber: roundCount) {
        case .timeShares(let allocation): try adopt(allocation)
        case .orderedQueue(let order): queue = order
        case .startsAndStops:
            throw SimulationError.decisionNotSupported(
                mechanism: "standard", policy: contract.name, kind: .startsAndStops)
        }
    }

    private mutating func adopt(_ allocation: TimeShares) throws {
        try core.check(allocation, policy: contract.name)
        book.adopt(allocation)
        sharesOfClass.removeAll(keepingCapacity: true)
        for (row, job) in allocation.jobIDs.enumerated() {
            let known = sharesOfClass[shareClass(Int(job))]
            if known == nil {
                sharesOfClass[shareClass(Int(job))] = (0..<book.typeCount).map { allocation[row, $0] }
            }
        }
    }

    private mutating func finish(_ reason: StopReason) throws -> SimulationResult {
        countStepsSoFar()
        for job in running { try leave(job, atSeconds: core.nowSeconds) }
        try core.tell(.runEnded(RunEnd(nowSeconds: core.nowSeconds, reason: reason, roundCount: roundCount)))
        return SimulationResult(
            jobs: core.jobs, rates: core.rates,
            measuredJobIDs: stop.measuredJobIDs(arrivedCount: core.jobs.count), stopReason: reason,
            startSeconds: startSeconds, endSeconds: core.nowSeconds, roundCount: roundCount,
            busySecondsOfGPU: core.heldSecondsOfGPU, heldGPUSeconds: core.heldGPUSeconds,
            mostUsedTypeOfJob: core.mostUsedTypeOfJob,
            activeJobCountPeak: core.activeJobCountPeak, moveCount: moveCount,
            preemptionCount: preemptionCount, lostGPUSeconds: lostGPUSeconds,
            leaseExtensions: (keptCount, keepableCount), tieRoundCount: queue == nil ? tieRoundCount : nil)
    }

    private func roundState() -> RoundState {
        var used = [Int](repeating: 0, count: book.typeCount)
        for job in running {
            if let stay = stays[Int(job)] { used[stay.type] += stay.gpus.count }
        }
        return RoundState(
            round: roundCount, nowSeconds: core.nowSeconds, arrivedJobCount: core.jobs.count,
            activeJobCount: core.activeJobIDs.count, runningJobCount: running.count,
            endedJobCount: core.endedJobCount, usedGPUsOfType: used,
            nextArrivalSeconds: core.source.nextArrivalSeconds, busySecondsOfGPU: core.heldSecondsOfGPU)
    }

    /// Ends a stay and tells what it was.
    mutating func leave(_ job: Int32, atSeconds: Double) throws {
        let id = Int(job)
        guard let stay = stays[id] else { return }
        let lostSeconds = min(stay.warmUpSeconds, atSeconds - stay.startSeconds)
        lostGPUSeconds += lostSeconds * core.jobs.demandGPUs(id)
        core.release(stay.gpus, of: id, fromSeconds: stay.startSeconds, toSeconds: atSeconds)
        try core.tell(
            .jobRan(
                JobRun(
                    nowSeconds: core.nowSeconds, jobID: job, typeIndex: stay.type, gpus: stay.gpus,
                    fromSeconds: stay.startSeconds, toSeconds: atSeconds,
                    steps: core.jobs.stepsRun[id] - stay.earlierSteps, isCredited: true)))
        stays[id] = nil
    }

    /// The jobs' steps until now, for whoever asks.
    mutating func countStepsSoFar() {
        for job in running {
            guard let stay = stays[Int(job)] else { continue }
            let seconds = max(0, core.nowSeconds - stay.startSeconds - stay.warmUpSeconds)
            core.jobs.stepsRun[Int(job)] = min(
                stay.earlierSteps + seconds * stay.stepsPerSecond, core.jobs.totalSteps[Int(job)])
        }
    }

    /// Lets time pass: jobs end at their exact times, the others are still there at the boundary.
    ///
    /// Where the run is over with a job's end, time stops there: the makespan is no whole number of rounds.
    private mutating func advance(toSeconds boundary: Double) throws {
        var end = boundary
        try noteProgress(untilSeconds: end)
        collectFinishes(bySeconds: end)
        while let next = finishes.popMin() {
            try complete(next.job, atSeconds: next.seconds)
            if stopReason() == .completed, next.seconds != finishes.min?.seconds {
                end = next.seconds
                break
            }
            guard settings.backfillsWithinRound else { continue }
            running.removeAll { stays[Int($0)] == nil }
            try backfill()
            collectFinishes(bySeconds: end)
        }
        running.removeAll { stays[Int($0)] == nil }
        core.setClock(end)
        for job in running {
            guard let stay = stays[Int(job)] else { continue }
            book.spend(
                job: Int(job), type: stay.type, seconds: end - max(stay.startSeconds, boundarySeconds))
        }
        boundarySeconds = end
    }

    /// Ends a run in which jobs hold GPUs but only ever stand still after moves.
    private mutating func noteProgress(untilSeconds end: Double) throws {
        let stands = running.allSatisfy { job in
            stays[Int(job)].map { $0.startSeconds + $0.warmUpSeconds >= end } ?? true
        }
        guard stands && !running.isEmpty else {
            fruitlessRoundCount = 0
            return
        }
        fruitlessRoundCount += 1
        guard fruitlessRoundCount >= Self.fruitlessRoundLimit else { return }
        let longest = running.compactMap { stays[Int($0)]?.warmUpSeconds }.max() ?? 0
        throw SimulationError.noProgress(
            nowSeconds: core.nowSeconds, roundCount: fruitlessRoundCount, runningJobCount: running.count,
            moveSeconds: longest)
    }

    private mutating func complete(_ job: Int32, atSeconds seconds: Double) throws {
        let id = Int(job)
        guard let stay = stays[id] else { return }
        core.setClock(seconds)
        core.jobs.stepsRun[id] = core.jobs.totalSteps[id]
        book.spend(
            job: id, type: stay.type, seconds: seconds - max(stay.startSeconds, boundarySeconds))
        try leave(job, atSeconds: seconds)
        try core.end(id, phase: .completed, endSeconds: seconds)
        needsDecision = true
    }

    /// The running jobs that end by then, in order: earliest first, ties by lower id.
    private mutating func collectFinishes(bySeconds end: Double) {
        finishes = Heap(
            running.compactMap { job in
                guard let seconds = stays[Int(job)]?.finishSeconds, seconds <= end else { return nil }
                return Finish(seconds: seconds, job: job)
            })
    }
}
