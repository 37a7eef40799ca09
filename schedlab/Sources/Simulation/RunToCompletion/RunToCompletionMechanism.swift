private import Cluster
private import HeapModule
internal import Workload

/// No preemption: a job that starts keeps its GPUs until its end, as on most clusters today.
///
/// Nothing happens between events. At each arrival and completion the policy's ordered queue is
/// walked; a job that the placement rule can place starts. Completions at an instant come before
/// arrivals at the same instant.
struct RunToCompletionMechanism {
    /// A job that runs; ordered by end, ties by lower id.
    private struct Running: Comparable {
        var jobID: Int32
        var type: Int
        var gpus: [Int32]
        var stepsPerSecond: Double
        var startSeconds: Double
        var endSeconds: Double

        static func < (a: Running, b: Running) -> Bool {
            a.endSeconds != b.endSeconds ? a.endSeconds < b.endSeconds : a.jobID < b.jobID
        }

        static func == (a: Running, b: Running) -> Bool { a.jobID == b.jobID }
    }

    private let stop: StopRule
    private let contract: PolicyContract
    private let startSeconds: Double
    private(set) var core: SimulationCore
    private var running = Heap<Running>()
    /// Jobs without GPUs, in order of arrival.
    private var waiting: [Int32] = []
    private var isStarted: [Bool] = []
    private var usedGPUsOfType: [Int]
    private var passCount = 0

    init(setup: SimulationSetup) {
        stop = setup.stop
        contract = setup.policy.contract
        startSeconds = setup.source.initialJobCount > 0 ? 0 : setup.source.nextArrivalSeconds ?? 0
        core = SimulationCore(setup, startSeconds: startSeconds)
        usedGPUsOfType = Array(repeating: 0, count: setup.layout.types.count)
    }

    /// Simulates until the stop rule holds.
    mutating func run() throws -> SimulationResult {
        while true {
            try core.tell(.roundBegan(state()))
            if stop.isMet(jobs: core.jobs) { return try finish(.completed) }
            guard let next = nextEventSeconds() else {
                guard waiting.isEmpty else {
                    throw core.standstill
                }
                return try finish(.completed)
            }
            if let horizon = stop.horizonSeconds, next - startSeconds > horizon {
                core.setClock(startSeconds + horizon)
                return try finish(.horizon)
            }
            core.setClock(next)
            try completeJobs()
            try admitJobs()
            try startJobs()
            passCount += 1
            core.checkInvariants(pass: passCount)
        }
    }

    private func nextEventSeconds() -> Double? {
        switch (core.source.nextArrivalSeconds, running.min?.endSeconds) {
        case (let arrival?, let end?): min(arrival, end)
        case (let arrival, let end): arrival ?? end
        }
    }

    private mutating func completeJobs() throws {
        while let first = running.min, first.endSeconds <= core.nowSeconds {
            running.removeMin()
            try book(first, toSeconds: first.endSeconds)
            core.jobs.stepsRun[Int(first.jobID)] = core.jobs.totalSteps[Int(first.jobID)]
            try core.end(Int(first.jobID), phase: .completed, endSeconds: first.endSeconds)
        }
    }

    /// Gives a job's GPUs back and tells what it did with them.
    private mutating func book(_ job: Running, toSeconds: Double) throws {
        let id = Int(job.jobID)
        core.release(job.gpus, of: id, fromSeconds: job.startSeconds, toSeconds: toSeconds)
        usedGPUsOfType[job.type] -= job.gpus.count
        try core.tell(
            .jobRan(
                JobRun(
                    nowSeconds: core.nowSeconds, jobID: job.jobID, typeIndex: job.type, gpus: job.gpus,
                    fromSeconds: job.startSeconds, toSeconds: toSeconds,
                    steps: min((toSeconds - job.startSeconds) * job.stepsPerSecond, core.jobs.totalSteps[id]),
                    isCredited: true)))
    }

    private mutating func admitJobs() throws {
        while let arrival = core.source.nextArrivalSeconds, arrival <= core.nowSeconds {
            guard let id = try core.admitNextJob() else { return }
            waiting.append(Int32(id))
            isStarted.append(false)
        }
    }

    private mutating func startJobs() throws {
        guard !waiting.isEmpty else { return }
        // The queue is gone when `waiting` changes, so that the array is not copied.
        let startedCount = try walkQueue()
        guard startedCount > 0 else { return }
        if waiting.prefix(startedCount).allSatisfy({ isStarted[Int($0)] }) {
            waiting.removeFirst(startedCount)
        } else {
            waiting.removeAll { isStarted[Int($0)] }
        }
    }

    /// Starts jobs in the policy's order as long as they fit.
    ///
    /// - Returns: How many started.
    private mutating func walkQueue() throws -> Int {
        let decision = try core.askPolicy(waiting: waiting, roundNumber: passCount)
        guard case .orderedQueue(let queue) = decision else {
            throw SimulationError.decisionNotSupported(
                mechanism: Mechanism.runToCompletion.name, policy: contract.name, kind: decision.kind)
        }
        var startedCount = 0
        var reservation: Reservation?
        for job in queue.jobIDs {
            guard isStarted.indices.contains(Int(job)), !isStarted[Int(job)] else {
                throw SimulationError.malformedDecision(
                    policy: contract.name, problem: "job \(job) does not wait")
            }
            if try start(job, preference: queue.preference, &reservation) {
                startedCount += 1
                continue
            }
            if queue.backfill == .none { break }
            if queue.backfill == .whatLeavesTheReservation, reservation == nil {
                reservation = Reservation(
                    of: job, core: core,
                    running: running.unordered.map { ($0.jobID, $0.gpus, expectedEndSeconds(of: $0)) })
            }
        }
        return startedCount
    }

    /// When a running job ends by its own time limit: never without one, and from its limit on at any moment.
    private func expectedEndSeconds(of job: Running) -> Double {
        let limit = core.jobs.jobs[Int(job.jobID)].details?.timeLimitSeconds ?? .infinity
        return max(job.startSeconds + limit, core.nowSeconds)
    }

    /// Tries the types in order of preference; who stands behind a reservation must leave it as it is.
    private mutating func start(
        _ job: Int32, preference: OrderedQueue.TypePreference, _ reservation: inout Reservation?
    ) throws -> Bool {
        let id = Int(job)
        let limit = core.jobs.jobs[id].details?.timeLimitSeconds ?? .infinity
        let endSeconds = core.nowSeconds + limit
        let placed = try core.placeQueued(job, preference: preference) { gpus in
            reservation?.admits(job, gpus: gpus, untilSeconds: endSeconds) ?? true
        }
        guard let (type, choice) = placed else { return false }
        let rate = core.rate(of: id, type: type, gpus: choice.gpus)
        isStarted[id] = true
        usedGPUsOfType[type] += choice.gpus.count
        running.insert(
            Running(
                jobID: job, type: type, gpus: choice.gpus, stepsPerSecond: rate,
                startSeconds: core.nowSeconds,
                endSeconds: core.nowSeconds + core.jobs.totalSteps[id] / rate))
        try core.tell(
            .jobPlaced(
                JobPlacement(
                    nowSeconds: core.nowSeconds, jobID: job, typeIndex: type, gpus: choice.gpus,
                    milliPerGPU: core.jobs.demandMilliGPU(id), reason: choice.reason, priority: 0,
                    deficitSeconds: 0, shares: [])))
        return true
    }

    private mutating func finish(_ reason: StopReason) throws -> SimulationResult {
        // Jobs that still run have held their GPUs until now.
        for job in running.unordered.sorted() {
            try book(job, toSeconds: core.nowSeconds)
            core.jobs.stepsRun[Int(job.jobID)] = (core.nowSeconds - job.startSeconds) * job.stepsPerSecond
        }
        try core.tell(.runEnded(RunEnd(nowSeconds: core.nowSeconds, reason: reason, roundCount: passCount)))
        return SimulationResult(
            jobs: core.jobs, rates: core.rates,
            measuredJobIDs: stop.measuredJobIDs(arrivedCount: core.jobs.count),
            stopReason: reason, startSeconds: startSeconds, endSeconds: core.nowSeconds,
            roundCount: passCount,
            busySecondsOfGPU: core.heldSecondsOfGPU, heldGPUSeconds: core.heldGPUSeconds,
            mostUsedTypeOfJob: core.mostUsedTypeOfJob,
            activeJobCountPeak: core.activeJobCountPeak, moveCount: 0, preemptionCount: 0,
            leaseExtensions: (0, 0))
    }

    private func state() -> RoundState {
        RoundState(
            round: passCount, nowSeconds: core.nowSeconds, arrivedJobCount: core.jobs.count,
            activeJobCount: core.activeJobIDs.count, runningJobCount: running.count,
            endedJobCount: core.endedJobCount, usedGPUsOfType: usedGPUsOfType,
            nextArrivalSeconds: core.source.nextArrivalSeconds, busySecondsOfGPU: core.heldSecondsOfGPU)
    }
}
