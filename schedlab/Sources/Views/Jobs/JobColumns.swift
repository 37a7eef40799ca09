private import Kit
internal import Recording

/// One row for each job: its life in figures.
struct JobColumns {
    /// What a job is doing at the end of the record; the numbers are part of the format.
    private enum State: UInt8 {
        case waiting = 0
        case running = 1
        case completed = 2
        case givenUp = 3
    }

    /// Their own ids.
    private(set) var ids: [UInt32] = []
    private var classes: [UInt32] = []
    private var milli: [UInt32] = []
    private var arrival: [Double] = []
    private var firstStart: [Double] = []
    private var end: [Double] = []
    private var state: [UInt8] = []
    private var moves: [UInt32] = []
    private var preemptions: [UInt32] = []
    private var starts: [UInt32] = []
    private var heldGPUSeconds: [Double] = []
    private var work: [Double] = []
    private var tallies: [JobTally] = []
    private var users = TextTable()
    private var queues = TextTable()
    private var user: [UInt32] = []
    private var queue: [UInt32] = []
    private var nameOffset: [UInt32] = [0]
    private var names: [UInt8] = []
    private let speeds: ClassSpeeds
    private let spread: NodeSpread

    /// Texts in the order in which they came; the first is empty.
    private struct TextTable {
        var texts = [""]
        var index: [String: UInt32] = ["": 0]

        mutating func number(_ text: String) -> UInt32 {
            if let known = index[text] { return known }
            let number = UInt32(texts.count)
            texts.append(text)
            index[text] = number
            return number
        }
    }

    init(_ record: RunRecord) {
        speeds = ClassSpeeds(record)
        spread = NodeSpread(record.provenance.layout)
    }

    /// Number of jobs.
    var count: Int { ids.count }
    /// Who submitted jobs; the first is empty.
    var userNames: [String] { users.texts }
    /// Queues; the first is empty.
    var queueNames: [String] { queues.texts }
    /// Jobs that completed.
    var completedCount: Int { state.count { $0 == State.completed.rawValue } }
    /// Jobs that were given up.
    var droppedCount: Int { state.count { $0 == State.givenUp.rawValue } }
    /// Moves of all jobs.
    var moveCount: Int { moves.reduce(0) { $0 + Int($1) } }
    /// Preemptions of all jobs.
    var preemptionCount: Int { preemptions.reduce(0) { $0 + Int($1) } }
    /// Whether work is said of any job.
    var saysWork: Bool { work.contains { $0 > 0 } }
    /// Whether speeds are known of any class.
    var saysSpeeds: Bool { speeds.areKnown }

    /// From the first arrival of some jobs to their last end, in seconds; nil when they have not all come.
    func window(_ jobs: Range<Int>, toSeconds: Double) -> (from: Double, to: Double)? {
        guard !jobs.isEmpty, jobs.upperBound <= count, jobs.lowerBound >= 0 else { return nil }
        let last = jobs.reduce(-Double.infinity) { max($0, end[$1].isNaN ? toSeconds : end[$1]) }
        return (arrival[jobs.lowerBound], last)
    }

    /// Completion time of each; NaN = not completed.
    var completionSeconds: [Double] {
        (0..<count).map {
            state[$0] == State.completed.rawValue ? end[$0] - arrival[$0] : .nan
        }
    }

    /// The jobs that wait longest before their first GPU, and those that move most; half of each.
    func telling(_ limit: Int) -> [Int] {
        let waits = (0..<count).map { firstStart[$0].isNaN ? Double.infinity : firstStart[$0] - arrival[$0] }
        let changes = (0..<count).map { moves[$0] + preemptions[$0] }
        let byWait = (0..<count).sorted { waits[$0] != waits[$1] ? waits[$0] > waits[$1] : $0 < $1 }
        let byMoves = (0..<count).filter { changes[$0] > 0 }.sorted {
            changes[$0] != changes[$1] ? changes[$0] > changes[$1] : $0 < $1
        }
        var chosen = Set(byMoves.prefix(limit / 2))
        for job in byWait where chosen.count < limit { chosen.insert(job) }
        return chosen.sorted()
    }

    // MARK: Events

    mutating func take(_ event: RecordedEvent) {
        switch event {
        case .arrived(_, let job): append(job)
        case .placed(let placed):
            let job = placed.job
            if firstStart[job].isNaN { firstStart[job] = placed.nowSeconds }
            tallies[job].begin(placed, spread)
        case .left(let left):
            leave(left.job, atSeconds: left.toSeconds, isCredited: left.isCredited)
        case .moved(let job, _, _): moves[job] += 1
        case .preempted(let job, _): preemptions[job] += 1
        case .ended(let ended):
            end[ended.job] = ended.endSeconds
            state[ended.job] = (ended.isCompleted ? State.completed : .givenUp).rawValue
        case .roundBegan, .decided, .runEnded: break
        }
    }

    private mutating func append(_ job: RecordedJob) {
        ids.append(job.id)
        classes.append(UInt32(job.classIndex))
        milli.append(UInt32(job.milliPerGPU))
        arrival.append(job.arrivalSeconds)
        firstStart.append(.nan)
        end.append(.nan)
        state.append(State.waiting.rawValue)
        moves.append(0)
        preemptions.append(0)
        starts.append(0)
        heldGPUSeconds.append(0)
        work.append(job.totalSteps)
        tallies.append(JobTally(secondsPerMove: speeds.secondsPerMove(classIndex: job.classIndex)))
        user.append(users.number(job.user))
        queue.append(queues.number(job.queue))
        names += Array(job.name.utf8)
        nameOffset.append(UInt32(names.count))
    }

    private mutating func leave(_ job: Int, atSeconds toSeconds: Double, isCredited: Bool) {
        let stay = tallies[job]
        guard stay.isRunning else { return }
        let speed = speeds.speed(classIndex: Int(classes[job]), type: stay.type)
        heldGPUSeconds[job] +=
            max(toSeconds - stay.fromSeconds, 0) * Double(stay.gpus.count * stay.milliPerGPU) / 1000
        tallies[job].end(atSeconds: toSeconds, isCredited: isCredited, speed)
    }

    /// What lasts counts up to the end of the record.
    mutating func finish(atSeconds now: Double) {
        for job in tallies.indices where tallies[job].isRunning {
            leave(job, atSeconds: now, isCredited: true)
            if state[job] == State.waiting.rawValue { state[job] = State.running.rawValue }
        }
        for job in tallies.indices { starts[job] = UInt32(tallies[job].startCount) }
    }

    // MARK: The part

    /// The part `jobs`.
    ///
    /// - Parameter toSeconds: End of the record.
    /// - Returns: Its bytes.
    func part(toSeconds: Double) -> [UInt8] {
        var writer = PartWriter("jobs", header: [("rowCount", .int(count))])
        writer.add("id", ids)
        writer.add("class", classes)
        writer.add("milli", milli)
        writer.add("arrival", arrival)
        writer.add("firstStart", firstStart)
        writer.add("end", end)
        writer.add("state", state)
        writer.add("moves", moves)
        writer.add("preemptions", preemptions)
        writer.add("starts", starts)
        writer.add("heldGPUSeconds", heldGPUSeconds)
        writer.add("work", work)
        add(times(toSeconds: toSeconds), to: &writer)
        writer.add("user", user)
        writer.add("queue", queue)
        if !names.isEmpty {
            writer.add("nameOffset", nameOffset)
            writer.add("names", raw: names)
        }
        return writer.bytes
    }

    /// Each job's completion time taken apart.
    private func times(toSeconds: Double) -> [TimeApart] {
        (0..<count).map { job in
            let best = speeds.best(classIndex: Int(classes[job]))
            return TimeApart(
                tallies[job], arrivalSeconds: arrival[job], firstStartSeconds: firstStart[job],
                endSeconds: end[job].isNaN ? toSeconds : end[job],
                fastestSeconds: state[job] == State.completed.rawValue && best > 0 ? work[job] / best : nil)
        }
    }

    private func add(_ times: [TimeApart], to writer: inout PartWriter) {
        writer.add("wait", times.map { Float($0.withoutGPUsSeconds) })
        writer.add("ideal", times.map { Float($0.idealSeconds) })
        writer.add("waiting", times.map { Float($0.waitingSeconds) })
        writer.add("slowerType", times.map { Float($0.slowerTypeSeconds) })
        writer.add("spanning", times.map { Float($0.spanningSeconds) })
        writer.add("moving", times.map { Float($0.movingSeconds) })
        writer.add("sharing", times.map { Float($0.sharingSeconds) })
        writer.add("other", times.map { Float($0.otherSeconds) })
    }
}
