private import Cluster
private import Workload

/// The beginning of a round: allocate when due, select jobs, assign GPUs, start.
extension GavelMechanism {
    mutating func schedule() throws {
        telemetryRound += 1
        try allocateIfDue()
        book.updatePriorities(activeJobs: core.activeJobIDs, jobs: core.jobs, rates: core.rates)
        let order = typesInRoundOrder()
        let selected = settings.quirks.has(.typeByType) ? selectJobs(order) : selectPairs(order)
        try assign(selected, order)
        try startPieces()
        scheduledRoundCount += 1
    }

    /// Asks the policy after a change, at most once per interval; while the last allocation was at time 0
    /// (or never), at every change.
    private mutating func allocateIfDue() throws {
        let elapsed = core.nowSeconds - lastAllocationSeconds
        let isExempt = settings.quirks.has(.freeAtZero) ? lastAllocationSeconds == 0 : isAllocationDue
        guard needsAllocation, elapsed >= settings.allocationIntervalSeconds || isExempt else { return }
        book.settle(activeJobs: core.activeJobIDs, elapsedSeconds: elapsed)
        lastAllocationSeconds = core.nowSeconds
        isAllocationDue = false
        needsAllocation = false
        let decision = try core.askPolicy(roundNumber: scheduledRoundCount)
        guard case .timeShares(let allocation) = decision else {
            throw SimulationError.decisionNotSupported(
                mechanism: "gavel", policy: contract.name, kind: decision.kind)
        }
        try core.check(allocation, policy: contract.name)
        book.adopt(allocation, activeJobs: core.activeJobIDs)
    }

    private mutating func typesInRoundOrder() -> [Int] {
        var order = settings.typeOrder
        if settings.quirks.has(.shuffledTypes), !contract.distinguishesGPUTypes {
            typeShuffler.shuffle(&order)
        }
        return order
    }

    /// Takes jobs type by type in order of priority; a job runs on the first type where it fits.
    ///
    /// - Returns: The selected jobs of each type, indexed by type, in order of selection.
    private func selectJobs(_ order: [Int]) -> [[Int32]] {
        var selected = [[Int32]](repeating: [], count: book.typeCount)
        var isTaken = [Bool](repeating: false, count: core.jobs.count)
        for type in order {
            var free = core.layout.types[type].gpuCount
            let candidates =
                contract.runsOnlyAllocatedJobs
                ? core.activeJobIDs.filter { book.priorities[Int($0) * book.typeCount + type] > 0 }
                : core.activeJobIDs
            for job in candidates.sorted(by: { book.precedes($0, $1, type: type) }) {
                if free == 0 { break }
                let id = Int(job)
                let scaleFactor = Int(core.jobs.scaleFactors[id])
                if isTaken[id] || scaleFactor > free { continue }
                if core.rates.rate(class: Int(core.jobs.classIndices[id]), type: type) <= 0 { continue }
                isTaken[id] = true
                free -= scaleFactor
                selected[type].append(job)
            }
        }
        return selected
    }

    /// Takes pairs of job and type in order of priority, whatever the type.
    ///
    /// - Returns: As ``selectJobs(_:)``.
    private func selectPairs(_ order: [Int]) -> [[Int32]] {
        var selected = [[Int32]](repeating: [], count: book.typeCount)
        var isTaken = [Bool](repeating: false, count: core.jobs.count)
        var free = core.layout.types.map(\.gpuCount)
        var pairs: [GavelShareBook.Pair] = []
        for (rank, type) in order.enumerated() {
            for job in core.activeJobIDs
            where core.rates.rate(class: Int(core.jobs.classIndices[Int(job)]), type: type) > 0 {
                let pair = GavelShareBook.Pair(job: job, type: type, rank: rank)
                if contract.runsOnlyAllocatedJobs && book.priority(pair) <= 0 { continue }
                pairs.append(pair)
            }
        }
        for pair in pairs.sorted(by: { book.precedes($0, $1) }) {
            let scaleFactor = Int(core.jobs.scaleFactors[Int(pair.job)])
            if isTaken[Int(pair.job)] || scaleFactor > free[pair.type] { continue }
            isTaken[Int(pair.job)] = true
            free[pair.type] -= scaleFactor
            selected[pair.type].append(pair.job)
        }
        return selected
    }

    /// Gives the selected jobs GPUs: large jobs first, and within a size those that can stay first.
    private mutating func assign(_ selected: [[Int32]], _ order: [Int]) throws {
        let previous = assignments
        let previousOfJob = assignmentOfJob
        countLeases(previous)
        for assignment in previous { assignmentOfJob[Int(assignment.jobID)] = -1 }
        assignments = []
        for type in order {
            let sizes = Set(selected[type].map { core.jobs.scaleFactors[Int($0)] }).sorted(by: >)
            for size in sizes {
                let jobs = selected[type].filter { core.jobs.scaleFactors[Int($0)] == size }
                for job in jobs {
                    let before = previousOfJob[Int(job)]
                    if before >= 0 && previous[Int(before)].type == type {
                        try keep(job, type: type, gpus: previous[Int(before)].gpus)
                    }
                }
                for job in jobs where assignmentOfJob[Int(job)] < 0 && mayBePlaced(job) {
                    try place(job, type: type, gpuCount: Int(size))
                }
            }
        }
        try reportChanges(from: previous)
    }

    /// The original gives no GPUs to a job that its last allocation did not know.
    private func mayBePlaced(_ job: Int32) -> Bool {
        book.isAllocated[Int(job)] || !settings.quirks.has(.strandedJob)
    }

    private mutating func keep(_ job: Int32, type: Int, gpus: [Int32]) throws {
        guard core.cluster.isFree(gpus: gpus, milliPerGPU: core.jobs.demandMilliGPU(Int(job))) else { return }
        core.take(gpus, for: Int(job))
        try record(job, type: type, gpus: gpus, reason: .kept)
    }

    private mutating func place(_ job: Int32, type: Int, gpuCount: Int) throws {
        guard let choice = try core.place(core.demand(of: job, type: type)) else {
            throw SimulationError.noPlace(
                rule: core.rule.name, jobID: Int(job), gpuCount: gpuCount,
                gpuType: core.layout.types[type].name, nowSeconds: core.nowSeconds)
        }
        try record(job, type: type, gpus: choice.gpus, reason: choice.reason)
    }

    private mutating func record(_ job: Int32, type: Int, gpus: [Int32], reason: PlacementReason) throws {
        assignmentOfJob[Int(job)] = Int32(assignments.count)
        assignments.append(Assignment(jobID: job, type: type, gpus: gpus))
        let cell = Int(job) * book.typeCount + type
        try core.tell(
            .jobPlaced(
                JobPlacement(
                    nowSeconds: core.nowSeconds, jobID: job, typeIndex: type, gpus: gpus,
                    milliPerGPU: core.jobs.demandMilliGPU(Int(job)),
                    reason: reason, priority: book.priorities[cell],
                    deficitSeconds: book.deficitSeconds[cell],
                    shares: book.shares(of: Int(job)))))
    }

    /// Counts the jobs that ran in the round before and are still there: those that could keep their GPUs.
    private mutating func countLeases(_ previous: [Assignment]) {
        for assignment in previous where core.jobs.phases[Int(assignment.jobID)] == .active {
            leaseExtensions.possible += 1
        }
    }

    private mutating func reportChanges(from previous: [Assignment]) throws {
        for before in previous where core.jobs.phases[Int(before.jobID)] == .active {
            let position = assignmentOfJob[Int(before.jobID)]
            guard position >= 0 else {
                preemptionCount += 1
                try core.preempt(before.jobID, gpus: before.gpus)
                continue
            }
            let after = assignments[Int(position)]
            if Set(after.gpus) == Set(before.gpus) {
                leaseExtensions.kept += 1
                continue
            }
            moveCount += 1
            try core.tell(
                .jobMoved(
                    JobMove(
                        nowSeconds: core.nowSeconds, jobID: before.jobID, fromGPUs: before.gpus,
                        toGPUs: after.gpus)))
        }
    }

    /// Each assigned job runs for a round's worth of steps, or as many as it has left.
    private mutating func startPieces() throws {
        pieceStartSeconds = core.nowSeconds
        let hasWholeSteps = settings.quirks.has(.variableRounds)
        for assignment in assignments {
            let id = Int(assignment.jobID)
            let rate = core.rates.rate(class: Int(core.jobs.classIndices[id]), type: assignment.type)
            let full = rate * settings.roundSeconds
            let steps = min(hasWholeSteps ? full.rounded(.towardZero) : full, core.jobs.remainingSteps(id))
            var finish = core.nowSeconds + steps / rate
            // Rounding must not carry a piece past the end of a round of fixed length.
            if !hasWholeSteps { finish = min(finish, core.nowSeconds + settings.roundSeconds) }
            running.append(
                Running(
                    jobID: id, type: assignment.type, gpus: assignment.gpus, steps: steps,
                    finishSeconds: finish))
        }
    }
}
