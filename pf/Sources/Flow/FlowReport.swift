public import Household
public import Money

/// The flow of a year.
public struct FlowReport: Equatable, Sendable {
    /// An employment without any document.
    public struct MissingEmployment: Equatable, Sendable {
        /// Slug of the earner.
        public var earner: String
        /// The employer's name.
        public var employer: String
    }

    /// What stands above the lines.
    public struct Header: Equatable, Sendable {
        /// The year.
        public var year: Int
        /// What is later has not happened.
        public var asOf: CalendarDay
        /// Version of the budget.
        public var budgetVersion: Int
        /// Those of the budget.
        public var earners: [Earner]
        /// Name and version of the mapping, `us-household v1`.
        public var mappings: String
        /// Employments of the year without document.
        public var missing: [MissingEmployment]
        /// Names of the parameter files, by bytes.
        public var parameters: [String]
    }

    /// What stands above the lines.
    public var header: Header
    /// In the order of sections; the balance last.
    public var lines: [FlowLine]
    /// What each line is made of, by its id.
    public var parts: [String: [FlowPart]]
}

/// A part of a figure: one document, one employer's projection, one plan or the rows of YNAB.
public struct FlowPart: Equatable, Sendable {
    /// The column that it belongs to.
    public var column: FlowColumn
    /// Box, labels or method, as in the provenance.
    public var label: String
    /// Its amount; the parts of a column add up to the figure.
    public var cents: Int
    /// The document that it comes from.
    public var sha256: String?
    /// The employer.
    public var employer: String?
    /// Pay dates of the year that are left.
    public var payDatesLeft: Int?
    /// Planned events that are counted.
    public var eventCount: Int?
    /// Parameters with their values, `us-2026/ss_rate = 0.062`.
    public var parameters: [String] = []
    /// Rows of YNAB.
    public var rowCount: Int?
    /// Day of the first of them.
    public var firstDay: CalendarDay?
}
