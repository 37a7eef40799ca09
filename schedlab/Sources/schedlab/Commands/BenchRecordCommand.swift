internal import ArgumentParser
private import Kit
private import Recording

extension BenchCommand {
    /// `schedlab bench record`: how long it takes to open a record and to seek in it.
    struct Record: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "record", abstract: "Open a record and seek to random rounds.",
            discussion: """
                Each time, the record is opened anew and the state at the beginning of a random round is read: who \
                runs where, who waits. The file is in the system's memory after the first time.

                Example: schedlab bench record out/run.record --seeks 100
                """)

        @Argument(help: ArgumentHelp("Record, or a folder with one.", valueName: "run"))
        var recordPath: String

        @Option(parsing: .unconditional, help: "Number of seeks, 1 to 100,000.")
        var seeks = 100

        @Option(parsing: .unconditional, help: "Seed of the random rounds.")
        var seed: UInt64 = 0

        @OptionGroup(title: "Output") var output: OutputOptions

        func validate() throws {
            guard (1...100_000).contains(seeks) else {
                throw ValidationError("--seeks is \(seeks), expected 1 to 100,000")
            }
        }

        func run() throws {
            let record = try RunRecord(path: recordPath)
            guard record.roundCount > 0 else {
                throw RecordError.notRecorded(
                    path: recordPath, what: "it has no rounds", remedy: "record a run with some")
            }
            var random = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
            var milliseconds: [Double] = []
            var activeJobCount = 0
            let clock = ContinuousClock()
            for _ in 0..<seeks {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let round = Int(random >> 33) % record.roundCount
                let duration = try clock.measure {
                    let state = try RunRecord(path: recordPath).state(beforeRound: round)
                    activeJobCount = max(activeJobCount, state.activeJobs.count)
                }
                milliseconds.append(Double(duration.components.attoseconds) / 1e15)
            }
            try report(record, milliseconds.sorted(), activeJobCount)
        }

        private func report(_ record: RunRecord, _ sorted: [Double], _ activeJobCount: Int) throws {
            let (median, worst) = (sorted[sorted.count / 2], sorted[sorted.count - 1])
            switch output.format {
            case .table:
                try output.printResult(
                    """
                    record     \(record.path), \(Numbers.grouped(record.roundCount)) rounds, \
                    \(Numbers.grouped(record.byteCount)) bytes, at most \(Numbers.grouped(activeJobCount)) jobs active
                    open+seek  median \(Numbers.fixed(median, decimals: 2)) ms, worst \
                    \(Numbers.fixed(worst, decimals: 2)) ms of \(Numbers.grouped(sorted.count))

                    """)
            case .json:
                try output.printResult(
                    JSONValue.object([
                        ("schemaVersion", .int(1)), ("record", .string(record.path)),
                        ("roundCount", .int(record.roundCount)), ("byteCount", .int(record.byteCount)),
                        ("seekCount", .int(sorted.count)),
                        (
                            "host",
                            .object([
                                ("medianMilliseconds", .double(median)),
                                ("worstMilliseconds", .double(worst)),
                            ])
                        ),
                    ]).indented)
            case .csv:
                try output.printResult(CSVLine.text(["rounds", "seeks", "median_ms", "worst_ms"]))
                try output.printResult(
                    CSVLine.text(["\(record.roundCount)", "\(sorted.count)", "\(median)", "\(worst)"]))
            }
        }
    }
}
