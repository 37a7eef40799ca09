internal import ArgumentParser
private import Foundation
private import Kit
private import Recording
private import Reports

/// `schedlab compare`: runs of one workload, job by job.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Hold runs of one workload against the first of them, job by job.",
        discussion: """
            Tells how completion times differ over the jobs that completed in all runs, who won and lost most, \
            and the first round in which the schedules differ, with what became of a job there in each run. \
            Folders of runs with several seeds (run --seeds A-B --record DIR) are compared seed by seed, with a \
            95 % interval over the seeds.

            Example: schedlab compare out/fifo.record out/las.record
            """)

    @Argument(help: ArgumentHelp("Records, or folders with one; at least two.", valueName: "run"))
    var paths: [String]

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if paths.count < 2 { throw ValidationError("\(paths.count) run given, expected at least two") }
    }

    func run() throws {
        let groups = paths.map(seedFolders)
        if groups.allSatisfy({ !$0.isEmpty }) {
            try compare(groups)
        } else {
            let comparison = try RunComparison(try paths.map(record))
            switch output.format {
            case .table: try output.printResult(comparison.text)
            case .json: try output.printResult(comparison.json.indented)
            case .csv: try output.printResult(comparison.csv)
            }
        }
    }

    private func compare(_ groups: [[String]]) throws {
        let seeds = groups[0].filter { seed in groups.allSatisfy { $0.contains(seed) } }
        guard !seeds.isEmpty else { throw ValidationError("the folders have no seed in common") }
        if groups.contains(where: { $0.count > seeds.count }) {
            output.complain("only the \(seeds.count) seeds that are in all folders are compared")
        }
        let comparison = try SeedComparison(
            seeds: seeds, records: try seeds.map { seed in try paths.map { try record("\($0)/\(seed)") } })
        switch output.format {
        case .table: try output.printResult(comparison.text)
        case .json: try output.printResult(comparison.json.indented)
        case .csv: try output.printResult(comparison.csv)
        }
    }

    private func record(_ path: String) throws -> RunRecord {
        let record = try RunRecord(path: path)
        if !record.isComplete { output.complain("\(record.path) is incomplete: what is there is compared") }
        return record
    }

    /// Names of the seeds' folders in a folder, in order of the seeds.
    private func seedFolders(_ path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.compactMap { name in
            name.hasPrefix("seed-") ? UInt64(name.dropFirst(5)).map { (seed: $0, name: name) } : nil
        }.sorted { $0.seed < $1.seed }.map(\.name)
    }
}
