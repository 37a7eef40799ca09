public import Money

/// A row of YNAB, after splits are taken apart, with what it counts as.
public struct YnabRow: Equatable, Sendable {
    /// What a row counts as.
    public enum Kind: Equatable, Sendable {
        /// Money from outside, also when it is taken back.
        case inflow
        /// Spending of a group and category, or its refund.
        case spending(group: String, category: String)
        /// Nothing, by this rule.
        case excluded(Exclusion)
    }

    /// Rules that exclude a row.
    public enum Exclusion: String, Sendable {
        /// The row is deleted.
        case deleted
        /// The account is not on the budget.
        case trackingAccount
        /// A split counts by its parts.
        case splitParent
        /// Between two accounts, without category.
        case transfer
        /// A payee that YNAB itself writes.
        case housekeeping
        /// The card's side of spending that counts already.
        case creditCardPayment
    }

    /// Id of the transaction, or of the part of a split.
    public var id: String
    /// Its day.
    public var day: CalendarDay
    /// As received, 1,000 to the dollar: positive comes in.
    public var milliunits: Int
    /// The payee; empty when there is none.
    public var payee: String
    /// What it counts as.
    public var kind: Kind

    /// A row.
    public init(id: String, day: CalendarDay, milliunits: Int, payee: String, kind: Kind) {
        self.id = id
        self.day = day
        self.milliunits = milliunits
        self.payee = payee
        self.kind = kind
    }

    /// 1,000 milliunits are a dollar.
    public static let milliunitsPerCent = 10

    /// The amount in cents; whole for every row that counts.
    public var amountCents: Int { milliunits / Self.milliunitsPerCent }
}
