import ArgumentParser
import Household
import JSONText
import Money
import Operations
import Ynab

/// `pf ynab-plans`.
struct YnabPlans: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ynab-plans", abstract: "The plans of your YNAB account.",
        discussion: "Example: pf ynab-plans")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await common.run {
            let plans = try await Self.session(common).plans()
            return Outcome(text: common.text(.array(plans.map(\.json))))
        }
    }

    /// A session with YNAB as the surroundings say.
    static func session(_ common: CommonOptions) throws -> Operations.YnabSync {
        try Operations.YnabSync(
            Surroundings.databasePath(common.database), settings: Surroundings.ynab(), now: Surroundings.now)
    }
}

/// `pf ynab-sync`.
struct YnabSync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ynab-sync", abstract: "Fetch what changed at YNAB; writes nothing there.",
        discussion: "Example: pf ynab-sync --since 2025-01-01")

    @OptionGroup var common: CommonOptions
    @Option(help: "The plan; default the one of the last sync, or the only one.") var plan: String?
    @Option(help: "First day wanted; default that of the last sync, or 1 January of last year.") var since:
        CalendarDay?
    @Flag(help: "Fetch everything anew.") var full = false

    func run() async throws {
        try await common.run {
            let result = try await YnabPlans.session(common).sync(
                plan: plan, since: since, isFull: full, actor: Surroundings.user)
            return Outcome(text: common.text(result))
        }
    }
}

/// `pf ynab-spending`.
struct YnabSpending: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ynab-spending", abstract: "What was spent, in cents; refunds lower their own group.",
        discussion: "Example: pf ynab-spending --year 2026 --by month")

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "group, category, month or payee.") var by: Spending.Key = .group
    @Option(help: "What is later has not happened; default today.") var asOf: CalendarDay?

    func run() async throws {
        try await common.run {
            let household = try HouseholdYear(
                Surroundings.databasePath(common.database), tell: CommonOptions.note)
            let spending = try Spending(household, year: year, by: by, asOf: asOf ?? Surroundings.today)
            return Outcome(text: common.text(spending.json))
        }
    }
}

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
