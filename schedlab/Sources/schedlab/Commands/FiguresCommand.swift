internal import ArgumentParser
private import Foundation
private import Kit
internal import Sweeps

/// `schedlab figures`: published figures with ours on top.
struct FiguresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures", abstract: "Draw figures of papers again, with the published values dashed.",
        discussion: """
            Each figure has a sweep inside schedlab; its points are run unless they are in the store. Figures: \
            \(FigureCatalogue.names.joined(separator: ", ")). Those of FGD take a minute, those of Gavel most of an \
            hour: with --done-only they show what is there. Under each figure stands the table of residuals.

            Example: schedlab figures fgd-7a fgd-9a --out figures
            """)

    @Argument(help: ArgumentHelp("Figures to draw.", valueName: "figure"))
    var names: [String]

    @Option(help: ArgumentHelp("Folder of results.", valueName: "dir"))
    var store = "schedlab-results"

    @Option(help: "Points at a time (default: all cores).")
    var threads: Int?

    @Flag(help: "Run nothing: draw what is in the store.")
    var doneOnly = false

    @Flag(help: "Print the sweep file of the figures, and do nothing.")
    var printSweep = false

    @OptionGroup(title: "Files") var figures: FigureOptions
    @OptionGroup(title: "Output") var overwrite: OverwriteOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads is \(threads), expected at least 1") }
        if store.isEmpty { throw ValidationError("--store is empty, expected a path") }
        for name in names where FigureCatalogue.sweepText(name) == nil {
            throw ValidationError(
                "'\(name)' is no figure; there are \(FigureCatalogue.names.joined(separator: ", "))")
        }
    }

    func run() throws {
        var texts: [String] = []
        for text in names.compactMap(FigureCatalogue.sweepText) where !texts.contains(text) {
            texts.append(text)
        }
        guard !printSweep else { return try StandardStreams.printResult(texts.joined(separator: "---\n")) }
        let store = try ResultStore(path: store)
        var all: [FigureData] = []
        var results: [String: SweepResults] = [:]
        for text in texts { results[text] = try self.results(text, store) }
        for name in names {
            guard let text = FigureCatalogue.sweepText(name), let results = results[text],
                let request = try FigureCatalogue.request(name)
            else { continue }
            all.append(try FigureData(request, results))
        }
        let command = FigureOptions.commandLine
        let files = try figures.write(all, command: command, overwrite)
        try output.printResult(
            all.map { data in
                let table = FigureTable(data, command: command)
                return output.format == .csv ? table.csv : table.text
            }.joined(separator: "\n"))
        output.say("schedlab: wrote \(files.joined(separator: ", ")) to \(figures.out)")
    }

    /// The results of a sweep inside the package, run as far as they are missing.
    private func results(_ text: String, _ store: ResultStore) throws -> SweepResults {
        let plan = try SweepPlan(
            try SweepFile.definition(text, path: "schedlab's own sweep"), engine: SweepOptions.engine)
        let results = SweepResults(plan, store: store)
        guard !doneOnly, results.doneCount < plan.points.count else {
            if results.doneCount == 0 {
                throw SweepError.incomplete(
                    missingCount: plan.points.count, totalCount: plan.points.count, shards: [])
            }
            return results
        }
        try store.prepare()
        let missing = plan.points.indices.filter { results.judgements[$0] == .missing }
        let order = TimeEstimate(results).longestFirst(missing).map { plan.points[$0] }
        let execution = SweepExecution(store: store, threads: threads, keepsRecords: false, output: output)
        _ = try execution.run(order, of: plan)
        return SweepResults(plan, store: store)
    }
}
