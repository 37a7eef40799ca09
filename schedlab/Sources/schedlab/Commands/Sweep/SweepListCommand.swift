internal import ArgumentParser
private import Kit
private import Sweeps

/// `schedlab sweep list`: the points as command lines.
struct SweepListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Print a command line for every shard or point, for other tools.",
        discussion: """
            With --shards N: N commands that together run the sweep, each safe to repeat. Without: the plain command \
            of every point, which prints its summary and keeps nothing.

            Example: schedlab sweep list figure-9.yaml --shards 64 | parallel -j8
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(help: ArgumentHelp("Cut the sweep into N commands of 'sweep run'.", valueName: "n"))
    var shards: Int?

    func validate() throws {
        if let shards, !(1...1_000_000).contains(shards) {
            throw ValidationError("--shards is \(shards), expected a whole number from 1 to 1000000")
        }
    }

    func run() throws {
        let plan = try sweep.plan()
        var lines = plan.points.map { ["schedlab"] + $0.task.arguments }
        if let shards { lines = (0..<shards).map { shardCommand($0, of: shards) } }
        try StandardStreams.printResult(lines.map { ShellWords.line($0) + "\n" }.joined())
    }

    private func shardCommand(_ index: Int, of count: Int) -> [String] {
        var arguments = ["schedlab", "sweep", "run", sweep.file]
        if let store = sweep.store { arguments += ["--store", store] }
        return arguments + ["--shard", "\(index)/\(count)", "--threads", "1", "--quiet"]
    }
}
