public import Cluster

/// What a record says of one moment; writer and reader keep the same one, so that expected things take no
/// bytes.
public struct RecordState: Sendable {
    /// Where a job stands.
    public enum Phase: UInt8, Sendable {
        /// Not known at this point of the record.
        case absent
        /// Active without GPUs.
        case waiting
        /// Active with GPUs.
        case running
        /// Completed or dropped.
        case ended
    }

    /// A job's stay on its GPUs; for a job that waits, its last one.
    public struct Stay: Sendable {
        /// GPU type.
        public var type = 0
        /// The GPUs.
        public var gpus = GPURuns()
        /// Share of each in milli-GPU.
        public var milliPerGPU = 0
        /// When it began, in seconds.
        public var fromSeconds = 0.0
        /// Seconds at its beginning without work.
        var warmUpSeconds = 0.0
        /// Stays are numbered by their beginning.
        var order = 0
    }

    /// What must be known of a job to read on.
    struct JobRow {
        var id: UInt32 = 0
        var classIndex = 0
        var milliPerGPU = 0
        var arrivalSeconds = 0.0
        var totalSteps = 0.0
        /// Steps done in earlier stays, as far as times and speeds tell.
        var stepsRun = 0.0
        var phase = Phase.absent
        var stay = Stay()
        /// Place in a list that is being worked on; means nothing otherwise.
        var mark: Int32 = -1
    }

    /// The cluster.
    public let layout: ClusterLayout
    /// Length of a full round in seconds; 0 where there are none.
    let roundSeconds: Double
    /// Seconds without work after a move or a pause.
    let secondsPerMove: Double
    /// Classes of jobs that are known so far.
    public internal(set) var classes: [RecordedClass] = [] {
        didSet {
            for added in classes.dropFirst(rates.count / max(layout.types.count, 1)) {
                rates += layout.types.indices.map { $0 < added.rates.count ? added.rates[$0] : 0 }
            }
        }
    }
    /// Their speeds in one list, by class and type.
    private var rates: [Double] = []
    /// The clock in seconds.
    public internal(set) var clockSeconds = 0.0
    /// The last round that began; nil before the first.
    public internal(set) var round: RecordedRound?
    var jobs = JobRows()
    /// Jobs that are active, ascending.
    public internal(set) var activeJobs = ActiveJobs()
    /// Jobs that hold GPUs, in the order in which they got them.
    public internal(set) var runningJobs: [Int32] = []
    /// Stays that ended since the round began or since changes were told.
    var recentlyLeft: [(job: Int32, stay: Stay)] = []
    private var free: FreeGPUs
    /// Number of the next job.
    public internal(set) var nextJob = 0
    /// Jobs that ended.
    public internal(set) var endedJobCount = 0
    /// GPUs in use per type; a GPU shared by several jobs counts for each.
    var usedGPUsOfType: [Int]
    /// Price of one more GPU of each type by the last program; empty before the first.
    public internal(set) var prices: [Double] = []
    var objectiveValue = 0.0
    var lastArrivalSeconds = 0.0
    var nextArrivalSeconds = 0.0
    /// Full length of a round's piece of work by class and type, in seconds; 0 = not seen yet.
    var pieceSeconds: [Double] = []
    var stayCount = 0
    /// A file cannot hold as many jobs; damage must not make room for more.
    var jobLimit = Int.max
    /// For each type, the GPU after the last one that was given away.
    var cursorOfType: [Int32]
    /// For each type, a GPU below which all are wholly taken.
    private var lowestFreeOfType: [Int32]
    /// For each type, the GPU after its last one.
    private let endOfType: [Int]

    /// The state before anything has happened.
    init(layout: ClusterLayout, roundSeconds: Double, secondsPerMove: Double) {
        self.layout = layout
        self.roundSeconds = roundSeconds
        self.secondsPerMove = secondsPerMove
        free = FreeGPUs(count: layout.gpuCount)
        usedGPUsOfType = Array(repeating: 0, count: layout.types.count)
        lowestFreeOfType = layout.types.map { Int32($0.gpus.lowerBound) }
        cursorOfType = lowestFreeOfType
        endOfType = layout.types.map(\.gpus.upperBound)
    }

    /// Free share of each GPU in milli-GPU; negative where a foreign record books a GPU twice.
    public var freeMilli: [Int32] { free.milli }

    /// The job's own id.
    public func id(of job: Int) -> UInt32 { jobs[job].id }

    /// Where a job stands; absent for one that had ended before the reader began, or has not arrived.
    public func phase(of job: Int) -> Phase { jobs.contains(job) ? jobs[job].phase : .absent }

    /// A job's stay; nil when it holds no GPUs.
    public func stay(of job: Int) -> Stay? { phase(of: job) == .running ? jobs[job].stay : nil }

    /// GPUs that a job takes at once.
    public func gpuCount(of job: Int) -> Int { classes[jobs[job].classIndex].scaleFactor }

    /// Share of each GPU that a job takes, in milli-GPU.
    public func milliPerGPU(of job: Int) -> Int { jobs[job].milliPerGPU }

    /// Row of a job's class.
    public func classIndex(of job: Int) -> Int { jobs[job].classIndex }

    /// When a job arrived, in seconds.
    public func arrivalSeconds(of job: Int) -> Double { jobs[job].arrivalSeconds }

    /// Position of an active job among the active ones, by binary search.
    func rank(of job: Int) -> Int { activeJobs.rank(of: Int32(job)) }

    // MARK: What happens

    mutating func beginRound(_ round: RecordedRound) {
        self.round = round
        if let next = round.nextArrivalSeconds { nextArrivalSeconds = next }
        recentlyLeft.removeAll(keepingCapacity: true)
    }

    mutating func arrive(_ job: RecordedJob) {
        jobs.append(
            JobRow(
                id: job.id, classIndex: job.classIndex, milliPerGPU: job.milliPerGPU,
                arrivalSeconds: job.arrivalSeconds, totalSteps: job.totalSteps, phase: .waiting))
        activeJobs.append(Int32(nextJob))
        lastArrivalSeconds = job.arrivalSeconds
        nextJob += 1
    }

    mutating func place(_ placement: PlacementCode.Item) {
        let job = placement.job
        let stay = Stay(
            type: placement.type, gpus: placement.gpus, milliPerGPU: placement.milliPerGPU,
            fromSeconds: clockSeconds, warmUpSeconds: jobs[job].stepsRun > 0 ? secondsPerMove : 0,
            order: stayCount)
        stayCount += 1
        runningJobs.append(Int32(job))
        book(stay, sign: -1)
        cursorOfType[placement.type] = stay.gpus.end
        jobs[job].phase = .running
        jobs[job].stay = stay
    }

    /// Ends stays; the jobs stand in `runningJobs` at ascending positions.
    mutating func leave(atPositions positions: [Int], toSeconds: [Double]) {
        guard !positions.isEmpty else { return }
        for (index, position) in positions.enumerated() {
            let job = Int(runningJobs[position])
            jobs[job].phase = .waiting
            countSteps(job, toSeconds: toSeconds[index])
            let stay = jobs[job].stay
            book(stay, sign: 1)
            recentlyLeft.append((Int32(job), stay))
        }
        if positions.count == 1 {
            runningJobs.remove(at: positions[0])
        } else if positions.count == runningJobs.count {
            runningJobs.removeAll(keepingCapacity: true)
        } else {
            runningJobs.removeAll { jobs[Int($0)].phase != .running }
        }
        for type in cursorOfType.indices { cursorOfType[type] = lowestFreeOfType[type] }
    }

    /// A running job does its last step now.
    mutating func finish(_ job: Int) {
        let position = runningPosition(of: job)
        leave(atPositions: [position], toSeconds: [clockSeconds])
        end(job)
    }

    mutating func end(_ job: Int) {
        let rank = rank(of: job)
        if rank < activeJobs.count, activeJobs[rank] == Int32(job) { activeJobs.remove(at: rank) }
        jobs[job].phase = .ended
        endedJobCount += 1
    }

    /// Running jobs stand in the order of their stays' beginnings.
    private func runningPosition(of job: Int) -> Int {
        let order = jobs[job].stay.order
        var low = 0
        var high = runningJobs.count
        while low < high {
            let middle = (low + high) / 2
            if jobs[Int(runningJobs[middle])].stay.order < order { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func rate(_ job: Int) -> Double {
        rates[jobs[job].classIndex * usedGPUsOfType.count + jobs[job].stay.type]
    }

    private mutating func countSteps(_ job: Int, toSeconds: Double) {
        let seconds = max(0, toSeconds - jobs[job].stay.fromSeconds - jobs[job].stay.warmUpSeconds)
        jobs[job].stepsRun = min(jobs[job].stepsRun + seconds * rate(job), jobs[job].totalSteps)
    }

    private mutating func book(_ stay: borrowing Stay, sign: Int32) {
        let milli = sign * Int32(stay.milliPerGPU)
        let type = stay.type
        var count = 0
        stay.gpus.forEachRun { run in
            free.add(milli, first: Int(run.first), count: Int(run.count))
            count += Int(run.count)
            if sign > 0 { lowestFreeOfType[type] = min(lowestFreeOfType[type], run.first) }
        }
        usedGPUsOfType[type] -= Int(sign) * count
        guard sign < 0 else { return }
        lowestFreeOfType[type] = Int32(
            free.firstWithRoom(
                from: Int(lowestFreeOfType[type]), before: endOfType[type]))
    }

    // MARK: What is expected

    /// The GPUs that a job most probably gets: the first free ones after the last that were given away.
    func expectedGPUs(type: Int, count: Int, milliPerGPU: Int) -> GPURuns {
        var runs = GPURuns()
        var missing = count
        let end = endOfType[type]
        var gpu = free.firstWithRoom(from: Int(cursorOfType[type]), before: end)
        while missing > 0 && gpu < end {
            if free.milli[gpu] >= Int32(milliPerGPU) {
                runs.append(first: Int32(gpu), count: 1)
                missing -= 1
            }
            gpu = free.firstWithRoom(from: gpu + 1, before: end)
        }
        return runs
    }

    /// When a running job's piece of the round most probably ends.
    func expectedPieceEnd(_ job: Int) -> Double {
        let index = jobs[job].classIndex * usedGPUsOfType.count + jobs[job].stay.type
        return index < pieceSeconds.count && pieceSeconds[index] > 0
            ? jobs[job].stay.fromSeconds + pieceSeconds[index] : clockSeconds
    }

    /// When a running job most probably does its last step; the clock where its speed is not known.
    func expectedFinish(_ job: Int) -> Double {
        let rate = rate(job)
        guard rate > 0 else { return clockSeconds }
        return jobs[job].stay.fromSeconds + jobs[job].stay.warmUpSeconds
            + (jobs[job].totalSteps - jobs[job].stepsRun) / rate
    }

    /// Whether a list of placements is worth a look at every active job.
    func isLongList(_ placementCount: Int) -> Bool { placementCount * 16 >= activeJobs.count }

    /// The active jobs without GPUs.
    var waitingJobs: [Int32] { activeJobs.filter { jobs[Int($0)].phase != .running } }

    /// When the round most probably ends.
    var expectedRoundEndSeconds: Double {
        guard !pieceSeconds.isEmpty else { return (round?.nowSeconds ?? 0) + roundSeconds }
        return runningJobs.reduce(clockSeconds) { max($0, expectedPieceEnd(Int($1))) }
    }

    mutating func setPieceSeconds(_ seconds: Double, classIndex: Int, type: Int) {
        let index = classIndex * layout.types.count + type
        while pieceSeconds.count <= index { pieceSeconds.append(0) }
        pieceSeconds[index] = seconds
    }

    /// Moves and preemptions that follow from the stays that ended, by the beginning of the stay: who runs
    /// on other GPUs now, who waits.
    func expectedChanges() -> [RecordChange] {
        var changes: [RecordChange] = []
        changes.reserveCapacity(recentlyLeft.count)
        for index in recentlyLeftByBeginning {
            if let change = expectedChange(at: index) { changes.append(change) }
        }
        return changes
    }

    /// The same as events.
    func expectedChangeEvents() -> [RecordedEvent] {
        recentlyLeftByBeginning.compactMap { index in
            expectedChange(at: index).map { event($0, before: recentlyLeft[index].stay.gpus) }
        }
    }

    private func expectedChange(at index: Int) -> RecordChange? {
        let job = Int(recentlyLeft[index].job)
        switch jobs[job].phase {
        case .waiting: return RecordChange(job: Int32(job), isMove: false)
        case .running:
            let isSame = jobs[job].stay.gpus.hasSameGPUs(as: recentlyLeft[index].stay.gpus)
            return isSame ? nil : RecordChange(job: Int32(job), isMove: true)
        case .absent, .ended: return nil
        }
    }

    private var recentlyLeftByBeginning: [Int] {
        let orders = recentlyLeft.map(\.stay.order)
        let indices = Array(orders.indices)
        if zip(orders, orders.dropFirst()).allSatisfy({ $0 < $1 }) { return indices }
        return indices.sorted { orders[$0] < orders[$1] }
    }

    /// What a change was, with the GPUs before and after.
    func event(_ change: RecordChange) -> RecordedEvent {
        event(change, before: recentlyLeft.last { $0.job == change.job }?.stay.gpus ?? GPURuns())
    }

    private func event(_ change: RecordChange, before: GPURuns) -> RecordedEvent {
        let job = Int(change.job)
        return change.isMove
            ? .moved(job: job, from: before, to: jobs[job].stay.gpus) : .preempted(job: job, from: before)
    }
}

/// A move or a preemption.
struct RecordChange: Equatable {
    var job: Int32
    var isMove: Bool
}
