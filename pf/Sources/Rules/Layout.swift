public import Household

/// How paystubs are laid out: the words that stand over columns, sections and totals, and the labels.
///
/// All lookups ignore case and the number of spaces.
public struct Layout: Equatable, Sendable {
    /// What a column of a paystub's table holds.
    public enum Column: String, CaseIterable, Sendable {
        /// Amounts of this pay period.
        case current
        /// Amounts since 1 January.
        case ytd
        /// Hours worked; not kept.
        case hours
        /// Pay per hour; not kept.
        case rate
    }

    /// The totals that the equations need.
    public enum Total: String, CaseIterable, Sendable {
        /// Gross pay.
        case gross
        /// Net pay.
        case net
    }

    /// The dates of a paystub.
    public enum Field: String, CaseIterable, Sendable {
        /// The day of payment.
        case payDate
        /// First and last day of the pay period, one after the other.
        case period
        /// First day of the pay period.
        case periodBegin
        /// Last day of the pay period.
        case periodEnd
    }

    /// Name of the layout, such as `default`.
    public var name: String
    /// Version of the file.
    public var version: Int
    var columns: [String: Column]
    var sections: [String: PaystubSection]
    var totals: [String: Total]
    /// The words of each date's label, in lower case, longest label first.
    public internal(set) var fields: [(field: Field, words: [String])]
    var labels: [PaystubSection: [String: String]]

    /// What a header word stands for; nil when it is none.
    public func column(_ text: String) -> Column? { columns[Self.folded(text)] }

    /// The section of a heading, also of one that says `(continued)`; nil when it is none.
    public func section(_ text: String) -> PaystubSection? {
        var words = Self.folded(text).split(separator: " ").map(String.init)
        if let last = words.last, ["(continued)", "continued", "(cont.)", "(cont)"].contains(last) {
            words.removeLast()
        }
        return sections[words.joined(separator: " ")]
    }

    /// The total of a phrase; nil when it is none.
    public func total(_ text: String) -> Total? { totals[Self.folded(text)] }

    /// The canonical label of a printed one; nil when the section does not know it.
    public func label(_ text: String, in section: PaystubSection) -> String? {
        labels[section]?[Self.folded(text)]
    }

    /// The canonical labels of a section, by bytes.
    public func canonicalLabels(in section: PaystubSection) -> [String] {
        Set((labels[section] ?? [:]).values).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Lower case, single spaces, none at the ends.
    static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Compares all that the file says.
    public static func == (a: Layout, b: Layout) -> Bool {
        a.name == b.name && a.version == b.version && a.columns == b.columns && a.sections == b.sections
            && a.totals == b.totals && a.labels == b.labels
            && a.fields.map(\.field) == b.fields.map(\.field)
            && a.fields.map(\.words) == b.fields.map(\.words)
    }
}
