internal import ArgumentParser
private import Foundation
private import Kit
internal import Sweeps

/// `schedlab sweep again`: runs a packed sweep anew.
struct SweepAgainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "again", abstract: "Run a packed sweep again and tell what differs.",
        discussion: """
            The pack's inputs and results are checked by their digests first. New results go to its folder \
            'again'; stopped, the same command goes on. Exit codes: 0 all the same to the byte, 1 something differs.

            Example: schedlab sweep again figure-9
            """)

    @Argument(help: ArgumentHelp("Folder of the pack; a tar file is unpacked first.", valueName: "pack"))
    var pack: String

    @Option(help: "Points at a time (default: all cores).")
    var threads: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    /// Points and figures that are shown; the rest is counted.
    private static let (pointLimit, figureLimit) = (10, 5)

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1") }
    }

    func run() throws {
        let path = URL(fileURLWithPath: pack).standardizedFileURL.path
        let packed = try PackedSweep(path: path)
        // Paths of the sweep are read from its own folder, as they were when it was packed.
        guard FileManager.default.changeCurrentDirectoryPath(packed.workingFolder) else {
            throw FileError.cannotRead(
                path: packed.workingFolder, reason: "it is no folder that can be entered")
        }
        let plan = try SweepPlan(try SweepFile.read(PackedSweep.sweepName), engine: SweepOptions.engine)
        let store = try ResultStore(path: packed.againPath)
        try store.prepare()
        let results = SweepResults(plan, store: store)
        let missing = plan.points.indices.filter { results.judgements[$0] == .missing }
        let execution = SweepExecution(store: store, threads: threads, keepsRecords: false, output: output)
        _ = try execution.run(missing.map { plan.points[$0] }, of: plan)
        let failed = SweepResults(plan, store: store).judgements.count { $0 == .missing }
        guard failed == 0 else {
            throw SweepError.incomplete(missingCount: failed, totalCount: plan.points.count, shards: [])
        }
        let differences = try packed.differences(plan, store)
        try output.printResult(text(differences, of: plan.points.count))
        if !differences.isEmpty { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }

    private func text(_ differences: [PackedSweep.Difference], of count: Int) -> String {
        var text =
            "\(Numbers.grouped(count - differences.count)) of \(Numbers.grouped(count)) points are the same to the byte\n"
        for difference in differences.prefix(Self.pointLimit) {
            text += "\n\(difference.label)\n"
            if difference.figures.isEmpty { text += "  no figure, but a table of jobs differs\n" }
            for figure in difference.figures.prefix(Self.figureLimit) {
                text += "  \(figure.name): \(figure.packed) packed, \(figure.again) now\n"
            }
            let rest = difference.figures.count - Self.figureLimit
            if rest > 0 { text += "  … and \(rest) more figures\n" }
        }
        let rest = differences.count - Self.pointLimit
        return rest > 0 ? text + "\n… and \(Numbers.grouped(rest)) more points\n" : text
    }
}
