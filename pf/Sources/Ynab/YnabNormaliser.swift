public import Household

/// Turns YNAB's data into rows that count.
public struct YnabNormaliser: Sendable {
    /// 1,000 milliunits are a dollar.
    public static let milliunitsPerCent = 10
    /// The group that holds the card's side of spending; YNAB names it.
    public static let creditCardGroup = "Credit Card Payments"
    /// The group of rows that nobody has put into one.
    public static let uncategorized = "Uncategorized"

    private let inflowCategory: String
    private let housekeepingPayees: Set<String>

    /// A normaliser for a mapping's rules.
    public init(inflowCategory: String, housekeepingPayees: [String]) {
        self.inflowCategory = inflowCategory
        self.housekeepingPayees = Set(housekeepingPayees)
    }

    /// All rows, by day and id; what does not count has the rule that excludes it.
    ///
    /// - Complexity: n log n.
    public func rows(_ mirror: YnabMirror) -> [YnabRow] {
        var rows: [YnabRow] = []
        rows.reserveCapacity(mirror.transactions.count)
        for transaction in mirror.transactions {
            var whole = whole(transaction, mirror)
            let isUncounted = transaction.isDeleted || mirror.accounts[transaction.accountID]?.isOnBudget == false
            if !transaction.parts.isEmpty, !isUncounted {
                whole.kind = .excluded(.splitParent)
                rows += transaction.parts.map { row($0, of: transaction, mirror) }
            }
            rows.append(whole)
        }
        return rows.sorted { $0.day != $1.day ? $0.day < $1.day : $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
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
            id: part.id, day: transaction.day, amountCents: part.milliunits / Self.milliunitsPerCent, payee: payee,
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
