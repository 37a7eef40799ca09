internal import ArgumentParser
private import Cluster
private import Experiments
private import Kit
private import Recording
private import Traces
private import Workload

/// What can be imported.
enum ImportFormat: String, ExpressibleByArgument, CaseIterable {
    /// `.viz.bin` of all versions.
    case vizBin = "viz-bin"
    /// A log of Gavel's simulator.
    case gavelLog = "gavel-log"
}

/// `schedlab import`: a file of another tool as a record.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read a file of another tool as a record.",
        discussion: """
            viz-bin: .viz.bin of version 1 or 2, also with job records of 16 bytes. gavel-log: a log of Gavel's \
            simulator. Known defects of such files are put right, and the report tells which: types in another \
            order than written, job 0 drawn as idle, tenants of a shared GPU told as waiting. What the form does not \
            hold is absent in the record: nothing is made up.

            Example: schedlab import gavel-log run.log -o out/imported.record --cluster philly-108
            """)

    @Argument(
        help: ArgumentHelp(
            "The file; viz-bin or gavel-log before it says what it is, else its content does.",
            valueName: "format file"))
    var formatAndPath: [String]

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("The record to write.", valueName: "file"))
    var outputPath: String

    @Option(
        help: ArgumentHelp(
            "Cluster of a Gavel log, which does not say how GPUs stand in nodes: preset, spec or file.",
            valueName: "cluster"))
    var cluster: String?

    @Option(help: ArgumentHelp("Gavel throughput JSON instead of the built-in table.", valueName: "file"))
    var throughputs: String?

    @OptionGroup(title: "Output") var overwrite: OverwriteOptions

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard (1...2).contains(formatAndPath.count) else {
            throw ValidationError("\(formatAndPath.count) files given, expected one")
        }
        if formatAndPath.count == 2, ImportFormat(rawValue: formatAndPath[0]) == nil {
            throw ValidationError("'\(formatAndPath[0])' is no format, expected viz-bin or gavel-log")
        }
        if outputPath.isEmpty { throw ValidationError("-o is empty, expected a file") }
    }

    func run() throws {
        try overwrite.file(outputPath, isOurs: RunRecord.isOne(path:))
        let table =
            try throughputs.map { try GavelThroughputsReader.table(path: $0, neededTypes: []) }
            ?? GavelMeasurements.table()
        var options = RecordImport.Options(speeds: SpeedBook(table))
        if formatAndPath.count == 2 { options.format = RecordImport.Format(rawValue: formatAndPath[0]) }
        options.layout = try cluster.map { try ClusterFiles.layout(specOrPath: $0, isStrict: false).layout }
        for policy in PolicyRegistry.all { options.policyNames[policy.gavelName] = policy.name }
        options.engine = "schedlab \(RootCommand.configuration.version)"
        options.command = CommandLine.arguments
        let report = try RecordImport.write(
            formatAndPath[formatAndPath.count - 1], to: outputPath, options: options)
        switch output.format {
        case .table: try output.printResult(report.text)
        case .json: try output.printResult(report.json.indented)
        case .csv: try output.printResult(report.csv)
        }
    }
}
