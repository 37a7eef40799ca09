import ArgumentParser
import Flow
import Household
import JSONText
import Kit
import Money

/// `pf flow`.
struct FlowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flow", abstract: "Where the pay of a year goes: plan, actual, projected.",
        discussion: "Example: pf flow --year 2026 --as-of 2026-09-18 --format jsonl")

    /// How the flow is printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case table, json, jsonl, csv
    }

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "Version of the budget; default the latest.") var version: Int?
    @Option(help: "What is later has not happened; default today.") var asOf: CalendarDay?
    @Option(help: "table, json, jsonl or csv.") var format: Format = .table
    @Option(help: "Only this column in the table: plan, actual or projected.") var column: FlowColumn?
    @Option(help: ArgumentHelp("What a line is made of, as JSON.", valueName: "id")) var explain: String?

    func run() async throws {
        try await common.run(isJSON: format == .json || explain != nil) {
            let path = Surroundings.databasePath(common.database)
            try HouseholdYear.requireParameters(year: year, path)
            let household = try HouseholdYear(path)
            let input = try household.flowInput(
                year: year, version: version, asOf: asOf ?? Surroundings.today)
            let report = try FlowBuilder.build(input)
            if let explain { return Outcome(text: common.text(try report.explanation(of: explain))) }
            switch format {
            case .table:
                return Outcome(text: report.table(columns: column.map { [$0] } ?? FlowColumn.allCases))
            case .json: return Outcome(text: common.text(report.json))
            case .jsonl: return Outcome(text: report.jsonl)
            case .csv: return Outcome(text: report.csv)
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
