import ArgumentParser
import Household
import JSONText
import Money
import Operations
import Ynab

/// `pf ynab-inflows`.
struct YnabInflows: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ynab-inflows", abstract: "What came in by payee, in cents; with --explain row by row.",
        discussion: "Example: pf ynab-inflows --year 2026 --explain")

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Flag(help: "List each row, and the rule that excluded it.") var explain = false
    @Option(help: "What is later has not happened; default today.") var asOf: CalendarDay?

    func run() async throws {
        try await common.run {
            let household = try HouseholdYear(
                Surroundings.databasePath(common.database), tell: CommonOptions.note)
            let rows = try household.ynabRows(
                household.book.mapping(), year: year, asOf: asOf ?? Surroundings.today,
                counting: .inflows)
            var sums: [String: Int] = [:]
            for row in rows where row.kind == .inflow {
                sums[row.payee] = try Cents.add(sums[row.payee] ?? 0, row.amountCents)
            }
            let payees = sums.sorted { JSON.precedes($0.key, $1.key) }.map {
                JSON.object(["payee": .string($0.key), "inflowCents": .int($0.value)])
            }
            var answer: [String: JSON] = ["year": .int(year), "payees": .array(payees)]
            if explain {
                answer["rows"] = .array(rows.filter { $0.kind == .inflow }.map { Self.json($0, rule: nil) })
                answer["excluded"] = .array(
                    rows.compactMap { row in
                        guard case .excluded(let rule) = row.kind else { return nil }
                        return Self.json(row, rule: rule)
                    })
            }
            return Outcome(text: common.text(.object(answer)))
        }
    }

    private static func json(_ row: YnabRow, rule: YnabRow.Exclusion?) -> JSON {
        .object([
            "id": .string(row.id), "day": .string(row.day.description), "milliunits": .int(row.milliunits),
            "payee": .string(row.payee), "excludedBy": .string(rule?.rawValue),
        ])
    }
}
