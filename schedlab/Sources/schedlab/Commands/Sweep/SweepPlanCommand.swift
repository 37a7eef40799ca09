internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep plan`: what would be run.
struct SweepPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show a sweep's points, which are done, and what the rest will take.",
        discussion: """
            Warns of points at which more work arrives than the cluster can do. The time left is estimated from \
            points that are done, and unknown where there is none.

            Example: schedlab sweep plan figure-9.yaml
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(help: "Points at a time that the time left is for (default: all cores).")
    var threads: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1") }
    }

    func run() throws {
        let summary = PlanSummary(try sweep.results(), store: try sweep.resultStore(), threads: threads)
        switch output.format {
        case .table: try output.printResult(summary.text)
        case .json: try output.printResult(summary.json.indented)
        case .csv: try output.printResult(summary.csv)
        }
    }
}
