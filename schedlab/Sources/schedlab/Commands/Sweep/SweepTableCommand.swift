internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep table`: one figure over seeds.
struct SweepTableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Show one figure as mean over seeds with its 95 % interval.",
        discussion: """
            Points that are overloaded, cut by their time limit or without a result stand apart and are left out \
            of comparisons. --against compares on equal seeds.

            Example: schedlab sweep table figure-9.yaml --of averageJCT --against policy=max_min_fairness
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(name: .customLong("of"), help: ArgumentHelp("Figure.", valueName: "name"))
    var figure: String

    @Option(help: ArgumentHelp("What the others are held against, on equal seeds.", valueName: "rule"))
    var against: String?

    @Flag(name: .customLong("include-unfit"), help: "Compare points that are not fine as well.")
    var includeUnfit = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let table = try SeedTable(
            try sweep.results(), figure: figure, against: try SweepOptions.condition("--against", against),
            isInclusive: includeUnfit)
        switch output.format {
        case .table: try output.printResult(table.text)
        case .json: try output.printResult(table.json.indented)
        case .csv: try output.printResult(table.csv)
        }
    }
}
