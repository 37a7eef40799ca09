import ArgumentParser
import Flow
import Household
import JSONText
import Kit
import Money
import Operations

/// `pf flow`.
struct FlowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow", abstract: "Where the pay of a year goes: plan, actual, projected.",
        discussion: "Example: pf flow --year 2026 --as-of 2026-09-18 --format jsonl")

    /// How the flow is printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, json, jsonl, csv, svg
    }

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "Version of the budget; default the latest.") var version: Int?
    @Option(help: "What is later has not happened; default today.") var asOf: CalendarDay?
    @Option(help: "table, json, jsonl, csv or svg.") var format: Format = .table
    @Option(help: "Only this column: plan, actual or projected; a drawing has one, by default actual.")
    var column: FlowColumn?
    @Option(help: ArgumentHelp("What a line is made of, as JSON.", valueName: "id")) var explain: String?

    func run() async throws {
        try await common.run(isJSON: format == .json || explain != nil) {
            let report = try HouseholdYear.flow(
                Surroundings.databasePath(common.database), year: year, version: version,
                asOf: asOf ?? Surroundings.today, tell: CommonOptions.note)
            if let explain { return Outcome(text: common.text(try report.explanation(of: explain))) }
            switch format {
            case .table:
                return Outcome(text: report.table(columns: column.map { [$0] } ?? FlowColumn.allCases))
            case .json: return Outcome(text: common.text(report.json))
            case .jsonl: return Outcome(text: report.jsonl)
            case .csv: return Outcome(text: report.csv)
            case .svg: return Outcome(text: try SankeySVG(report, column: column ?? .actual).text)
            }
        }
    }
}

/// `pf flow-compare`.
struct FlowCompare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow-compare",
        abstract: "Compare two flows: what was added, removed, moved, relabelled, changed.",
        discussion:
            "Example: pf flow-compare before.jsonl after.jsonl\nExit code 4 when an amount changed unexplained."
    )

    @OptionGroup var common: CommonOptions
    @Argument(help: "A flow as `pf flow --format jsonl` prints it.") var before: String
    @Argument(help: "Another one.") var after: String

    func run() async throws {
        try await common.run {
            let files = try [before, after].map { try FlowFile.parse(TextFile.text($0), name: $0) }
            let comparison = try FlowComparison(files[0], files[1])
            return Outcome(
                text: common.text(comparison.json),
                exit: comparison.verdict == .unexplained ? PfExit.differences : PfExit.done)
        }
    }
}
