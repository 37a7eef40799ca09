internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep merge`: all results in one file.
struct SweepMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Put all results of a sweep into one CSV file.",
        discussion: """
            The bytes do not depend on the order or the number of shards. Results of other stores are copied into \
            this one first (--from). Exit code 1 where points are missing; with --shards the shards are named.

            Example: schedlab sweep merge figure-9.yaml --from node1 --from node2 -o figure-9.csv
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "Another store to take results from; may be given several times.", valueName: "dir"))
    var from: [String] = []

    @Option(
        help: ArgumentHelp("In how many shards it was run, to name those that are missing.", valueName: "n"))
    var shards: Int?

    @Flag(help: "Take what is there.")
    var partial = false

    @Option(
        name: .shortAndLong, help: ArgumentHelp("CSV file (default: standard output).", valueName: "file"))
    var output: String?

    @OptionGroup(title: "Output") var overwrite: OverwriteOptions

    func validate() throws {
        if let shards, shards < 1 { throw ValidationError("--shards is \(shards), expected at least 1") }
        if output == "" { throw ValidationError("--output is empty, expected a path") }
    }

    func run() throws {
        let plan = try sweep.plan()
        let store = try sweep.resultStore()
        for path in from {
            guard FileKind.of(path) == .folder else {
                throw SweepError.notAStore(path: path, reason: "there is no such folder")
            }
            try store.prepare()
            _ = try store.collect(from: try ResultStore(path: path), keys: plan.points.map(\.key))
        }
        let merged = try MergedResults(
            SweepResults(plan, store: store), shardCount: shards, isPartial: partial)
        guard let output else { return try StandardStreams.printResult(merged.csv) }
        try overwrite.file(output) { Self.isMerged($0, plan) }
        try AtomicFile.write(merged.csv, to: output)
    }

    /// Whether a file begins as one that this command wrote for the sweep.
    private static func isMerged(_ path: String, _ plan: SweepPlan) -> Bool {
        let head = Array(CSVLine.text(plan.variedNames + ["key", "judgement"]).dropLast().utf8)
        return TextFile.head(path, byteCount: head.count) == head
    }
}
