internal import ArgumentParser
private import Recording
private import Reports
private import TextFormats

/// What a record can be exported to.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    /// The binary form of cluster viewers.
    case vizBin = "viz-bin"
    /// Chrome's and Perfetto's JSON.
    case perfetto
    /// Tables in a folder.
    case csv
}

/// `schedlab export`: a record in the forms of other tools.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a record in the form of another tool.",
        discussion: """
            viz-bin: .viz.bin of version 2. perfetto: a trace that ui.perfetto.dev and Chrome open. csv: a folder \
            of tables. What a form cannot say is told on standard error, or refused.

            Example: schedlab export out/run.record --to perfetto -o run.json
            """)

    @Argument(help: ArgumentHelp("Record, or a folder with one.", valueName: "run"))
    var recordPath: String

    @Option(name: .customLong("to"), help: "viz-bin, perfetto or csv.")
    var target: ExportFormat

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("File, for csv a folder.", valueName: "path"))
    var outputPath: String

    @Flag(help: "Print no messages.")
    var quiet = false

    func validate() throws {
        if outputPath.isEmpty { throw ValidationError("-o is empty, expected a path") }
    }

    func run() throws {
        let record = try RunRecord(path: recordPath)
        if !record.isComplete {
            StandardStreams.say("schedlab: \(record.path) is incomplete: what is there is exported\n")
        }
        for note in try write(record) where !quiet { StandardStreams.say("\(target.rawValue): \(note)\n") }
    }

    /// - Returns: What the form says less exactly than the record.
    private func write(_ record: RunRecord) throws -> [String] {
        switch target {
        case .csv:
            try CSVExport.write(record, toFolder: outputPath)
            return []
        case .perfetto:
            let outcome = try PerfettoExport.write(record, to: outputPath)
            return outcome.cutSeconds.map {
                [
                    "cut off at \($0) s after \(Numbers.grouped(outcome.eventCount)) events: the form is not made for more"
                ]
            } ?? []
        case .vizBin:
            let export = try VizBinExport(record)
            try export.write(to: outputPath)
            return export.reductions
        }
    }
}
