internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep check`: whether results are what they were.
struct SweepCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find results that somebody edited or a disk damaged.",
        discussion: """
            Compares every file of every finished point of the sweep with its SHA-256. Exit code 1 when one differs; \
            --remove takes such points away, so that 'sweep run' makes them again.

            Example: schedlab sweep check figure-9.yaml
            """)

    @OptionGroup var sweep: SweepOptions

    @Flag(help: "Remove points that are not what they were.")
    var remove = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let plan = try sweep.plan()
        let store = try sweep.resultStore()
        let done = plan.points.filter { store.isFinished($0.key) }
        let problems = done.compactMap { point in store.problem(point.key).map { (point, $0) } }
        switch output.format {
        case .table:
            let lines = problems.map { "\(plan.label($0)): \($1): \(store.folder($0.key))\n" }
            try output.printResult(
                lines.joined()
                    + "\(Numbers.grouped(done.count)) points checked, \(problems.count) not as they were\n")
        case .csv:
            try output.printResult(
                CSVLine.text(["key", "problem"]) + problems.map { CSVLine.text([$0.key, $1]) }.joined())
        case .json:
            let list = problems.map {
                JSONValue.object([("key", .string($0.key)), ("problem", .string($1))])
            }
            try output.printResult(
                JSONValue.object([
                    ("schemaVersion", .int(1)), ("checkedCount", .int(done.count)),
                    ("problems", .array(list)),
                ]).indented)
        }
        guard !problems.isEmpty else { return }
        if remove { try store.remove(problems.map(\.0.key)) }
        throw ExitCode(ExitStatus.checkFailed.rawValue)
    }
}
