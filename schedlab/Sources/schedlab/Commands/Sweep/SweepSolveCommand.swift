internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep solve`: how many GPUs it takes.
struct SweepSolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve", abstract: "Find the smallest value of a field for which a condition holds.",
        discussion: """
            The condition holds when every seed is fine and the means over the seeds satisfy it. By bisection, for every \
            combination of the other fields; runs go to the store and are never done twice. It says what was tried, and \
            whether the condition went on holding where it was looked. With prices it names the cheapest.

            Example: schedlab sweep solve team.yaml --vary cluster.v100=8..64/4 --until 'p95FirstWaitSeconds < 3600' \
            --price v100=2.48
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        help: ArgumentHelp(
            "Field and its values: NAME=FIRST..LAST/STEP or NAME=A,B,C; without values those of the file.",
            valueName: "field"))
    var vary: String

    @Option(help: ArgumentHelp("What has to hold, of figures of the summary.", valueName: "rule"))
    var until: String

    @Flag(help: "Find the greatest value instead of the smallest.")
    var greatest = false

    @Option(
        help: ArgumentHelp(
            "Prices per GPU and hour by type, such as v100=2.48,k80=0.45, in any currency.",
            valueName: "prices"))
    var price: String?

    @Option(help: "Runs at a time; the results do not depend on it (default: all cores).")
    var threads: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1") }
    }

    func run() throws {
        let store = try sweep.resultStore()
        guard let condition = try SweepOptions.condition("--until", until) else { return }
        let search = try SolveSearch(
            try SweepFile.read(sweep.file), vary: vary, until: condition, wantsGreatest: greatest,
            prices: try price.map { try Prices($0) }, engine: SweepOptions.engine)
        try store.prepare()
        let execution = SweepExecution(store: store, threads: threads, keepsRecords: false, output: output)
        let solutions = try search.solutions(
            StoreEvaluator(store: store) { _ = try execution.run($0, of: $1) })
        let table = SolutionTable(solutions, vary: vary, until: condition, isPriced: price != nil)
        switch output.format {
        case .table: try output.printResult(table.text)
        case .json: try output.printResult(table.json.indented)
        case .csv: try output.printResult(table.csv)
        }
        if solutions.contains(where: { $0.answer == nil }) { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }
}
