import Household
package import JSONText
package import Money

/// What was spent in a year; refunds lower their own group.
package struct Spending {
    /// What spending is summed by.
    package enum Key: String, CaseIterable, Sendable {
        /// YNAB's group.
        case group
        /// Group and category.
        case category
        /// `YYYY-MM`.
        case month
        /// The payee.
        case payee
    }

    /// One sum.
    package struct Row {
        /// Group, category, month or payee.
        package var name: String
        /// What was spent; negative = more refunds than spending.
        package var spentCents: Int
        /// How many rows it is the sum of.
        package var rowCount: Int
    }

    /// What it is summed by.
    package let key: Key
    /// By the bytes of the names.
    package let rows: [Row]

    /// Sums a year's rows.
    ///
    /// - Throws: `StoreError`, `MoneyError`, and what the rows' normaliser throws.
    package init(_ household: HouseholdYear, year: Int, by key: Key, asOf: CalendarDay) throws {
        var sums: [String: (cents: Int, rows: Int)] = [:]
        for row in try household.ynabRows(household.book.mapping(), year: year, asOf: asOf) {
            guard case .spending(let group, let category) = row.kind else { continue }
            let name =
                switch key {
                case .group: group
                case .category: "\(group): \(category)"
                case .month: String("\(row.day)".prefix(7))
                case .payee: row.payee
                }
            let old = sums[name] ?? (0, 0)
            sums[name] = (try Cents.subtract(old.cents, row.amountCents), old.rows + 1)
        }
        self.key = key
        rows = sums.sorted { JSON.precedes($0.key, $1.key) }.map {
            Row(name: $0.key, spentCents: $0.value.cents, rowCount: $0.value.rows)
        }
    }

    /// As the command prints it.
    package var json: JSON {
        .array(
            rows.map {
                .object([
                    key.rawValue: .string($0.name), "spentCents": .int($0.spentCents),
                    "rowCount": .int($0.rowCount),
                ])
            })
    }
}
