private import Cluster
private import Kit
internal import Recording
private import Simulation

/// Puts a job's round into words; every number comes from the record.
struct ExplanationWords {
    private let view: RoundView
    private let record: RunRecord
    private let names: JobNames
    private let job: Int
    private let gpuCount: Int
    private let milli: Int
    private let classIndex: Int
    private let arrivalSeconds: Double

    init(_ view: RoundView, record: RunRecord, job: Int, names: JobNames) {
        self.view = view
        self.record = record
        self.job = job
        self.names = names
        let isKnown = view.before.phase(of: job) != .absent && job < view.before.nextJob
        classIndex = isKnown ? view.before.classIndex(of: job) : view.arrival?.classIndex ?? 0
        gpuCount = record.classes[classIndex].scaleFactor
        milli = isKnown ? view.before.milliPerGPU(of: job) : view.arrival?.milliPerGPU ?? 1000
        arrivalSeconds =
            isKnown ? view.before.arrivalSeconds(of: job) : view.arrival?.arrivalSeconds ?? 0
    }

    private var types: [ClusterLayout.GPUType] { view.before.layout.types }

    /// The types that the job runs on.
    private var usableTypes: [Int] {
        let rates = record.classes[classIndex].rates
        let usable = types.indices.filter { $0 >= rates.count || rates[$0] > 0 }
        return usable.isEmpty ? Array(types.indices) : usable
    }

    /// Whether the last decision gave shares of time: only then there are shares to tell of.
    private var hasShares: Bool { view.decision.map { $0.kind == .timeShares } ?? false }

    private var staysOnOneNode: Bool {
        guard case .object(let fields) = record.provenance.experiment,
            case .bool(let isSingle)? = fields.first(where: { $0.0 == "singleNode" })?.1
        else { return false }
        return isSingle
    }

    // MARK: The sentence

    var sentence: String {
        let what = sentenceAboutGPUs
        guard let end = view.end else { return what }
        return what + " It \(end.isCompleted ? "completed" : "was given up") at \(seconds(end.endSeconds))."
    }

    private func start(atSeconds moment: Double) -> String {
        "Round \(view.round?.round ?? 0), \(seconds(moment)): job \(names.label(job))"
    }

    private var sentenceAboutGPUs: String {
        if let placement = view.placement { return sentence(about: placement) }
        let start = start(atSeconds: view.fillSeconds)
        if view.isPreempted, let leave = view.leave {
            return "\(start) lost \(describe(leave.gpus, type: leave.type)): \(newcomers), and \(room)."
        }
        if let stay = view.before.stay(of: job) {
            let place = describe(stay.gpus, type: stay.type)
            // The original counts a stay anew in every round.
            return record.provenance.mechanism == "gavel"
                ? "\(start) ran on \(place) in the round that began at \(seconds(stay.fromSeconds))."
                : "\(start) ran on \(place), which it has had since \(seconds(stay.fromSeconds))."
        }
        if let arrival = view.arrival, view.before.phase(of: job) == .absent,
            arrival.noticedSeconds > view.fillSeconds
        {
            return "\(start) arrived at \(seconds(arrivalSeconds)) and waits for the next round."
        }
        return "\(start) waits for \(need(gpuCount, milli)): \(whyItWaits)."
    }

    private func sentence(about placement: RecordedPlacement) -> String {
        let start = start(atSeconds: placement.nowSeconds)
        let place = describe(placement.gpus, type: placement.type)
        if let move = view.move, let left = view.leave {
            return "\(start) moved from \(describe(move.from, type: left.type)) to \(place), "
                + "\(because(placement))."
        }
        if let stay = view.before.stay(of: job), stay.gpus.ids.sorted() == placement.gpus.ids.sorted() {
            return "\(start) kept \(place)."
        }
        let waited = seconds(placement.nowSeconds - arrivalSeconds)
        return "\(start) got \(place) \(waited) after its arrival, \(because(placement))."
    }

    private func because(_ placement: RecordedPlacement) -> String {
        guard let why = placement.why else { return "for reasons that were not recorded" }
        let credit = credit(why, type: placement.type)
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

    /// How far the job was behind its share of the type; nothing where no policy gave shares.
    private func credit(_ why: PlacementWhy, type: Int) -> String {
        guard hasShares, why.shares.indices.contains(type) else { return "" }
        let share = "its share of \(Numbers.percent(why.shares[type])) of the time on \(types[type].name)"
        let rounded = why.deficitSeconds.rounded()
        if rounded == 0 { return " (it had had \(share))" }
        return " (it was \(seconds(abs(rounded))) \(rounded > 0 ? "behind" : "ahead of") \(share))"
    }

    private func need(_ gpuCount: Int, _ milli: Int) -> String {
        milli < 1000 ? "\(milli) thousandths of a GPU" : gpuCount == 1 ? "1 GPU" : "\(gpuCount) GPUs"
    }

    // MARK: Why it waits

    private var whyItWaits: String {
        guard let decision = view.decision, decision.queue != nil,
            record.provenance.reasons == .all
        else { return room }
        guard let head = view.headOfQueue, head != job else {
            return decision.queue?.contains(job) == true
                ? "it is at the head of the queue, and \(room)"
                : "the policy has not been asked since it came, and \(room)"
        }
        guard let other = view.need(of: head, classes: record.classes) else { return room }
        let who =
            "job \(names.label(head)), which needs \(need(other.gpuCount, other.milli)) and has waited since "
            + seconds(other.arrivalSeconds)
        return decision.allowsBackfill
            ? "\(room); at the head of the queue is \(who), and nobody may pass it who would make it wait longer"
            : "the queue waits for its head, \(who); \(room(orWhy: ""))"
    }

    /// What room there was, and who had the rest.
    private var room: String {
        room(
            orWhy: ", which the policy or the placement rule (also for want of CPU or memory) did not give it"
        )
    }

    /// What room there was, who had the rest, and, where there was enough, why it did not help.
    private func room(orWhy why: String) -> String {
        let rooms = usableTypes.map { (type: $0, room: view.room(type: $0, milli: milli)) }
        guard let most = rooms.max(by: { $0.room.gpuCount < $1.room.gpuCount }), most.room.gpuCount > 0 else {
            return "no GPU of \(typeNames(usableTypes)) has room" + holding
        }
        let (count, hole) = most.room
        let name = types[most.type].name
        if count < gpuCount {
            return "at most \(gpus(count)) of one type (\(name)) \(count == 1 ? "has" : "have") room"
                + holding
        }
        let free = "\(gpus(count)) of \(name) \(count == 1 ? "has" : "have") room"
        if staysOnOneNode && hole < gpuCount {
            return free + ", but at most \(hole) on one node, and jobs stay on one node" + holding
        }
        return free + " (at most \(hole) on one node)" + why
    }

    /// Who holds GPUs that the job could use.
    private var holding: String {
        let usable = Set(usableTypes)
        let holders = view.holders.filter { usable.contains($0.type) && $0.job != job }
        guard !holders.isEmpty else { return "" }
        let shown = holders.prefix(3).map { "job \(names.label($0.job)) (\(gpus($0.gpus.count)))" }
        let rest = holders.count > 3 ? " and \(Numbers.grouped(holders.count - 3)) more" : ""
        return "; GPUs are held by \(shown.joined(separator: ", "))\(rest)"
    }

    private func gpus(_ count: Int) -> String { count == 1 ? "1 GPU" : "\(Numbers.grouped(count)) GPUs" }

    /// Who got GPUs in the round that the job could use.
    private var newcomers: String {
        let rivals = rivals
        guard !rivals.isEmpty else { return "nobody else got GPUs in this round" }
        let shown = rivals.prefix(3).map { names.label($0.job) }.joined(separator: ", ")
        let more = rivals.count > 3 ? " and \(Numbers.grouped(rivals.count - 3)) more" : ""
        return "ahead of it \(rivals.count == 1 ? "was job" : "were jobs") \(shown)\(more)"
    }

    private var rivals: [RecordedPlacement] {
        let usable = Set(usableTypes)
        return view.placements.filter { $0.job != job && usable.contains($0.type) }
    }

    // MARK: The facts

    var facts: [(name: String, value: String)] {
        let model = record.classes[classIndex].model
        let kind = model.isEmpty ? "" : ", class \(JobNames.printable(model))"
        var facts: [(String, String)] = [
            ("needs", "\(need(gpuCount, milli)) of \(typeNames(usableTypes))\(kind)")
        ]
        for type in usableTypes {
            let room = view.room(type: type, milli: milli)
            var words = "\(gpus(room.gpuCount)) with room, at most \(room.largestHole) on one node"
            if hasShares, let share = view.row?.shares[type] {
                words += "; share \(Numbers.percent(share)) of the time"
            }
            if let program = view.program { words += "; price \(program.prices[type])" }
            facts.append((types[type].name, words))
        }
        if hasShares, let row = view.row, row.level.isFinite, row.binding.isFinite, view.program != nil {
            facts.append(("level", "\(row.level), which binds the objective with \(row.binding)"))
        }
        if let program = view.program {
            facts.append(("objective", "\(program.objective): \(program.objectiveValue)"))
        }
        if record.provenance.reasons == .all, let position = view.decision?.queue?.firstIndex(of: job) {
            facts.append(("in the queue", "number \(position + 1) at the last decision"))
        }
        return facts + scoreFacts + rivalFacts
    }

    private var scoreFacts: [(name: String, value: String)] {
        guard let why = view.placement?.why, case .scored(let scores) = why.reason else { return [] }
        let change = scores.fragmentationChangeMilli.map { [("fragmentation", "changes by \($0) milli-GPU")] }
        return scores.best.prefix(5).map { ("candidate node \($0.node)", "score \($0.score)") }
            + (change ?? [])
    }

    /// Who got GPUs instead, for a job that has none.
    private var rivalFacts: [(name: String, value: String)] {
        let hasGPUs = view.placement != nil || (view.before.stay(of: job) != nil && !view.isPreempted)
        return (hasGPUs ? [] : rivals.prefix(5)).map { rival in
            let priority =
                hasShares
                ? rival.why.map { "; priority \(Numbers.fixed($0.priority, decimals: 3))" } ?? "" : ""
            return (
                "ahead: job \(names.label(rival.job))",
                "got \(describe(rival.gpus, type: rival.type))\(priority)"
            )
        }
    }

    // MARK: Words

    private func typeNames(_ indices: [Int]) -> String {
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
