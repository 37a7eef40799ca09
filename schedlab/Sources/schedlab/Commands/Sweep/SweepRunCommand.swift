internal import ArgumentParser
private import Foundation
private import Kit
internal import Sweeps

/// `schedlab sweep run`: does what is not done yet.
struct SweepRunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the points of a sweep that are not finished.",
        discussion: """
            After anything (Ctrl-C, a full disk, a crash) the same command goes on. A point that fails does not \
            stop the others. Exit codes: 0 all done, 1 some points failed, 75 stopped, run it again.

            Example: schedlab sweep run figure-9.yaml --threads 2
            """)

    /// What is kept besides summaries and job tables.
    enum Keep: String, ExpressibleByArgument, CaseIterable {
        /// Nothing.
        case summaries
        /// The records of runs.
        case records
    }

    @OptionGroup var sweep: SweepOptions

    @Option(help: "Points at a time; the results do not depend on it (default: all cores).")
    var threads: Int?

    @Option(help: "What to keep of each run: summaries (and job tables), or records as well.")
    var keep: Keep = .summaries

    @Option(
        help: ArgumentHelp(
            "Only the points of one of N parts, I/N; auto/N takes I from an array job's environment.",
            valueName: "i/n"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "Only the points whose keys a file has; tasks of 'sweep submit' are given it.", valueName: "file",
            visibility: .hidden))
    var points: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1") }
    }

    func run() throws {
        let plan = try sweep.plan()
        let store = try sweep.resultStore()
        let shard = try shard.map { try Shard($0, environment: ProcessInfo.processInfo.environment) }
        try store.prepare()
        let results = SweepResults(plan, store: store)
        let keys = try points.map { try PointList.keys($0, of: plan) }
        let wanted = plan.points.indices.filter { index in
            let key = plan.points[index].key
            return shard?.holds(key) ?? true && keys?.contains(key) ?? true
        }
        let missing = wanted.filter { results.judgements[$0] == .missing }
        let estimate = TimeEstimate(results)
        let order = estimate.longestFirst(missing).map { plan.points[$0] }
        let execution = SweepExecution(
            store: store, threads: threads, keepsRecords: keep == .records, output: output)
        let outcomes = try execution.run(order, of: plan)
        _ = SweepResults(plan, store: store)  // renews the index
        try report(wanted.count, found: wanted.count - missing.count, outcomes)
    }

    private func report(_ count: Int, found: Int, _ outcomes: [SweepRunner.Outcome]) throws {
        let failed = outcomes.count { if case .failed = $0 { true } else { false } }
        output.say(
            """
            schedlab: \(Numbers.grouped(count)) points: \(Numbers.grouped(found)) were done, \
            \(Numbers.grouped(outcomes.count - failed)) done now, \(Numbers.grouped(failed)) failed
            """)
        if failed > 0 { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }
}
