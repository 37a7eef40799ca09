private import Cluster
private import Kit
internal import Recording
private import Simulation

/// Puts a job's round into words.
struct ExplanationWords {
    private let view: RoundView
    private let record: RunRecord
    private let job: Int
    private let jobID: UInt32
    private let gpuCount: Int
    private let milli: Int
    private let classIndex: Int
    private let arrivalSeconds: Double

    init(_ view: RoundView, record: RunRecord, job: Int, jobID: UInt32) {
        self.view = view
        self.record = record
        self.job = job
        self.jobID = jobID
        let isKnown = view.before.phase(of: job) != .absent && job < view.before.nextJob
        classIndex = isKnown ? view.before.classIndex(of: job) : view.arrival?.classIndex ?? 0
        gpuCount = record.classes[classIndex].scaleFactor
        milli = isKnown ? view.before.milliPerGPU(of: job) : view.arrival?.milliPerGPU ?? 1000
        arrivalSeconds =
            isKnown ? view.before.arrivalSeconds(of: job) : view.arrival?.arrivalSeconds ?? 0
    }

    private var types: [ClusterLayout.GPUType] { view.before.layout.types }
    private var nowSeconds: Double { view.round?.nowSeconds ?? 0 }

    /// The types that the job runs on.
    private var usableTypes: [Int] {
        let rates = record.classes[classIndex].rates
        let usable = types.indices.filter { $0 >= rates.count || rates[$0] > 0 }
        return usable.isEmpty ? Array(types.indices) : usable
    }

    // MARK: The sentence

    var sentence: String {
        let what = sentenceAboutGPUs
        guard let end = view.end else { return what }
        return what + " It \(end.isCompleted ? "completed" : "was given up") at \(seconds(end.endSeconds))."
    }

    private var sentenceAboutGPUs: String {
        let start = "Round \(view.round?.round ?? 0), \(seconds(nowSeconds)): job \(jobID)"
        if let placement = view.placement {
            let place = describe(placement.gpus, type: placement.type)
            if let move = view.move, let left = view.leave {
                return "\(start) moved from \(describe(move.from, type: left.type)) to \(place), "
                    + "\(because(placement))."
            }
            if let stay = view.before.stay(of: job), stay.gpus.ids.sorted() == placement.gpus.ids.sorted() {
                return "\(start) kept \(place)."
            }
            return
                "\(start) got \(place) after \(seconds(placement.nowSeconds - arrivalSeconds)) in the cluster, "
                + "\(because(placement))."
        }
        if view.isPreempted, let leave = view.leave {
            return "\(start) lost \(describe(leave.gpus, type: leave.type)): \(ahead), and \(noRoom)."
        }
        if let stay = view.before.stay(of: job) {
            return "\(start) ran on \(describe(stay.gpus, type: stay.type)), which it has had since "
                + "\(seconds(stay.fromSeconds))."
        }
        if view.arrival != nil && view.before.phase(of: job) == .absent {
            return "\(start) arrived at \(seconds(arrivalSeconds)) and waits for the next round."
        }
        return "\(start) waits for \(need): \(noRoom); \(ahead)."
    }

    private func because(_ placement: RecordedPlacement) -> String {
        guard let why = placement.why else { return "for reasons that were not recorded" }
        let credit =
            why.shares.isEmpty
            ? ""
            : " (it was \(seconds(why.deficitSeconds)) behind its share of "
                + "\(Numbers.percent(why.shares[placement.type])) of the time on \(types[placement.type].name))"
        switch why.reason {
        case .kept: return "where it had been" + credit
        case .firstFree: return "the first free GPUs" + credit
        case .drawn(let count): return "drawn among \(count) nodes with room" + credit
        case .spread(let count):
            return "over the \(count) nodes with most room, since no single one had enough" + credit
        case .scored(let scores):
            return "the best of \(scores.candidateNodeCount) nodes with room by score" + credit
        case nil: return "why these GPUs is not in the imported file" + credit
        }
    }

    private var need: String {
        milli < 1000 ? "\(milli) thousandths of a GPU" : gpuCount == 1 ? "1 GPU" : "\(gpuCount) GPUs"
    }

    /// Whether there would have been room.
    private var noRoom: String {
        let rooms = usableTypes.map { (type: $0, room: view.room(type: $0, milli: milli)) }
        let most = rooms.max { $0.room.gpuCount < $1.room.gpuCount }
        guard let most, most.room.gpuCount > 0 else {
            return "no GPU of \(names(usableTypes)) has room"
        }
        if most.room.gpuCount < gpuCount {
            return "at most \(most.room.gpuCount) GPUs of one type (\(types[most.type].name)) have room"
        }
        return "there is room on \(types[most.type].name) (\(most.room.gpuCount) GPUs, the largest hole has "
            + "\(most.room.largestHole)), which the policy, its queue or the rule (also for want of CPU or memory) left free"
    }

    /// Who got the GPUs that the job could use.
    private var ahead: String {
        let rivals = rivals
        guard !rivals.isEmpty else { return "nobody else got GPUs in this round" }
        let shown = rivals.prefix(3).map { "\(view.before.safeID(of: $0.job))" }.joined(separator: ", ")
        let more = rivals.count > 3 ? " and \(Numbers.grouped(rivals.count - 3)) more" : ""
        return "ahead of it \(rivals.count == 1 ? "was job" : "were jobs") \(shown)\(more)"
    }

    private var rivals: [RecordedPlacement] {
        let usable = Set(usableTypes)
        return view.placements.filter { $0.job != job && usable.contains($0.type) }
    }

    // MARK: The facts

    var facts: [(name: String, value: String)] {
        var facts: [(String, String)] = [
            ("needs", "\(need) of \(names(usableTypes)), class \(record.classes[classIndex].model)")
        ]
        for type in usableTypes {
            let room = view.room(type: type, milli: milli)
            var words = "\(room.gpuCount) GPUs with room, at most \(room.largestHole) on one node"
            if let share = view.row?.shares[type] { words += "; share \(Numbers.percent(share)) of the time" }
            if let program = view.program { words += "; price \(program.prices[type])" }
            facts.append((types[type].name, words))
        }
        if let row = view.row, !row.level.isNaN {
            facts.append(("level", "\(row.level), which binds the objective with \(row.binding)"))
        }
        if let program = view.program {
            facts.append(("objective", "\(program.objective): \(program.objectiveValue)"))
        }
        if let position = view.queuePosition { facts.append(("in the queue", "number \(position + 1)")) }
        if let why = view.placement?.why, case .scored(let scores) = why.reason {
            for candidate in scores.best.prefix(5) {
                facts.append(("candidate node \(candidate.node)", "score \(candidate.score)"))
            }
            if let change = scores.fragmentationChangeMilli {
                facts.append(("fragmentation", "changes by \(change) milli-GPU"))
            }
        }
        let hasGPUs = view.placement != nil || (view.before.stay(of: job) != nil && !view.isPreempted)
        for rival in hasGPUs ? [] : rivals.prefix(5) {
            let priority = rival.why.map { "; priority \(Numbers.fixed($0.priority, decimals: 3))" } ?? ""
            facts.append(
                (
                    "ahead: job \(view.before.safeID(of: rival.job))",
                    "got \(describe(rival.gpus, type: rival.type))\(priority)"
                ))
        }
        return facts
    }

    // MARK: Words

    private func names(_ indices: [Int]) -> String {
        indices.map { types[$0].name }.joined(separator: ", ")
    }

    private func seconds(_ seconds: Double) -> String { "\(Numbers.grouped(Optional(seconds))) s" }

    private func describe(_ gpus: GPURuns, type: Int) -> String {
        let runs = gpus.runs.prefix(4).map { run in
            run.count == 1 ? "\(run.first)" : "\(run.first)-\(run.first + run.count - 1)"
        }
        let more = gpus.runs.count > 4 ? ", …" : ""
        return "\(gpus.count) \(types[type].name) (GPU \(runs.joined(separator: ", "))\(more))"
    }
}

extension RecordState {
    /// The id of a job; its number where it arrived later.
    fileprivate func safeID(of job: Int) -> UInt32 { job < nextJob ? id(of: job) : UInt32(job) }
}
