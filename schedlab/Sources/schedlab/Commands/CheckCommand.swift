internal import ArgumentParser
private import Kit
private import Recording

/// `schedlab check`: the invariants of a record.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Recount a record: does everything in it add up?",
        discussion: """
            Checks that no share of a GPU is given away twice, that waiting and running jobs are the active ones, \
            that the counts of each round are those of the events, that the times of each job are in order, and \
            that GPU-seconds are the same by jobs and by GPUs. A record that was cut off is checked to its end.

            Exit code 1 when something does not add up.

            Example: schedlab check out/run.record
            """)

    @Argument(help: ArgumentHelp("Record, or a folder with one.", valueName: "run"))
    var recordPath: String

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let record = try RunRecord(path: recordPath)
        let check = try RecordCheck(record)
        switch output.format {
        case .table: try output.printResult(text(record, check))
        case .json: try output.printResult(json(record, check).indented)
        case .csv:
            let rows = check.findings.map { CSVLine.text(["\($0.round)", "\($0.seconds)", $0.problem]) }
            try output.printResult(CSVLine.text(["round", "seconds", "problem"]) + rows.joined())
        }
        if check.findingCount > 0 { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }

    private func text(_ record: RunRecord, _ check: RecordCheck) -> String {
        let completeness =
            record.isComplete
            ? "complete"
            : "INCOMPLETE: it ends in round \(Numbers.grouped(check.roundCount)), "
                + "\(Numbers.grouped(record.ignoredByteCount)) bytes after the last complete batch are left out"
        var text = """
            record     \(record.path), \(Numbers.grouped(record.byteCount)) bytes, of which reasons \
            \(Numbers.grouped(record.reasonByteCount)); \(completeness)
            holds      \(Numbers.grouped(check.roundCount)) rounds, \(Numbers.grouped(check.jobCount)) jobs, \
            \(Numbers.grouped(check.stayCount)) stays, \(Numbers.grouped(check.placementChangeCount)) changes of \
            placement, \(Numbers.grouped(check.moveCount)) moves, \(Numbers.grouped(check.preemptionCount)) \
            preemptions, \(Numbers.grouped(check.heldGPUSeconds)) GPU-seconds
            check      \(check.findingCount == 0 ? "everything adds up" : "\(check.findingCount) FINDINGS")

            """
        for finding in check.findings {
            text += "  round \(finding.round), \(Numbers.grouped(finding.seconds)) s: \(finding.problem)\n"
        }
        return text
    }

    private func json(_ record: RunRecord, _ check: RecordCheck) -> JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("record", .string(record.path)),
            ("isComplete", .bool(record.isComplete)), ("byteCount", .int(record.byteCount)),
            ("reasonByteCount", .int(record.reasonByteCount)),
            ("ignoredByteCount", .int(record.ignoredByteCount)), ("roundCount", .int(check.roundCount)),
            ("jobCount", .int(check.jobCount)), ("stayCount", .int(check.stayCount)),
            ("placementChangeCount", .int(check.placementChangeCount)), ("moveCount", .int(check.moveCount)),
            ("preemptionCount", .int(check.preemptionCount)),
            ("heldGPUSeconds", .double(check.heldGPUSeconds)), ("findingCount", .int(check.findingCount)),
            (
                "findings",
                .array(
                    check.findings.map {
                        .object([
                            ("round", .int($0.round)), ("seconds", .double($0.seconds)),
                            ("problem", .string($0.problem)),
                        ])
                    })
            ),
        ])
    }
}
