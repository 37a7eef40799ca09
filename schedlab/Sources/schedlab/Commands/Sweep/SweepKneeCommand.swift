internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep knee`: how much can come before it is too much.
struct SweepKneeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "knee", abstract: "Find the greatest rate that is not overloaded, with its interval.",
        discussion: """
            By bisection, for every combination of the other fields and for each seed on its own; the mean over seeds \
            has a 95 % interval. Runs go to the store and are never done twice. A run is overloaded when more work \
            arrives than the cluster can do, or when its backlog grew over the second half.

            Example: schedlab sweep knee figure-9.yaml --of averageJCT --x rate=2..8
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(help: ArgumentHelp("Figure to tell at the knee.", valueName: "figure"))
    var of = "averageJCT"

    @Option(
        help: ArgumentHelp(
            "Field to search; its ends are those of its values in the file, or NAME=LEAST..GREATEST.",
            valueName: "field"))
    var x = "rate"

    @Option(help: ArgumentHelp("How near the knee has to be found, in per cent of it.", valueName: "percent"))
    var tolerance = 1.0

    @Option(help: "Runs at a time; the results do not depend on it (default: all cores).")
    var threads: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1") }
        guard tolerance > 0, tolerance <= 50 else {
            throw ValidationError("--tolerance is \(tolerance), expected per cent, > 0 and at most 50")
        }
    }

    func run() throws {
        let store = try sweep.resultStore()
        let search = try KneeSearch(
            try SweepFile.read(sweep.file), x: x, figure: of, tolerance: tolerance / 100,
            engine: SweepOptions.engine)
        try store.prepare()
        let execution = SweepExecution(store: store, threads: threads, keepsRecords: false, output: output)
        let knees = try search.knees(StoreEvaluator(store: store) { _ = try execution.run($0, of: $1) })
        let table = KneeTable(knees, x: x, figure: of)
        switch output.format {
        case .table: try output.printResult(table.text)
        case .json: try output.printResult(table.json.indented)
        case .csv: try output.printResult(table.csv)
        }
        if knees.contains(where: { $0.interval == nil }) { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }
}
