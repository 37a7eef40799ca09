import Budgets
import Flow
import Household
import Kit
import Money
import Rules
import Store
import Ynab

/// Brings together what a flow is made of.
struct HouseholdYear {
    let store: Store
    let book: RuleBook

    init(_ path: String) throws {
        store = try Store.read(path)
        book = try RuleBook(store)
    }

    /// Refuses a year whose facts of law are unknown, database or not.
    static func requireParameters(year: Int, _ path: String) throws {
        let parameters = Parameters(year: year, files: try RuleBook.of(path).parameterFiles())
        guard parameters.files.isEmpty else { return }
        throw FlowError.noParameters(expectedNames: parameters.expectedNames)
    }

    /// The input of a flow; of its rows of YNAB those that are counted must be whole cents.
    func flowInput(
        year: Int, version: Int?, asOf: CalendarDay, counting: YnabNormaliser.Counting = .all
    ) throws -> FlowInput {
        let parameters = Parameters(year: year, files: try book.parameterFiles())
        let stored = try store.budget(year: year, version: version)
        let mapping = try book.mapping()
        let budget = try BudgetDocument.parse(
            Array(stored.content.utf8), rules: book.budgetRules(), year: year)
        return FlowInput(
            budget: budget.budget, budgetVersion: stored.version, documents: try documents(year),
            ynabRows: try ynabRows(mapping, year: year, asOf: asOf, counting: counting), mapping: mapping,
            parameters: parameters,
            asOf: asOf)
    }

    /// Accepted documents of a year.
    func documents(_ year: Int) throws -> [FiledDocument] {
        try store.documents(DocumentFilter(year: year, status: .accepted)).map {
            FiledDocument(earner: $0.earner, content: $0.content, sha256: $0.sha256)
        }
    }

    /// Rows of YNAB until a day.
    func ynabRows(
        _ mapping: Mapping, year: Int, asOf: CalendarDay, counting: YnabNormaliser.Counting = .all
    ) throws -> [YnabRow] {
        try tellUnknownDays(of: year)
        let rules = mapping.ynab
        let normaliser = YnabNormaliser(
            inflowCategory: rules.inflowCategory, housekeepingPayees: rules.housekeepingPayees)
        return try normaliser.rows(store.ynabMirror(year: year), year: year, asOf: asOf, counting: counting)
    }

    /// Says when the last sync does not reach back to the year's first day: what is missing would look like nothing.
    private func tellUnknownDays(of year: Int) throws {
        let first = CalendarDay.firstDay(of: year)
        guard let since = try store.syncState()?.since, since > first else { return }
        StandardStreams.say(
            "pf: note: YNAB is known since \(since) only; `pf ynab-sync --since \(first)` fetches all of \(year)\n"
        )
    }
}
