private import Cluster
public import Kit
public import Recording
public import Views

/// Whole lives of chosen jobs with what `explain` says of their decisions, read in two passes: the parts `job?n=` of the
/// server, and `lives` of a file, where they lie together because that takes a third of the bytes.
public struct JobLives {
    /// What happened to a job.
    private struct Step {
        var round: Int
        var seconds: Double
        var what: String
        var type: String
        var gpus: String
    }

    private struct Life {
        var steps: [Step] = []
        var lastRound = 0
        var firstWaitRound: Int?
        var lastGPUs = GPURuns()
        var lastLeftSeconds = 0.0
        var isOver = false
        var isPlaced = false
    }

    /// Decisions that are told of a job: the first ones and the last ones.
    private static let firstCount = 8
    private static let lastCount = 4

    private let record: RunRecord
    private let names: JobNames
    private var lives: [Int: Life] = [:]
    /// Jobs that arrived in the round that is being read.
    private var fresh: [Int] = []
    private var round = 0

    /// Reads lives.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - jobs: Numbers of the jobs.
    ///   - names: What jobs are called.
    /// - Throws: ``RecordError``.
    public init(_ record: RunRecord, jobs: [Int], names: JobNames) throws {
        self.record = record
        self.names = names
        let chosen = Set(jobs)
        var reading = self
        try record.forEachEvent { reading.take($0, chosen) }
        lives = reading.lives
    }

    /// Number of the jobs that were found.
    public var count: Int { lives.count }

    /// The part `job?n=` of a job; nil when it is not among those that were read.
    ///
    /// - Throws: ``RecordError``.
    public func json(ofJob job: Int) throws -> JSONValue? {
        guard let life = lives[job] else { return nil }
        return described(job, life, try decisions(among: [job])[job] ?? [])
    }

    /// All of the lives with what was decided of them, from which the part `lives` is made.
    public struct Told {
        fileprivate let lives: JobLives
        fileprivate let decisions: [Int: [JSONValue]]

        /// The part `lives`.
        ///
        /// - Parameter hasHistories: False for a file whose stays tell them already; they are most of its bytes.
        /// - Returns: A JSON object by job, in the order of their numbers.
        public func part(hasHistories: Bool) -> RunParts.Part {
            let jobs = lives.lives.keys.sorted().map { job in
                (
                    "\(job)",
                    lives.described(
                        job, lives.lives[job] ?? Life(), decisions[job] ?? [], hasHistory: hasHistories)
                )
            }
            let json = JSONValue.object([
                ("part", .string("lives")), ("version", .int(1)), ("jobs", .object(jobs)),
            ])
            return RunParts.Part(name: "lives", bytes: Array(json.oneLine.utf8))
        }
    }

    /// Reads what was decided of the jobs, in one pass.
    ///
    /// - Throws: ``RecordError``.
    public func told() throws -> Told {
        Told(lives: self, decisions: try decisions(among: Array(lives.keys)))
    }

    private func described(
        _ job: Int, _ life: Life, _ decisions: [JSONValue], hasHistory: Bool = true
    ) -> JSONValue {
        .object(
            [
                ("part", .string("job")), ("version", .int(1)), ("job", .int(job)),
                ("id", .int(names.recordID(job).map(Int.init) ?? job)), ("lastRound", .int(life.lastRound)),
            ] + (hasHistory ? [("history", .array(life.steps.map(Self.described)))] : [])
                + [("decisions", .array(decisions))])
    }

    /// What `explain` says of the told rounds, by job: one pass for all of them.
    private func decisions(among jobs: [Int]) throws -> [Int: [JSONValue]] {
        var wanted: [Int: [Int]] = [:]
        for job in jobs.sorted() {
            for round in lives[job].map(Self.told) ?? [] { wanted[round, default: []].append(job) }
        }
        var reading = DecisionReading(record: record, names: names, wanted: wanted, jobs: Set(jobs))
        var states: [RecordState] = []
        try record.forEachEvent(
            withStatesBefore: Set(wanted.keys), { states.append($0) },
            { event in
                if let state = states.popLast() { reading.begin(state) }
                reading.take(event)
            })
        reading.finish()
        return reading.answers
    }

    // MARK: The pass

    private mutating func beginRound(_ label: Int) {
        round = label
        for job in fresh where lives[job]?.isPlaced == false && lives[job]?.isOver == false {
            lives[job]?.firstWaitRound = round
        }
        fresh.removeAll()
        for job in lives.keys where lives[job]?.isOver == false { lives[job]?.lastRound = round }
    }

    private mutating func take(_ event: RecordedEvent, _ chosen: Set<Int>) {
        switch event {
        case .roundBegan(let began): beginRound(began.round)
        case .arrived(let job, let arrived) where chosen.contains(job):
            lives[job] = Life(lastRound: round)
            fresh.append(job)
            add(job, arrived.arrivalSeconds, "arrived")
        case .placed(let placed) where lives[placed.job] != nil:
            if placed.gpus != lives[placed.job]?.lastGPUs {
                add(placed.job, placed.nowSeconds, "got GPUs", placed.type, placed.gpus)
            }
            lives[placed.job]?.lastGPUs = placed.gpus
            lives[placed.job]?.isPlaced = true
        case .left(let left) where lives[left.job] != nil:
            lives[left.job]?.lastLeftSeconds = left.toSeconds
        case .moved(let job, _, _) where lives[job] != nil:
            if let last = lives[job]?.steps.indices.last { lives[job]?.steps[last].what = "moved" }
        case .preempted(let job, _):
            guard let life = lives[job] else { return }
            add(job, life.lastLeftSeconds, "lost its GPUs")
            lives[job]?.lastGPUs = GPURuns()
        case .ended(let end) where lives[end.job] != nil:
            add(end.job, end.endSeconds, end.isCompleted ? "completed" : "given up")
            lives[end.job]?.isOver = true
        default: break
        }
    }

    private mutating func add(
        _ job: Int, _ seconds: Double, _ what: String, _ type: Int? = nil,
        _ gpus: GPURuns = GPURuns()
    ) {
        let ids = gpus.runs.map { $0.count == 1 ? "\($0.first)" : "\($0.first)-\($0.first + $0.count - 1)" }
        lives[job]?.steps.append(
            Step(
                round: round, seconds: seconds, what: what,
                type: type.map { record.provenance.layout.types[$0].name } ?? "",
                gpus: ids.joined(separator: " ")))
    }

    // MARK: What is told

    /// Rounds whose decisions are told, ascending.
    private static func told(_ life: Life) -> [Int] {
        let happened = life.steps.filter { $0.what != "arrived" }.map(\.round)
        let all = Set(happened + [life.firstWaitRound].compactMap { $0 }).sorted()
        guard all.count > firstCount + lastCount else { return all }
        return Array(all.prefix(firstCount) + all.suffix(lastCount))
    }

    private static func described(_ step: Step) -> JSONValue {
        .object([
            ("round", .int(step.round)), ("seconds", .double(step.seconds)), ("what", .string(step.what)),
            ("type", .string(step.type)), ("gpus", .string(step.gpus)),
        ])
    }
}
