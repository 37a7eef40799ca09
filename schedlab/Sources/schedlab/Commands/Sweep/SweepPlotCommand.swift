internal import ArgumentParser
private import Foundation
private import Kit
internal import Sweeps

/// `schedlab sweep plot`: a figure of one's own sweep.
struct SweepPlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draw a figure of a sweep, as wide as a column of a paper.",
        discussion: """
            Means over seeds with their 95 % interval, seeds as dots, one series for each combination of the fields \
            that vary. Points that are overloaded or cut are hollow and not joined. Over --x demand a fill's \
            figures are drawn at every 5 % of demand.

            Example: schedlab sweep plot figure-9.yaml --of averageJCT --x rate --as hours
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(name: .customLong("of"), help: ArgumentHelp("Figure.", valueName: "name"))
    var figure: String

    @Option(help: ArgumentHelp("Field along the horizontal axis.", valueName: "field"))
    var x = "rate"

    @Option(
        name: .customLong("as"), help: "How values are shown: plain, hours or missing-percent.",
        transform: { try FigureOptions.value($0, of: FigureRequest.Form.self) })
    var form: FigureRequest.Form = .plain

    @Option(name: .customLong("where"), help: ArgumentHelp("Which points.", valueName: "rule"))
    var condition: String?

    @Option(help: ArgumentHelp("Upper end of the vertical axis at most, as it is shown.", valueName: "value"))
    var yLimit: Double?

    @Option(help: ArgumentHelp("Name of the files (default: the sweep file's).", valueName: "name"))
    var name: String?

    @Option(help: "What stands above the drawing.")
    var title = ""

    @OptionGroup(title: "Files") var figures: FigureOptions
    @OptionGroup(title: "Output") var overwrite: OverwriteOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let name, name.isEmpty || name.contains("/") {
            throw ValidationError("--name is '\(name)', expected a file name without a folder")
        }
        if let yLimit, !(yLimit > 0 && yLimit.isFinite) {
            throw ValidationError("--y-limit is \(yLimit), expected a number above 0")
        }
    }

    func run() throws {
        let results = try sweep.results()
        let figure = x == FigureRequest.demandName ? figure : try results.fullName(of: figure)
        let file = URL(fileURLWithPath: sweep.file).deletingPathExtension().lastPathComponent
        var request = FigureRequest(
            name: name ?? file, figure: figure, form: form, x: x,
            condition: try SweepOptions.condition("--where", condition), yLimit: yLimit)
        request.title = title
        let data = try FigureData(request, results)
        guard !data.isEmpty else {
            throw SweepError.incomplete(
                missingCount: results.plan.points.count - results.doneCount,
                totalCount: results.plan.points.count, shards: [])
        }
        let command = FigureOptions.commandLine
        let files = try figures.write([data], command: command, overwrite)
        let table = FigureTable(data, command: command)
        try output.printResult(output.format == .csv ? table.csv : table.text)
        output.say("schedlab: wrote \(files.joined(separator: ", ")) to \(figures.out)")
    }
}
