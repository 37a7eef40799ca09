internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep gc`: what a store holds that these sweeps do not need.
struct SweepGCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gc", abstract: "List the results that a sweep does not use; remove them with --remove.",
        discussion: """
            A store serves any number of sweeps: what this one does not use another may. So the list comes first, and \
            --keep-of names further sweeps whose results stay.

            Example: schedlab sweep gc figure-9.yaml --keep-of figure-10.yaml
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        name: .customLong("keep-of"), parsing: .singleValue,
        help: ArgumentHelp(
            "Another sweep file whose results stay; may be given several times.", valueName: "sweep"))
    var others: [String] = []

    @Flag(help: "Remove what is listed.")
    var remove = false

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let store = try sweep.resultStore()
        let plans =
            [try sweep.plan()]
            + (try others.map { try SweepPlan(try SweepFile.read($0), engine: SweepOptions.engine) })
        let used = Set(plans.flatMap { $0.points.map(\.key) })
        let unused = store.finishedKeys().subtracting(used).sorted()
        let sizes = unused.map { store.byteCount($0) }
        let total = sizes.reduce(0, +)
        switch output.format {
        case .table:
            let lines = zip(unused, sizes).map { "\($0)  \(Numbers.grouped($1)) bytes\n" }
            try output.printResult(
                lines.joined() + """
                    \(Numbers.grouped(unused.count)) points are not used, \(Numbers.grouped(total)) bytes\
                    \(remove ? ": removed" : unused.isEmpty ? "" : "; --remove removes them")

                    """)
        case .csv:
            try output.printResult(
                CSVLine.text(["key", "bytes"])
                    + zip(unused, sizes).map { CSVLine.text([$0, "\($1)"]) }.joined())
        case .json:
            try output.printResult(
                JSONValue.object([
                    ("schemaVersion", .int(1)), ("unused", .array(unused.map(JSONValue.string))),
                    ("byteCount", .int(total)), ("isRemoved", .bool(remove)),
                ]).indented)
        }
        if remove { try store.remove(unused) }
    }
}
