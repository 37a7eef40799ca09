/// The parts of a flow, in their order.
public enum FlowSection: String, CaseIterable, Sendable {
    /// What comes in.
    case income
    /// What the state takes.
    case taxes
    /// What the employer takes off.
    case deductions
    /// What is put aside.
    case savings
    /// What is spent.
    case spending
    /// What is left.
    case balance

    /// Its place in the order.
    public var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// The three columns of a flow.
public enum FlowColumn: String, CaseIterable, Sendable {
    /// The budget.
    case plan
    /// What happened until the day.
    case actual
    /// Where the year ends.
    case projected
}

/// Where the three figures of a line come from.
public struct Provenance: Equatable, Sendable {
    /// Of the plan; nil exactly when there is no figure.
    public var plan: String?
    /// Of the actual figure.
    public var actual: String?
    /// Of the projected figure.
    public var projected: String?

    /// Labels.
    public init(plan: String?, actual: String?, projected: String?) {
        self.plan = plan
        self.actual = actual
        self.projected = projected
    }

    /// The label of a column.
    public subscript(column: FlowColumn) -> String? {
        switch column {
        case .plan: plan
        case .actual: actual
        case .projected: projected
        }
    }
}

/// One line of a flow.
public struct FlowLine: Equatable, Sendable {
    /// Unique in a flow, such as `tax.medicare.avery`.
    public var id: String
    /// Its part.
    public var section: FlowSection
    /// As shown.
    public var label: String
    /// Slug of the earner; nil = the household.
    public var earner: String?
    /// The plan; nil = unknown.
    public var planCents: Int?
    /// What happened; nil = unknown.
    public var actualCents: Int?
    /// Where the year ends; nil = unknown.
    public var projectedCents: Int?
    /// Where the figures come from.
    public var provenance: Provenance
    /// `limit`, `conflict`, `missing:<slug>`.
    public var flags: [String]

    /// A line.
    public init(
        id: String, section: FlowSection, label: String, earner: String?, planCents: Int?, actualCents: Int?,
        projectedCents: Int?, provenance: Provenance, flags: [String] = []
    ) {
        self.id = id
        self.section = section
        self.label = label
        self.earner = earner
        self.planCents = planCents
        self.actualCents = actualCents
        self.projectedCents = projectedCents
        self.provenance = provenance
        self.flags = flags
    }

    /// The figure of a column, in cents; nil = unknown.
    public subscript(column: FlowColumn) -> Int? {
        switch column {
        case .plan: planCents
        case .actual: actualCents
        case .projected: projectedCents
        }
    }
}
