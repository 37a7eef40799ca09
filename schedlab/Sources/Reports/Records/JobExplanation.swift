private import Cluster
public import Kit
public import Recording
private import Simulation

/// Why a job waited, ran where it ran, moved or lost its GPUs in a round: a sentence and a small table.
public struct JobExplanation {
    /// The answer in one sentence.
    public let sentence: String
    /// What it rests on.
    public let facts: [(name: String, value: String)]
    private let jobID: UInt32
    private let label: String
    private let round: Int

    /// Explains a job's round.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - jobID: The job's id.
    ///   - round: The mechanism's number of the round.
    ///   - names: What the jobs are called; nil = read from the record.
    /// - Throws: ``RecordError`` when there is no such round, or the job was not there.
    public init(_ record: RunRecord, jobID: UInt32, round: Int, names: JobNames? = nil) throws {
        let names = try names ?? JobNames(record)
        let view = try Self.view(record, jobID: jobID, round: round)
        self.init(view, record: record, jobID: jobID, round: round, names: names)
    }

    /// Reads a job's round.
    ///
    /// - Throws: ``RecordError`` when there is no such round.
    static func view(_ record: RunRecord, jobID: UInt32, round: Int) throws -> RoundView {
        guard let view = try RoundView(record, jobID: jobID, round: round) else {
            throw RecordError.notRecorded(
                path: record.path, what: "there is no round \(round)",
                remedy: "the record has \(record.roundCount) rounds; 'schedlab check' shows how far it goes")
        }
        return view
    }

    /// Explains a round that was read already.
    init(_ view: RoundView, record: RunRecord, jobID: UInt32, round: Int, names: JobNames) {
        self.jobID = jobID
        self.round = round
        label = names.label(id: jobID)
        guard let job = view.job else {
            let wasEarlier = names.number(id: jobID).map { view.before.nextJob > $0 } ?? false
            sentence =
                "Job \(label) is not there in round \(round): "
                + (wasEarlier ? "it had ended before." : "it had not arrived yet.")
            facts = []
            return
        }
        let words = ExplanationWords(view, record: record, job: job, names: names)
        sentence = words.sentence
        facts = words.facts
    }

    /// The sentence, and the table under it.
    public var text: String {
        var table = TextTable(heading: ["what", "value"], alignments: [.left, .left])
        for fact in facts { table.addRow([fact.name, fact.value]) }
        return sentence + "\n" + (facts.isEmpty ? "" : "\n" + table.text)
    }

    /// The same for programs.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("job", .int(Int(jobID))), ("name", .string(label)),
            ("round", .int(round)),
            ("sentence", .string(sentence)),
            ("facts", .object(facts.map { ($0.name, .string($0.value)) })),
        ])
    }

    /// The same as rows of a name and a value.
    public var csv: String {
        CSVLine.text(["name", "value"]) + CSVLine.text(["sentence", sentence])
            + facts.map { CSVLine.text([$0.name, $0.value]) }.joined()
    }
}
