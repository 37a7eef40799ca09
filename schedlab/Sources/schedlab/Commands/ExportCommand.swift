internal import ArgumentParser
private import Experiments
private import Kit
private import PageAssets
private import Recording
private import Reports

/// What a record can be exported to.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    /// The binary form of cluster viewers.
    case vizBin = "viz-bin"
    /// Chrome's and Perfetto's JSON.
    case perfetto
    /// The log of Gavel's simulator.
    case gavelLog = "gavel-log"
    /// Tables in a folder.
    case csv
    /// A page that needs nothing else, without a script.
    case html
    /// The page to explore a run in.
    case page
}

/// `schedlab export`: a record in the forms of other tools.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a record in the form of another tool.",
        discussion: """
            viz-bin: .viz.bin of version 2. gavel-log: what run --gavel-log writes. perfetto: a trace that ui.perfetto.dev and Chrome open, gzip unless it is named .json. csv: a folder \
            of tables. html: a report without a script; several runs of one workload are compared in it. page: the run to \
            explore, in one file that opens without a network: zoom, every job, why it waits; two runs are compared. What a form cannot say is told on standard error, or refused. A .viz.bin file in place of a record is read \
            and written anew as viz-bin.

            Example: schedlab export out/run.record --to page -o run.html
            """)

    @Argument(
        help: ArgumentHelp(
            "Record, or a folder with one; for html also several, for page also two.", valueName: "run"))
    var recordPaths: [String]

    @Option(name: .customLong("to"), help: "page, html, csv, perfetto, gavel-log or viz-bin.")
    var target: ExportFormat

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("File, for csv a folder.", valueName: "path"))
    var outputPath: String

    @OptionGroup(title: "Pages") var page: PageOptions

    @OptionGroup var overwrite: OverwriteOptions

    @Flag(help: "Print no messages.")
    var quiet = false

    func validate() throws {
        let limit = target == .html ? Int.max : target == .page ? 2 : 1
        if recordPaths.count > limit {
            throw ValidationError(
                "\(recordPaths.count) runs given, --to \(target.rawValue) takes \(limit == 1 ? "one" : "two")"
            )
        }
        if target != .page, let flag = page.firstGiven {
            throw ValidationError("\(flag) is for --to page, not --to \(target.rawValue)")
        }
        if outputPath.isEmpty { throw ValidationError("-o is empty, expected a path") }
    }

    func run() throws {
        if target == .vizBin, VizBinFile.isOne(path: recordPaths[0]) { return try writeAnew(recordPaths[0]) }
        let records = try recordPaths.map { try RunRecord(path: $0) }
        if target != .csv { try overwrite.file(outputPath, isOurs: isOurs) }
        for record in records where !record.isComplete {
            StandardStreams.say("schedlab: \(record.path) is incomplete: what is there is exported\n")
        }
        for note in try write(records) where !quiet { StandardStreams.say("\(target.rawValue): \(note)\n") }
    }

    /// A `.viz.bin` file is taken apart and put together again: nothing of it is lost on the way through a record.
    private func writeAnew(_ path: String) throws {
        try overwrite.file(outputPath, isOurs: isOurs)
        let bytes = try VizBinFile(path: path).encoded()
        let file = try AtomicFile(path: outputPath)
        try file.append(bytes: bytes)
        try file.finish()
    }

    /// Pages say who made them; the other forms are read by tools that expect nothing but data.
    private func isOurs(_ path: String) -> Bool {
        target == .html && HTMLReport.isOne(path: path) || target == .page && PageFile.isOne(path: path)
    }

    /// - Returns: What the form says less exactly than the record.
    private func write(_ records: [RunRecord]) throws -> [String] {
        guard let record = records.first else { return [] }
        switch target {
        case .html:
            try AtomicFile.write(try HTMLReport(records).page(), to: outputPath)
            return []
        case .page:
            try PageFile(records, try page.options).write(to: outputPath)
            return []
        case .csv:
            try CSVExport.write(record, toFolder: try overwrite.folder(outputPath))
            return []
        case .gavelLog:
            let policy = try? PolicyRegistry.entry(record.provenance.policy)
            try GavelLogExport.write(
                record, to: outputPath, policy: policy?.gavelName ?? record.provenance.policy)
            if record.provenance.window == nil && !quiet {
                StandardStreams.say(GavelLogWriter.noTelemetry + "\n")
            }
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
