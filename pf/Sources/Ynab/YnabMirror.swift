public import Money

/// YNAB's data as received; amounts in milliunits, 1,000 to the dollar.
public struct YnabMirror: Equatable, Sendable {
    /// An account.
    public struct Account: Equatable, Sendable {
        /// YNAB's id.
        public var id: String
        /// As shown.
        public var name: String
        /// Whether its rows count.
        public var isOnBudget: Bool
        /// Whether it is deleted.
        public var isDeleted: Bool

        /// An account.
        public init(id: String, name: String, isOnBudget: Bool, isDeleted: Bool) {
            self.id = id
            self.name = name
            self.isOnBudget = isOnBudget
            self.isDeleted = isDeleted
        }
    }

    /// A group of categories.
    public struct Group: Equatable, Sendable {
        /// YNAB's id.
        public var id: String
        /// As shown.
        public var name: String
        /// Whether YNAB itself made it.
        public var isInternal: Bool
        /// Whether it is deleted.
        public var isDeleted: Bool

        /// A group.
        public init(id: String, name: String, isInternal: Bool, isDeleted: Bool) {
            self.id = id
            self.name = name
            self.isInternal = isInternal
            self.isDeleted = isDeleted
        }
    }

    /// A category.
    public struct Category: Equatable, Sendable {
        /// YNAB's id.
        public var id: String
        /// Id of its group.
        public var groupID: String
        /// As shown.
        public var name: String
        /// Whether YNAB itself made it.
        public var isInternal: Bool
        /// Whether it is deleted.
        public var isDeleted: Bool

        /// A category.
        public init(id: String, groupID: String, name: String, isInternal: Bool, isDeleted: Bool) {
            self.id = id
            self.groupID = groupID
            self.name = name
            self.isInternal = isInternal
            self.isDeleted = isDeleted
        }
    }

    /// A part of a split.
    public struct Part: Equatable, Sendable {
        /// YNAB's id.
        public var id: String
        /// 1,000 to the dollar; positive comes in.
        public var milliunits: Int
        /// nil = that of the whole.
        public var payee: String?
        /// Id of its category.
        public var categoryID: String?
        /// Id of the other account of a transfer.
        public var transferAccountID: String?
        /// Whether it is deleted.
        public var isDeleted: Bool

        /// A part.
        public init(
            id: String, milliunits: Int, payee: String?, categoryID: String?, transferAccountID: String?,
            isDeleted: Bool
        ) {
            self.id = id
            self.milliunits = milliunits
            self.payee = payee
            self.categoryID = categoryID
            self.transferAccountID = transferAccountID
            self.isDeleted = isDeleted
        }
    }

    /// A transaction.
    public struct Transaction: Equatable, Sendable {
        /// YNAB's id.
        public var id: String
        /// Its day.
        public var day: CalendarDay
        /// 1,000 to the dollar; positive comes in.
        public var milliunits: Int
        /// Id of its account.
        public var accountID: String
        /// The payee.
        public var payee: String?
        /// Id of its category.
        public var categoryID: String?
        /// Id of the other account of a transfer.
        public var transferAccountID: String?
        /// Whether it is deleted.
        public var isDeleted: Bool
        /// The parts of a split.
        public var parts: [Part]

        /// A transaction.
        public init(
            id: String, day: CalendarDay, milliunits: Int, accountID: String, payee: String?,
            categoryID: String?,
            transferAccountID: String?, isDeleted: Bool, parts: [Part]
        ) {
            self.id = id
            self.day = day
            self.milliunits = milliunits
            self.accountID = accountID
            self.payee = payee
            self.categoryID = categoryID
            self.transferAccountID = transferAccountID
            self.isDeleted = isDeleted
            self.parts = parts
        }
    }

    /// By id.
    public var accounts: [String: Account]
    /// By id.
    public var groups: [String: Group]
    /// By id.
    public var categories: [String: Category]
    /// In any order.
    public var transactions: [Transaction]

    /// YNAB's data.
    public init(
        accounts: [Account] = [], groups: [Group] = [], categories: [Category] = [],
        transactions: [Transaction] = []
    ) {
        self.accounts = Dictionary(accounts.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.groups = Dictionary(groups.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.categories = Dictionary(categories.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.transactions = transactions
    }
}
