internal import Kit
internal import Recording

/// Explains chosen rounds of chosen jobs while a record is read from its beginning.
struct DecisionReading {
    private let record: RunRecord
    private let names: JobNames
    /// Jobs by the number of the round.
    private let wanted: [Int: [Int]]
    private let jobs: Set<Int>
    private let isInRounds: Bool
    private var known = RoundView.KnownDecision()
    private var before: RecordState?
    private var label: Int?
    private var events: [RecordedEvent] = []
    /// The answers by job, in order of their rounds.
    private(set) var answers: [Int: [JSONValue]] = [:]

    init(record: RunRecord, names: JobNames, wanted: [Int: [Int]], jobs: Set<Int>) {
        self.record = record
        self.names = names
        self.wanted = wanted
        self.jobs = jobs
        isInRounds = record.provenance.mechanism == "standard"
    }

    /// Ends the round that was read, and begins one that is wanted.
    mutating func begin(_ state: RecordState) {
        finish()
        before = state
    }

    mutating func take(_ event: RecordedEvent) {
        if case .roundBegan(let round) = event {
            // Rounds may share a number: they are one then.
            if let label, label != round.round, !events.isEmpty { finish() }
            label = round.round
        }
        if before != nil { events.append(event) }
        guard case .decided(let decided) = event else { return }
        known.decision = decided
        if let program = decided.program { known.program = program }
        for row in decided.rows ?? [] where jobs.contains(row.job) { known.rowOfJob[row.job] = row }
    }

    /// Explains the round that was read.
    mutating func finish() {
        guard let before, let label else { return }
        for job in wanted[label] ?? [] {
            guard let id = names.recordID(job) else { continue }
            let view = RoundView(
                before: before, events: events, job: job, jobID: id, known: known, isInRounds: isInRounds)
            let answer = WhyAnswer(view, record: record, job: job, id: id, round: label, names: names)
            answers[job, default: []].append(answer.json)
        }
        self.before = nil
        events.removeAll(keepingCapacity: true)
    }
}
