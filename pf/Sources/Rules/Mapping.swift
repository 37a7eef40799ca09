public import Household
public import Money

/// A mapping file: which boxes and labels make up which line of the flow.
public struct Mapping: Equatable, Sendable {
    /// Such as `us-household`.
    public var name: String
    /// The file's version.
    public var version: Int
    /// Canonical deduction labels that lower Medicare wages.
    public var section125: [String]
    /// How rows of YNAB count.
    public var ynab: YnabRules
    /// In the order of the file.
    public var items: [MappingItem]

    /// A mapping.
    public init(name: String, version: Int, section125: [String], ynab: YnabRules, items: [MappingItem]) {
        self.name = name
        self.version = version
        self.section125 = section125
        self.ynab = ynab
        self.items = items
    }
}

/// How rows of YNAB count.
public struct YnabRules: Equatable, Sendable {
    /// The category of money from outside.
    public var inflowCategory: String
    /// Payees that YNAB itself writes.
    public var housekeepingPayees: [String]
    /// Groups that are savings.
    public var savingsGroups: [String]
    /// Groups projected as the larger of plan and actual.
    public var largerOfPlanAndActual: [String]

    /// Rules.
    public init(
        inflowCategory: String, housekeepingPayees: [String], savingsGroups: [String],
        largerOfPlanAndActual: [String]
    ) {
        self.inflowCategory = inflowCategory
        self.housekeepingPayees = housekeepingPayees
        self.savingsGroups = savingsGroups
        self.largerOfPlanAndActual = largerOfPlanAndActual
    }
}

/// One item of a mapping file.
public struct MappingItem: Equatable, Sendable {
    /// Whether an item is one line over all earners or one for each.
    public enum Scope: Sendable {
        /// A line for each earner.
        case perEarner
        /// One line over all earners.
        case sumAll
    }

    /// Such as `tax.federal`.
    public var id: String
    /// Its part of the flow.
    public var section: FlowSection
    /// As shown; `{earner}` stands for the display name.
    public var label: String
    /// One line or one for each earner.
    public var scope: Scope
    /// In order; for each earner and employer the first present one counts.
    public var sources: [MappingSource]
    /// How the rest of the year is projected.
    public var projection: Projection

    /// An item.
    public init(
        id: String, section: FlowSection, label: String, scope: Scope, sources: [MappingSource],
        projection: Projection
    ) {
        self.id = id
        self.section = section
        self.label = label
        self.scope = scope
        self.sources = sources
        self.projection = projection
    }
}

/// Where an amount comes from.
public enum MappingSource: Equatable, Sendable {
    /// Boxes of a W-2.
    case w2(W2Source)
    /// Lines of a paystub.
    case paystub(PaystubSource)
}

/// Boxes of a W-2.
public struct W2Source: Equatable, Sendable {
    /// Which part of box 6 is meant.
    public enum Part: String, CaseIterable, Sendable {
        /// Medicare tax.
        case regular
        /// Additional Medicare tax.
        case additional
    }

    /// `2`, `12 D`, `14`, `17`; several add up.
    public var boxes: [String]
    /// Labels of box 14, compared without case.
    public var labels: [String]
    /// A part of the box; nil = all of it.
    public var part: Part?
    /// Lines of the employer's latest stub that are taken off.
    public var minusPaystub: PaystubSource?
    /// Whether it counts only where the employer has no paystub.
    public var isOnlyWithoutPaystub: Bool

    /// A source.
    public init(
        boxes: [String], labels: [String] = [], part: Part? = nil, minusPaystub: PaystubSource? = nil,
        isOnlyWithoutPaystub: Bool = false
    ) {
        self.boxes = boxes
        self.labels = labels
        self.part = part
        self.minusPaystub = minusPaystub
        self.isOnlyWithoutPaystub = isOnlyWithoutPaystub
    }
}

/// Lines of a section of a paystub.
public struct PaystubSource: Equatable, Sendable {
    /// Which lines.
    public enum Selection: Equatable, Sendable {
        /// Those with one of these canonical labels.
        case labels([String])
        /// All but those with one of these canonical labels.
        case sumExcept([String])
    }

    /// The section.
    public var section: PaystubSection
    /// Which of its lines.
    public var selection: Selection

    /// A source.
    public init(section: PaystubSection, selection: Selection) {
        self.section = section
        self.selection = selection
    }
}

/// How the rest of the year is projected.
public struct Projection: Equatable, Sendable {
    /// The wages that a rate applies to.
    public enum Wages: String, CaseIterable, Sendable {
        /// All earnings.
        case gross
        /// Earnings less what lowers Medicare wages.
        case medicare
    }

    /// The ways of projecting; texts name parameters.
    public enum Method: Equatable, Sendable {
        /// The current amount goes on.
        case recurring
        /// Planned events of a kind are added, or a share of them.
        case events(kind: String, share: Decimal?)
        /// As recurring, and a supplemental rate of all events.
        case withholding(supplementalRate: String)
        /// A rate of the year's wages up to a cap, or of what exceeds a threshold.
        case rate(rate: String, wages: Wages, cap: String?, over: String?)
        /// Nothing more comes.
        case asActual
    }

    /// The way.
    public var method: Method
    /// Parameter at which the sum over employers is cut.
    public var limit: String?

    /// A projection.
    public init(method: Method, limit: String? = nil) {
        self.method = method
        self.limit = limit
    }
}
