import Cluster
internal import Workload

/// What all mechanisms share: the clock, the life of jobs, the cluster's state, and who watches.
///
/// A mechanism decides *when* things happen; this type makes them happen, keeps the books and tells
/// the observers.
struct SimulationCore {
    /// Part by which two sums of the same seconds in another order may differ.
    private static let sumTolerance = 1e-9
    /// The simulated clock in seconds.
    public private(set) var nowSeconds: Double
    /// All jobs that have arrived.
    public internal(set) var jobs = JobTable()
    /// Ids of the active jobs, ascending.
    public private(set) var activeJobIDs: [Int32] = []
    /// Speeds of the classes seen so far.
    public private(set) var rates: RateTable
    /// What is free.
    public private(set) var cluster: ClusterState
    /// True busy seconds of each GPU.
    private(set) var heldSecondsOfGPU: [Double]
    /// GPU-seconds of each job on each type, indexed by `job id * type count + type`.
    private var heldGPUSecondsOnType: [Double] = []
    /// Jobs that completed or were dropped.
    public private(set) var endedJobCount = 0
    /// Largest number of active jobs at once.
    public private(set) var activeJobCountPeak = 0

    var source: any JobSource
    var policy: any Policy
    var rule: any PlacementRule
    private let observers: [any Observer]
    private let keepsJobsOnOneNode: Bool
    private let nodeSizes: NodeSizes
    private var target: RunningTarget
    private var fragmentation: FragmentationBook?

    /// Sets the stage.
    init(_ setup: SimulationSetup, startSeconds: Double) {
        nowSeconds = startSeconds
        rates = RateTable(
            gpuTypes: setup.layout.types.map(\.name), gpuCounts: setup.layout.types.map(\.gpuCount),
            speeds: setup.speeds)
        cluster = ClusterState(setup.layout)
        heldSecondsOfGPU = Array(repeating: 0, count: setup.layout.gpuCount)
        source = setup.source
        policy = setup.policy
        rule = setup.placement
        observers = setup.observers
        keepsJobsOnOneNode = setup.keepsJobsOnOneNode
        nodeSizes = NodeSizes(setup.layout)
        target = RunningTarget(setup.target)
        if target.isUsed { fragmentation = FragmentationBook(cluster, target: target.target) }
    }

    /// The cluster's shape.
    public var layout: ClusterLayout { cluster.layout }

    /// Tells every observer.
    func tell(_ event: @autoclosure () -> SimulationEvent) throws {
        guard !observers.isEmpty else { return }
        let event = event()
        for observer in observers { try observer.observe(event) }
    }

    /// Moves the clock forward.
    mutating func setClock(_ seconds: Double) {
        if seconds > nowSeconds { fragmentation?.add(seconds - nowSeconds, cluster) }
        nowSeconds = seconds
    }

    /// Fragmentation so far, averaged over time; nil when there is no workload to measure it against.
    var fragmentationAverages: FragmentationAverages? { fragmentation?.averages }

    /// Moves a sliding target workload on, before a job is placed.
    private mutating func refreshTarget() {
        guard target.advance(toSeconds: nowSeconds, jobs: jobs, layout: layout) else { return }
        rule.adopt(target.target)
        fragmentation?.adopt(target.target, cluster)
    }

    /// Admits the next job of the source.
    ///
    /// - Returns: Its id; nil when the source is empty.
    mutating func admitNextJob() throws -> Int? {
        guard let job = try source.next() else { return nil }
        let row = try rates.row(of: job.jobClass)
        jobs.append(job, classIndex: row)
        activeJobIDs.append(Int32(job.id))
        for _ in layout.types { heldGPUSecondsOnType.append(0) }
        activeJobCountPeak = max(activeJobCountPeak, activeJobIDs.count)
        assert(
            job.arrivalSeconds <= nowSeconds,
            "job \(job.id) arrives at \(job.arrivalSeconds), after \(nowSeconds)")
        try tell(.jobArrived(JobArrival(nowSeconds: nowSeconds, job: job)))
        return job.id
    }

    /// Asks the policy about the active jobs.
    ///
    /// - Parameters:
    ///   - waiting: Those of them that hold no GPUs; nil = all.
    ///   - roundNumber: The mechanism's number of the round that begins.
    /// - Returns: Its decision, after the observers were told.
    /// - Throws: Whatever the policy or an observer throws.
    mutating func askPolicy(waiting: [Int32]? = nil, roundNumber: Int) throws -> Decision {
        let snapshot = Snapshot(
            nowSeconds: nowSeconds, layout: layout, activeJobIDs: activeJobIDs,
            waitingJobIDs: waiting ?? activeJobIDs, jobs: jobs, rates: rates,
            cluster: cluster, roundNumber: roundNumber)
        let decision = try policy.decide(snapshot)
        try tell(
            .allocationDecided(
                AllocationDecided(
                    nowSeconds: nowSeconds, decision: decision, answer: policy.recordedAnswer)))
        return decision
    }

    /// Holds an allocation against the cluster and the active jobs.
    ///
    /// - Throws: ``SimulationError/malformedDecision(policy:problem:)``.
    func check(_ allocation: TimeShares, policy: String) throws {
        guard allocation.typeCount == layout.types.count else {
            throw SimulationError.malformedDecision(
                policy: policy,
                problem: "\(allocation.typeCount) types, the cluster has \(layout.types.count)")
        }
        for job in allocation.jobIDs
        where !jobs.phases.indices.contains(Int(job)) || jobs.phases[Int(job)] != .active {
            throw SimulationError.malformedDecision(policy: policy, problem: "job \(job) is not active")
        }
    }

    /// Takes GPUs for a job from now on.
    mutating func take(_ gpus: [Int32], for id: Int) {
        cluster.take(
            gpus: gpus, milliPerGPU: jobs.demandMilliGPU(id), cpuMilli: jobs.cpuMilli[id],
            memoryMiB: jobs.memoryMiB[id])
        if let first = gpus.first {
            jobs.currentTypes[id] = Int32(layout.nodes[Int(layout.nodeOfGPU[Int(first)])].typeIndex)
        }
        if jobs.firstStartSeconds[id].isNaN { jobs.firstStartSeconds[id] = nowSeconds }
        assert(jobs.arrivalSeconds[id] <= nowSeconds, "job \(id) runs before it arrives")
    }

    /// Chooses and takes GPUs for a job by the placement rule.
    ///
    /// - Returns: The choice; nil when the rule finds no place.
    /// - Throws: ``SimulationError/badPlacement(rule:jobID:gpus:)`` when the rule breaks its contract.
    mutating func place(_ demand: PlacementDemand) throws -> PlacementChoice? {
        guard let choice = try choose(demand) else { return nil }
        take(choice.gpus, for: Int(demand.jobID))
        return choice
    }

    /// Chooses GPUs for a job by the placement rule, without taking them.
    ///
    /// - Throws: ``SimulationError/badPlacement(rule:jobID:gpus:)`` when the rule breaks its contract.
    mutating func choose(_ demand: PlacementDemand) throws -> PlacementChoice? {
        refreshTarget()
        guard let choice = rule.choose(demand, in: cluster) else { return nil }
        guard demand.isMet(by: choice, in: cluster) else {
            throw SimulationError.badPlacement(rule: rule.name, jobID: Int(demand.jobID), gpus: choice.gpus)
        }
        return choice
    }

    /// Places a waiting job of an ordered queue on the most wanted type with room.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - preference: Which type it wants most.
    ///   - isAllowed: Whether it may have these GPUs.
    /// - Returns: The type and the choice; nil when the job fits nowhere now.
    /// - Throws: ``SimulationError/badPlacement(rule:jobID:gpus:)`` when the rule breaks its contract.
    mutating func placeQueued(
        _ job: Int32, preference: OrderedQueue.TypePreference,
        where isAllowed: ([Int32]) -> Bool = { _ in true }
    ) throws -> (type: Int, choice: PlacementChoice)? {
        let row = Int(jobs.classIndices[Int(job)])
        for type in typesToTry(forClass: row, preference: preference) {
            guard let choice = try choose(demand(of: job, type: type)), isAllowed(choice.gpus) else {
                continue
            }
            take(choice.gpus, for: Int(job))
            return (type, choice)
        }
        return nil
    }

    /// What a job needs on a type.
    func demand(of job: Int32, type: Int) -> PlacementDemand {
        let id = Int(job)
        let gpuCount = Int(jobs.scaleFactors[id])
        let mayRuleSpan = !keepsJobsOnOneNode || gpuCount > nodeSizes.largest(ofType: type)
        var demand = PlacementDemand(
            jobID: job, typeIndex: type, gpuCount: gpuCount, milliPerGPU: jobs.demandMilliGPU(id),
            cpuMilli: jobs.cpuMilli[id], memoryMiB: jobs.memoryMiB[id],
            maySpan: jobs.nodeCounts[id] == 0 && mayRuleSpan)
        demand.shape.nodeCount = jobs.nodeCounts[id]
        return demand
    }

    /// Steps per second of a job on the GPUs that it has: less where it spans more nodes than it needs, and
    /// more than those on which its duration was recorded.
    func rate(of id: Int, type: Int, gpus: [Int32]) -> Double {
        let row = Int(jobs.classIndices[id])
        let isSpread =
            gpus.count > 1
            && layout.nodeCount(of: gpus)
                > max(
                    jobs.recordedNodeCounts[id],
                    nodeSizes.fewestNodes(type: type, gpuCount: gpus.count))
        return isSpread ? rates.spanningRate(class: row, type: type) : rates.rate(class: row, type: type)
    }

    /// The GPU types that a class can run on and that may have room, most wanted first.
    func typesToTry(forClass row: Int, preference: OrderedQueue.TypePreference) -> [Int] {
        let types = layout.types.indices.filter { rates.rate(class: row, type: $0) > 0 }
        return types.sorted { a, b in
            let (x, y) =
                switch preference {
                case .mostFree: (Double(cluster.freeGPUsOfType[a]), Double(cluster.freeGPUsOfType[b]))
                case .fastest: (rates.rate(class: row, type: a), rates.rate(class: row, type: b))
                }
            return x != y ? x > y : a < b
        }
    }

    /// Gives a job's GPUs back and books the time that it held them.
    mutating func release(_ gpus: [Int32], of id: Int, fromSeconds: Double, toSeconds: Double) {
        cluster.release(
            gpus: gpus, milliPerGPU: jobs.demandMilliGPU(id), cpuMilli: jobs.cpuMilli[id],
            memoryMiB: jobs.memoryMiB[id])
        let seconds = (toSeconds - fromSeconds) * (Double(jobs.demandMilliGPU(id)) / 1000)
        for gpu in gpus { heldSecondsOfGPU[Int(gpu)] += seconds }
        jobs.heldGPUSeconds[id] += seconds * Double(gpus.count)
        guard let first = gpus.first else { return }
        let type = layout.nodes[Int(layout.nodeOfGPU[Int(first)])].typeIndex
        heldGPUSecondsOnType[id * layout.types.count + type] += seconds * Double(gpus.count)
    }

    /// Notes and tells that a job lost its GPUs and got no others.
    mutating func preempt(_ job: Int32, gpus: [Int32]) throws {
        jobs.currentTypes[Int(job)] = -1
        try tell(.jobPreempted(JobPreemption(nowSeconds: nowSeconds, jobID: job, gpus: gpus)))
    }

    /// Ends jobs and tells the observers; the ids leave the list of active jobs.
    mutating func end(_ id: Int, phase: JobTable.Phase, endSeconds: Double) throws {
        jobs.phases[id] = phase
        jobs.endSeconds[id] = endSeconds
        endedJobCount += 1
        removeFromActive(Int32(id))
        let end = JobEnd(nowSeconds: nowSeconds, jobID: Int32(id), endSeconds: endSeconds)
        try tell(phase == .completed ? .jobCompleted(end) : .jobDropped(end))
    }

    /// Binary search: active ids ascend.
    private mutating func removeFromActive(_ id: Int32) {
        var low = 0
        var high = activeJobIDs.count
        while low < high {
            let middle = (low + high) / 2
            if activeJobIDs[middle] < id { low = middle + 1 } else { high = middle }
        }
        precondition(low < activeJobIDs.count && activeJobIDs[low] == id, "job \(id) is not active")
        activeJobIDs.remove(at: low)
    }

    /// GPU type on which each job held most GPU-seconds, ties by lower index; -1 = none yet.
    var mostUsedTypeOfJob: [Int32] {
        let typeCount = layout.types.count
        return (0..<jobs.count).map { id in
            var best: Int32 = -1
            var most = 0.0
            for type in 0..<typeCount where heldGPUSecondsOnType[id * typeCount + type] > most {
                best = Int32(type)
                most = heldGPUSecondsOnType[id * typeCount + type]
            }
            return best
        }
    }

    /// GPU-seconds held by all jobs so far.
    public var heldGPUSeconds: Double { heldSecondsOfGPU.reduce(0, +) }

    /// The error for a run in which nothing happens any more.
    var standstill: SimulationError {
        let first = activeJobIDs.first.map(Int.init) ?? 0
        return .stuck(
            nowSeconds: nowSeconds, activeJobCount: activeJobIDs.count, firstJobID: first,
            gpuCount: jobs.count > first ? Int(jobs.scaleFactors[first]) : 0)
    }

    /// In debug builds, recounts what must be conserved at every 64th pass: a full recount costs
    /// as much as many passes.
    func checkInvariants(pass: Int) {
        assert(!pass.isMultiple(of: 64) || brokenInvariant() == nil, brokenInvariant() ?? "")
    }

    /// Recounts what must be conserved; for debug builds and tests.
    ///
    /// - Returns: What does not add up, nil when all is well.
    public func brokenInvariant() -> String? {
        if let broken = cluster.brokenInvariant() { return broken }
        let byJob = jobs.heldGPUSeconds.reduce(0, +)
        let byGPU = heldGPUSeconds
        if abs(byJob - byGPU) > Self.sumTolerance * max(byJob, 1) {
            return "jobs held \(byJob) GPU-seconds, GPUs were held \(byGPU)"
        }
        if activeJobIDs.count + endedJobCount != jobs.count {
            return "\(jobs.count) jobs arrived, \(activeJobIDs.count) are active and \(endedJobCount) ended"
        }
        return nil
    }
}
