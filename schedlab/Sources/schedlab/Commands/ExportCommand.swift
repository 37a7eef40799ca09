public import ArgumentParser
private import Kit
private import Recording
public import Reports

extension ExportForm: ExpressibleByArgument {}

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
    var target: ExportForm

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("File, for csv a folder.", valueName: "path"))
    var outputPath: String

    @OptionGroup(title: "Pages") var page: PageOptions

    @OptionGroup var overwrite: OverwriteOptions

    @Flag(help: "Print no messages.")
    var quiet = false

    func validate() throws {
        let limit = target.recordLimit
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
        let export = RecordExport(records, target, page: try page.options)
        for note in try export.write(to: outputPath, folder: { try overwrite.folder($0) }) where !quiet {
            StandardStreams.say("\(target.rawValue): \(note)\n")
        }
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
}
