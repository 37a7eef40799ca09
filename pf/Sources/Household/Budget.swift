public import Money

/// A person with income.
public struct Earner: Equatable, Sendable {
    /// `[a-z][a-z0-9_]{0,31}`.
    public var slug: String
    /// As shown.
    public var displayName: String

    /// An earner.
    public init(slug: String, displayName: String) {
        self.slug = slug
        self.displayName = displayName
    }

    /// Whether a text can be a slug.
    public static func isSlug(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...32).contains(bytes.count), let first = bytes.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first)
        else { return false }
        return bytes.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
    }
}

/// An earner's employer and when it pays.
public struct Employment: Equatable, Sendable {
    /// Slug of the earner.
    public var earner: String
    /// The employer's name, as on its documents.
    public var employer: String
    /// When it pays.
    public var schedule: PaySchedule
    /// The payee of its paychecks in YNAB.
    public var payee: String?
    /// First day; nil = before the year.
    public var start: CalendarDay?
    /// Last day; nil = after the year.
    public var end: CalendarDay?

    /// An employment.
    public init(
        earner: String, employer: String, schedule: PaySchedule, payee: String? = nil,
        start: CalendarDay? = nil,
        end: CalendarDay? = nil
    ) {
        self.earner = earner
        self.employer = employer
        self.schedule = schedule
        self.payee = payee
        self.start = start
        self.end = end
    }
}

/// A planned amount of a mapping item.
public struct BudgetItem: Equatable, Sendable {
    /// Id of the mapping item.
    public var id: String
    /// Slug of the earner; nil = the household.
    public var earner: String?
    /// What is planned.
    public var amount: PlannedAmount

    /// An item.
    public init(id: String, earner: String?, amount: PlannedAmount) {
        self.id = id
        self.earner = earner
        self.amount = amount
    }
}

/// A planned amount as it is written.
public enum PlannedAmount: Equatable, Sendable {
    /// For the year.
    case annual(cents: Int)
    /// For a pay period, so many times.
    case perPeriod(cents: Int, periods: Int)
    /// For a month, twelve times.
    case monthly(cents: Int)

    /// For the year, in cents.
    ///
    /// - Throws: ``MoneyError/overflow``.
    public func annualCents() throws(MoneyError) -> Int {
        switch self {
        case .annual(let cents): cents
        case .perPeriod(let cents, let periods): try Cents.multiply(cents, periods)
        case .monthly(let cents): try Cents.multiply(cents, 12)
        }
    }

    /// Whether the amount of the year had to be computed.
    public var isComputed: Bool {
        if case .annual = self { return false }
        return true
    }
}

/// A group of YNAB categories with what is planned for it.
public struct BudgetGroup: Equatable, Sendable {
    /// The group's name in YNAB.
    public var group: String
    /// What is planned.
    public var amount: PlannedAmount

    /// A group.
    public init(group: String, amount: PlannedAmount) {
        self.group = group
        self.amount = amount
    }
}

/// An income to come on a day, such as a bonus.
public struct IncomeEvent: Equatable, Sendable {
    /// Slug of the earner.
    public var earner: String
    /// The employer's name.
    public var employer: String
    /// As the mapping names it, such as `bonus`.
    public var kind: String
    /// The day.
    public var date: CalendarDay
    /// Its amount.
    public var amountCents: Int

    /// An event.
    public init(earner: String, employer: String, kind: String, date: CalendarDay, amountCents: Int) {
        self.earner = earner
        self.employer = employer
        self.kind = kind
        self.date = date
        self.amountCents = amountCents
    }
}

/// The plan of a year.
public struct Budget: Equatable, Sendable {
    /// The year.
    public var year: Int
    /// As shown.
    public var name: String
    /// At least one.
    public var earners: [Earner]
    /// In the order of the document.
    public var employments: [Employment]
    /// Income, taxes, deductions and savings, in this order.
    public var items: [BudgetItem]
    /// Spending.
    public var groups: [BudgetGroup]
    /// Events.
    public var events: [IncomeEvent]

    /// A plan.
    public init(
        year: Int, name: String, earners: [Earner], employments: [Employment] = [], items: [BudgetItem] = [],
        groups: [BudgetGroup] = [], events: [IncomeEvent] = []
    ) {
        self.year = year
        self.name = name
        self.earners = earners
        self.employments = employments
        self.items = items
        self.groups = groups
        self.events = events
    }
}
