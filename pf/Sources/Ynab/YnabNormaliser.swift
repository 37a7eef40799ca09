public import Household
public import Money

/// Turns YNAB's data into rows that count.
public struct YnabNormaliser: Sendable {
    /// The group that holds the card's side of spending; YNAB names it.
    static let creditCardGroup = "Credit Card Payments"
    /// The group of rows that nobody has put into one.
    public static let uncategorized = "Uncategorized"

    private let inflowCategory: String
    private let housekeepingPayees: Set<String>

    /// A normaliser for a mapping's rules.
    public init(inflowCategory: String, housekeepingPayees: [String]) {
        self.inflowCategory = inflowCategory
        self.housekeepingPayees = Set(housekeepingPayees)
    }

    /// A row that counts and is not whole cents.
    public struct FractionOfCent: Error, Equatable, Sendable, CustomStringConvertible {
        /// Id of the row.
        public let id: String
        /// Its amount.
        public let milliunits: Int

        /// Where, what was found, what was expected.
        public var description: String {
            "YNAB row \(id): its amount is \(milliunits) milliunits; expected whole cents (multiples of 10); "
                + "correct it in YNAB and sync again"
        }
    }

    /// Which rows somebody adds up; the others may be what they are.
    public enum Counting: Sendable {
        /// Inflows and spending.
        case all
        /// Inflows alone.
        case inflows
    }

    /// The rows of a year until a day, by day and id; what does not count has the rule that excludes it.
    ///
    /// - Parameters:
    ///   - mirror: YNAB's data.
    ///   - year: The year.
    ///   - asOf: Later rows are left out.
    ///   - counting: Rows whose amounts must be whole cents.
    /// - Returns: The rows.
    /// - Complexity: n log n.
    /// - Throws: ``FractionOfCent``.
    public func rows(
        _ mirror: YnabMirror, year: Int, asOf: CalendarDay, counting: Counting = .all
    ) throws(FractionOfCent) -> [YnabRow] {
        var rows: [YnabRow] = []
        for transaction in mirror.transactions where transaction.day.year == year && transaction.day <= asOf {
            var whole = whole(transaction, mirror)
            let isUncounted =
                transaction.isDeleted || mirror.accounts[transaction.accountID]?.isOnBudget == false
            if !transaction.parts.isEmpty, !isUncounted {
                whole.kind = .excluded(.splitParent)
                rows += transaction.parts.map { row($0, of: transaction, mirror) }
            }
            rows.append(whole)
        }
        for row in rows where row.milliunits % YnabRow.milliunitsPerCent != 0 {
            switch (row.kind, counting) {
            case (.excluded, _), (.spending, .inflows): continue
            case (.inflow, _), (.spending, .all): break
            }
            throw FractionOfCent(id: row.id, milliunits: row.milliunits)
        }
        return rows.sorted {
            $0.day != $1.day ? $0.day < $1.day : $0.id.utf8.lexicographicallyPrecedes($1.id.utf8)
        }
    }

    private func whole(_ transaction: YnabMirror.Transaction, _ mirror: YnabMirror) -> YnabRow {
        row(
            YnabMirror.Part(
                id: transaction.id, milliunits: transaction.milliunits, payee: transaction.payee,
                categoryID: transaction.categoryID, transferAccountID: transaction.transferAccountID,
                isDeleted: transaction.isDeleted),
            of: transaction, mirror)
    }

    private func row(
        _ part: YnabMirror.Part, of transaction: YnabMirror.Transaction, _ mirror: YnabMirror
    ) -> YnabRow {
        let payee = part.payee ?? transaction.payee ?? ""
        return YnabRow(
            id: part.id, day: transaction.day, milliunits: part.milliunits, payee: payee,
            kind: kind(part, of: transaction, payee: payee, mirror))
    }

    private func kind(
        _ part: YnabMirror.Part, of transaction: YnabMirror.Transaction, payee: String, _ mirror: YnabMirror
    ) -> YnabRow.Kind {
        if part.isDeleted || transaction.isDeleted { return .excluded(.deleted) }
        if mirror.accounts[transaction.accountID]?.isOnBudget == false { return .excluded(.trackingAccount) }
        guard let id = part.categoryID, let category = mirror.categories[id] else {
            return part.transferAccountID == nil ? uncategorizedKind : .excluded(.transfer)
        }
        if category.name == inflowCategory {
            if part.transferAccountID != nil { return .excluded(.transfer) }
            return housekeepingPayees.contains(payee) ? .excluded(.housekeeping) : .inflow
        }
        let group = mirror.groups[category.groupID]
        if category.isInternal || group?.isInternal == true { return uncategorizedKind }
        guard let group else { return uncategorizedKind }
        if group.name == Self.creditCardGroup { return .excluded(.creditCardPayment) }
        return .spending(group: group.name, category: category.name)
    }

    private var uncategorizedKind: YnabRow.Kind {
        .spending(group: Self.uncategorized, category: Self.uncategorized)
    }
}
