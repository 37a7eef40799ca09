internal import ArgumentParser
private import Kit
internal import Sweeps

/// `schedlab sweep status`: how far a sweep is.
struct SweepStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tell how many points of a sweep are done, failed or missing.",
        discussion: """
            Exit codes: 0 all done, 75 some are missing, 1 some failed.

            Example: schedlab sweep status figure-9.yaml
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(help: "Tell of the tasks that were handed over as well: slurm.")
    var engine: SweepEngine?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let results = try sweep.results()
        let store = try sweep.resultStore()
        let tasks = try engine.map { _ in
            SlurmTaskTable(
                try SlurmQueue(results.plan, store: store, command: SlurmProcess.command).tasks())
        }
        let failures = results.failedPoints.compactMap { index in
            store.failure(results.plan.points[index].key).map { (results.plan.points[index], $0) }
        }
        let count = { (judgement: Judgement) in results.judgements.count { $0 == judgement } }
        let counts: [(String, Int)] = [
            ("points", results.plan.points.count), ("fine", count(.fine)), ("overloaded", count(.overloaded)),
            ("cut", count(.cut)), ("failed", failures.count), ("missing", count(.missing) - failures.count),
        ]
        switch output.format {
        case .table:
            var table = TextTable(heading: ["state", "points"], alignments: [.left, .right])
            for (name, number) in counts { table.addRow([name, Numbers.grouped(number)]) }
            let list = failures.map { point, failure in
                "\n\(results.plan.label(point)): \(failure.message)\n  repeat it: \(failure.command)\n"
            }
            try output.printResult(
                table.text + list.joined() + (tasks.map { "\n\($0.text)" } ?? ""))
        case .csv:
            try output.printResult(
                CSVLine.text(counts.map(\.0)) + CSVLine.text(counts.map { "\($0.1)" }))
        case .json:
            let failed = failures.map { point, failure in
                JSONValue.object([
                    ("point", .string(results.plan.label(point))), ("message", .string(failure.message)),
                    ("command", .string(failure.command)),
                ])
            }
            try output.printResult(
                JSONValue.object(
                    [("schemaVersion", .int(1))] + counts.map { ($0.0, .int($0.1)) } + [
                        ("failures", .array(failed))
                    ] + (tasks.map { [("tasks", $0.json)] } ?? [])
                ).indented)
        }
        if !failures.isEmpty { throw ExitCode(ExitStatus.checkFailed.rawValue) }
        if count(.missing) > 0 { throw ExitCode(SystemExit.tryAgain.rawValue) }
    }
}
