private import Cluster
private import Workload

/// The beginning of a round: who runs on which type, and on which GPUs.
extension StandardMechanism {
    /// A job and a type that owe each other time.
    private struct Pair {
        var job: Int32
        var type: Int
        var creditSeconds: Double
        var share: Double

        /// Whether only the rule for ties puts one before the other.
        func isTied(with other: Pair) -> Bool { creditSeconds == other.creditSeconds && share == other.share }
    }

    /// Fills the round that begins.
    mutating func schedule() throws {
        if let queue {
            try startQueued(queue)
            return
        }
        book.earn(activeJobs: core.activeJobIDs, jobs: core.jobs, rates: core.rates)
        let pairs = pairsByCredit()
        let (selected, order) = select(pairs)
        let movers = try applySelection(selected, order)
        if order.contains(where: { stays[Int($0)] == nil }) { try offerIdleGPUs(pairs) }
        try report(movers)
    }

    /// Offers GPUs that became free inside a round to jobs that wait.
    mutating func backfill() throws {
        if let queue { try startQueued(queue) } else { try offerIdleGPUs(pairsByCredit()) }
    }

    // MARK: Ordered queues

    /// Starts waiting jobs in the queue's order; nobody is preempted.
    private mutating func startQueued(_ queue: OrderedQueue) throws {
        guard queue.backfill != .whatLeavesTheReservation else {
            throw SimulationError.malformedDecision(
                policy: contract.name, problem: "only the mechanism run-to-completion gives reservations")
        }
        for job in queue.jobIDs {
            guard core.jobs.phases.indices.contains(Int(job)) else {
                throw SimulationError.malformedDecision(
                    policy: contract.name, problem: "job \(job) has not arrived")
            }
            if core.jobs.phases[Int(job)] != .active || stays[Int(job)] != nil { continue }
            if let (type, choice) = try core.placeQueued(job, preference: queue.preference) {
                try stay(job, type: type, choice: choice)
            } else if queue.backfill == .none {
                return
            }
        }
    }

    // MARK: Time shares

    /// All pairs with credit, descending by (credit, share), ties by lower job id, then lower type name.
    private func pairsByCredit() -> [Pair] {
        var pairs: [Pair] = []
        for job in core.activeJobIDs {
            let row = Int(core.jobs.classIndices[Int(job)])
            for type in 0..<book.typeCount {
                let cell = Int(job) * book.typeCount + type
                let isHere = stays[Int(job)]?.type == type
                let credit = book.creditSeconds[cell] + (isHere ? settings.stayBonusSeconds : 0)
                guard credit > 0, core.rates.rate(class: row, type: type) > 0, isEntitled(job, to: type)
                else { continue }
                pairs.append(
                    Pair(
                        job: job, type: type, creditSeconds: credit,
                        share: book.shares[cell]))
            }
        }
        return pairs.sorted { a, b in
            if a.creditSeconds != b.creditSeconds { return a.creditSeconds > b.creditSeconds }
            if a.share != b.share { return a.share > b.share }
            if a.job != b.job { return a.job < b.job }
            return nameRankOfType[a.type] < nameRankOfType[b.type]
        }
    }

    /// Chooses by numbers of GPUs who runs where: first by credit, then the idle GPUs to jobs that have
    /// received least.
    ///
    /// - Returns: The type of each job by id, -1 = none, and the chosen jobs in order of choice.
    private mutating func select(_ pairs: [Pair]) -> (typeOfJob: [Int], order: [Int32]) {
        var free = core.layout.types.map { $0.gpuCount * Int(ClusterState.wholeGPUMilli) }
        var typeOfJob = [Int](repeating: -1, count: core.jobs.count)
        var order: [Int32] = []
        for job in running {
            guard let stay = stays[Int(job)], isOwedWork(stay) else { continue }
            free[stay.type] -= demandMilli(job)
            typeOfJob[Int(job)] = stay.type
            order.append(job)
        }
        var lastChosen: Pair?
        var isTied = false
        for pair in pairs where mayRun(pair.job, on: pair.type) {
            let need = demandMilli(pair.job)
            let hasRoom = need <= free[pair.type]
            let isOut = typeOfJob[Int(pair.job)] < 0
            guard hasRoom && isOut else {
                // In another order this job would have run, or the one just chosen would run here.
                if let lastChosen, lastChosen.isTied(with: pair) {
                    isTied = isTied || (lastChosen.job == pair.job ? hasRoom : isOut)
                }
                continue
            }
            lastChosen = pair
            free[pair.type] -= need
            typeOfJob[Int(pair.job)] = pair.type
            order.append(pair.job)
        }
        if isTied { tieRoundCount += 1 }
        guard free.contains(where: { $0 > 0 }) else { return (typeOfJob, order) }
        for job in byReceivedFraction(core.activeJobIDs.filter { typeOfJob[Int($0)] < 0 }) {
            let need = demandMilli(job)
            guard let type = bestType(for: job, freeMilli: free, need: need) else { continue }
            free[type] -= need
            typeOfJob[Int(job)] = type
            order.append(job)
        }
        return (typeOfJob, order)
    }

    /// Whether a job may have GPUs of a type at all: some policies let nobody run without a share.
    private func isEntitled(_ job: Int32, to type: Int) -> Bool {
        !contract.runsOnlyAllocatedJobs || book.shares[Int(job) * book.typeCount + type] > 0
    }

    /// Whether a job may run on a type now: one that came less than the minimum stay ago may not move on.
    private func mayRun(_ job: Int32, on type: Int) -> Bool {
        guard settings.minimumStaySeconds > 0, let stay = stays[Int(job)] else { return true }
        return stay.type == type || core.nowSeconds - stay.startSeconds >= settings.minimumStaySeconds
    }

    /// Whether a move that cost a round or more has not been worth a round of work yet.
    ///
    /// The job keeps its GPUs until then. Else two jobs could take turns for ever, each standing still whenever it has the GPUs.
    private func isOwedWork(_ stay: Stay) -> Bool {
        stay.warmUpSeconds >= settings.roundSeconds
            && core.nowSeconds - stay.startSeconds - stay.warmUpSeconds < settings.roundSeconds
    }

    private func demandMilli(_ job: Int32) -> Int {
        Int(core.jobs.scaleFactors[Int(job)]) * Int(core.jobs.demandMilliGPU(Int(job)))
    }

    /// Lowest share received of what each is entitled to first, ties by lower id.
    private func byReceivedFraction(_ jobs: [Int32]) -> [Int32] {
        let keyed = jobs.map { (fraction: book.receivedFraction(Int($0)), job: $0) }
        return keyed.sorted { ($0.fraction, $0.job) < ($1.fraction, $1.job) }.map(\.job)
    }

    /// The fastest type with room, for policies blind to types the one with most room; ties by lower name.
    private func bestType(for job: Int32, freeMilli: [Int], need: Int) -> Int? {
        let row = Int(core.jobs.classIndices[Int(job)])
        var best: (worth: Double, type: Int)?
        for type in freeMilli.indices where freeMilli[type] >= need {
            let rate = core.rates.rate(class: row, type: type)
            guard rate > 0, isEntitled(job, to: type), mayRun(job, on: type) else { continue }
            let worth = contract.distinguishesGPUTypes ? rate : Double(freeMilli[type])
            let isBetter =
                best.map {
                    worth != $0.worth ? worth > $0.worth : nameRankOfType[type] < nameRankOfType[$0.type]
                } ?? true
            if isBetter { best = (worth, type) }
        }
        return best?.type
    }

    /// Jobs that keep their type keep their GPUs; the others give theirs up before anybody is placed.
    ///
    /// - Returns: The jobs that gave GPUs up; ``gaveUpGPUs`` has these.
    private mutating func applySelection(
        _ typeOfJob: [Int], _ order: [Int32]
    ) throws -> [Int32] {
        var movers: [Int32] = []
        keepableCount += running.count
        countStepsSoFar()
        for job in running {
            guard let stay = stays[Int(job)], stay.type != typeOfJob[Int(job)] else { continue }
            movers.append(job)
            gaveUpGPUs[job] = stay.gpus
            try leave(job, atSeconds: core.nowSeconds)
        }
        running.removeAll { stays[Int($0)] == nil }
        keptCount += running.count
        for job in order where stays[Int(job)] == nil {
            let type = typeOfJob[Int(job)]
            if let choice = try core.place(core.demand(of: job, type: type)) {
                try stay(job, type: type, choice: choice)
            }
        }
        return movers
    }

    private mutating func report(_ movers: [Int32]) throws {
        defer { gaveUpGPUs.removeAll(keepingCapacity: true) }
        for job in movers {
            let gpus = gaveUpGPUs[job] ?? []
            if let stay = stays[Int(job)] {
                // What nobody else wanted may come back to the job that gave it up.
                if stay.gpus == gpus { continue }
                moveCount += 1
                try core.tell(
                    .jobMoved(
                        JobMove(
                            nowSeconds: core.nowSeconds, jobID: job, fromGPUs: gpus, toGPUs: stay.gpus)))
            } else {
                preemptionCount += 1
                try core.preempt(job, gpus: gpus)
            }
        }
    }

    /// Places waiting jobs on what is free now, as far as the rule finds room: by credit, then by what they
    /// have received.
    private mutating func offerIdleGPUs(_ pairs: [Pair]) throws {
        for pair in pairs where stays[Int(pair.job)] == nil {
            try tryToPlace(pair.job, type: pair.type)
        }
        for job in byReceivedFraction(core.activeJobIDs.filter { stays[Int($0)] == nil }) {
            let row = Int(core.jobs.classIndices[Int(job)])
            let preference: OrderedQueue.TypePreference =
                contract.distinguishesGPUTypes ? .fastest : .mostFree
            for type in core.typesToTry(forClass: row, preference: preference)
            where stays[Int(job)] == nil && isEntitled(job, to: type) {
                try tryToPlace(job, type: type)
            }
        }
    }

    private mutating func tryToPlace(_ job: Int32, type: Int) throws {
        guard let choice = try core.place(core.demand(of: job, type: type)) else { return }
        try stay(job, type: type, choice: choice)
    }

    /// Begins a stay; a job that ran before, and not on these very GPUs until now, must warm up first.
    private mutating func stay(_ job: Int32, type: Int, choice: PlacementChoice) throws {
        let id = Int(job)
        let rate = core.rate(of: id, type: type, gpus: choice.gpus)
        let hasRun = core.jobs.heldGPUSeconds[id] > 0 && gaveUpGPUs[job] != choice.gpus
        let warmUp = hasRun ? settings.moveCosts.cost(of: core.jobs.jobs[id].jobClass).totalSeconds : 0
        stays[id] = Stay(
            type: type, gpus: choice.gpus, startSeconds: core.nowSeconds, warmUpSeconds: warmUp,
            stepsPerSecond: rate, earlierSteps: core.jobs.stepsRun[id],
            finishSeconds: core.nowSeconds + warmUp + core.jobs.remainingSteps(id) / rate)
        running.append(job)
        // Who starts by a queue has neither share nor credit.
        let credit = queue == nil ? book.creditSeconds[id * book.typeCount + type] : 0
        try core.tell(
            .jobPlaced(
                JobPlacement(
                    nowSeconds: core.nowSeconds, jobID: job, typeIndex: type, gpus: choice.gpus,
                    milliPerGPU: core.jobs.demandMilliGPU(id), reason: choice.reason,
                    priority: credit / settings.roundSeconds, deficitSeconds: credit,
                    shares: queue == nil ? book.shares(of: id) : [])))
    }
}
