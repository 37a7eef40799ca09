private import Cluster
private import Workload

/// The beginning of a round: allocate when due, select jobs, assign GPUs, start.
extension GavelMechanism {
    mutating func schedule() throws {
        telemetryRound += 1
        try allocateIfDue()
        book.updatePriorities(activeJobs: core.activeJobIDs, jobs: core.jobs, rates: core.rates)
        let order = typesInRoundOrder()
        let selected = selectJobs(order)
        try assign(selected, order)
        try startPieces()
        scheduledRoundCount += 1
    }

    /// Asks the policy after a change, at most once per interval; while the last allocation was at time 0
    /// (or never), at every change.
    private mutating func allocateIfDue() throws {
        let elapsed = core.nowSeconds - lastAllocationSeconds
        guard needsAllocation, elapsed >= settings.allocationIntervalSeconds || lastAllocationSeconds == 0
        else {
            return
        }
        book.settle(activeJobs: core.activeJobIDs, elapsedSeconds: elapsed)
        lastAllocationSeconds = core.nowSeconds
        needsAllocation = false
        let decision = try core.askPolicy()
        guard case .timeShares(let allocation) = decision else {
            throw SimulationError.decisionNotSupported(
                mechanism: "gavel", policy: contract.name, kind: decision.kind)
        }
        try core.check(allocation, policy: contract.name)
        book.adopt(allocation, activeJobs: core.activeJobIDs)
    }

    private mutating func typesInRoundOrder() -> [Int] {
        var order = settings.typeOrder
        if !contract.distinguishesGPUTypes { typeShuffler.shuffle(&order) }
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
                for job in jobs where assignmentOfJob[Int(job)] < 0 && book.isAllocated[Int(job)] {
                    try place(job, type: type, gpuCount: Int(size))
                }
            }
        }
        try reportChanges(from: previous)
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
                try core.tell(
                    .jobPreempted(
                        JobPreemption(nowSeconds: core.nowSeconds, jobID: before.jobID, gpus: before.gpus)))
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
        for assignment in assignments {
            let id = Int(assignment.jobID)
            let rate = core.rates.rate(class: Int(core.jobs.classIndices[id]), type: assignment.type)
            let steps = min((rate * settings.roundSeconds).rounded(.towardZero), core.jobs.remainingSteps(id))
            running.append(
                Running(
                    jobID: id, type: assignment.type, gpus: assignment.gpus, steps: steps,
                    finishSeconds: core.nowSeconds + steps / rate))
        }
    }
}
