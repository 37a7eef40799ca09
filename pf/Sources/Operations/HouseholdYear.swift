import Budgets
package import Flow
package import Household
package import Money
package import Rules
package import Store
package import Ynab

/// Brings together what a flow is made of.
package struct HouseholdYear {
    /// The database.
    package let store: Store
    /// The rules in use.
    package let book: RuleBook
    /// Takes what a person should know about the figures, one line each.
    private let tell: (String) -> Void

    /// Opens the database for reading.
    package init(_ path: String, tell: @escaping (String) -> Void) throws {
        store = try Store.read(path)
        book = try RuleBook(store)
        self.tell = tell
    }

    /// Refuses a year whose facts of law are unknown, database or not.
    package static func requireParameters(year: Int, _ path: String) throws {
        let parameters = Parameters(year: year, files: try RuleBook.of(path).parameterFiles())
        guard parameters.files.isEmpty else { return }
        throw FlowError.noParameters(expectedNames: parameters.expectedNames)
    }

    /// The input of a flow; of its rows of YNAB those that are counted must be whole cents.
    package func flowInput(
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
    package func documents(_ year: Int) throws -> [FiledDocument] {
        try store.documents(DocumentFilter(year: year, status: .accepted)).map {
            FiledDocument(earner: $0.earner, content: $0.content, sha256: $0.sha256)
        }
    }

    /// Rows of YNAB until a day.
    package func ynabRows(
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
        tell("YNAB is known since \(since) only; `pf ynab-sync --since \(first)` fetches all of \(year)")
    }

    /// The flow of a year; refuses one whose facts of law are unknown first.
    package static func flow(
        _ path: String, year: Int, version: Int?, asOf: CalendarDay, tell: @escaping (String) -> Void
    ) throws -> FlowReport {
        try requireParameters(year: year, path)
        let household = try HouseholdYear(path, tell: tell)
        return try FlowBuilder.build(household.flowInput(year: year, version: version, asOf: asOf))
    }

    /// The input of a flow; without budget the documents alone.
    package func reconcileInput(year: Int, asOf: CalendarDay) throws -> FlowInput {
        do { return try flowInput(year: year, version: nil, asOf: asOf, counting: .inflows) } catch StoreError
            .noBudget
        {
            let mapping = try book.mapping()
            return FlowInput(
                budget: Budget(year: year, name: "", earners: []), budgetVersion: 0,
                documents: try documents(year),
                ynabRows: try ynabRows(mapping, year: year, asOf: asOf, counting: .inflows), mapping: mapping,
                parameters: .init(year: year, files: try book.parameterFiles()), asOf: asOf)
        }
    }
}
