internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep results`: what came out, point by point.
struct SweepResultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Show results point by point.",
        discussion: """
            Columns are fields of the sweep, figures of the summary (firstWaitSeconds.p95 is also \
            p95FirstWaitSeconds), judgement (fine, overloaded or cut) and key.

            Example: schedlab sweep results figure-9.yaml --where 'policy=fifo and rate>2' \
            --columns rate,seed,averageJCT --format csv
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        name: .customLong("where"), help: ArgumentHelp("Only points for which this holds.", valueName: "rule")
    )
    var condition: String?

    @Option(help: ArgumentHelp("Fields and figures, separated by commas.", valueName: "names"))
    var columns: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let table = try PointTable(
            try sweep.results(), where: try SweepOptions.condition("--where", condition),
            columns: columns?.split(separator: ",").map(String.init))
        switch output.format {
        case .table: try output.printResult(table.text)
        case .json: try output.printResult(table.json.indented)
        case .csv: try output.printResult(table.csv)
        }
    }
}
