internal import ArgumentParser
private import Kit
private import Recording
private import Reports

/// `schedlab explain`: why a job waits, runs where it runs, was moved.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why a job waited, ran where it ran, moved or lost its GPUs.",
        discussion: """
            With --round: one sentence about that round, and what it rests on: what the job needed, what was free \
            of each type, its share and the prices by the policy's program, who was ahead, scores of nodes. \
            Without: the job's whole life, and the sentence for its last round.

            Example: schedlab explain out/run.record --job 17 --round 240
            """)

    @Argument(help: ArgumentHelp("Record, or a folder with one.", valueName: "run"))
    var recordPath: String

    @Option(
        help: """
            The job, by the id of your own file; #N, or N where no id is a number, counts by arrival from 0.
            """)
    var job: String

    @Option(help: "The round, by its number; without it the job's whole life.")
    var round: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let record = try RunRecord(path: recordPath)
        if !record.isComplete {
            output.complain("\(record.path) is incomplete: the run did not end as it should")
        }
        let names = try JobNames(record)
        let jobID = try names.id(named: job)
        let history = round == nil ? try JobHistory(record, jobID: jobID) : nil
        let explanation = try JobExplanation(
            record, jobID: jobID, round: round ?? history?.lastRound ?? 0, names: names)
        switch output.format {
        case .table: try output.printResult((history.map { $0.text + "\n" } ?? "") + explanation.text)
        case .json:
            var fields: [(String, JSONValue)] = []
            if case .object(let own) = explanation.json { fields = own }
            if let history { fields.append(("history", history.json)) }
            try output.printResult(JSONValue.object(fields).indented)
        case .csv: try output.printResult(history?.csv ?? explanation.csv)
        }
    }
}
