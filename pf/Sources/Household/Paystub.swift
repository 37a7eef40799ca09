public import Money

/// The parts of a paystub; they decide how a line counts in the pay equations.
public enum PaystubSection: String, CaseIterable, Sendable {
    /// Pay; its sum is gross pay.
    case earnings
    /// Taxes withheld.
    case taxes
    /// Retirement plans.
    case retirement
    /// Other deductions.
    case deductions
    /// Non-cash offsets, such as vested shares.
    case equity
    /// Paid by the employer, outside net pay.
    case employer
    /// Where net pay goes.
    case deposits
}

/// One line of a paystub.
///
/// Positive amounts of taxes, retirement, deductions and equity lower net pay.
public struct PaystubLine: Equatable, Sendable {
    /// Its part.
    public var section: PaystubSection
    /// The canonical label; nil when the layout file does not know the printed one.
    public var label: String?
    /// The label as printed, redacted.
    public var rawLabel: String
    /// Of this pay period; nil for a blank cell.
    public var currentCents: Int?
    /// Since 1 January; nil for a blank cell.
    public var ytdCents: Int?

    /// A line.
    public init(
        section: PaystubSection, label: String?, rawLabel: String, currentCents: Int?, ytdCents: Int?
    ) {
        self.section = section
        self.label = label
        self.rawLabel = rawLabel
        self.currentCents = currentCents
        self.ytdCents = ytdCents
    }
}

/// A paystub.
public struct Paystub: Equatable, Sendable {
    /// The employer's name.
    public var employer: String
    /// Its year is the tax year.
    public var payDate: CalendarDay
    /// First day of the pay period.
    public var periodBegin: CalendarDay?
    /// Last day of the pay period.
    public var periodEnd: CalendarDay?
    /// Pages of the PDF.
    public var pages: Int
    /// In the order of the document.
    public var lines: [PaystubLine]
    /// Gross pay of the period.
    public var grossCents: Int?
    /// Gross pay since 1 January.
    public var grossYtdCents: Int?
    /// Net pay of the period.
    public var netCents: Int?
    /// Net pay since 1 January.
    public var netYtdCents: Int?

    /// A paystub.
    public init(
        employer: String, payDate: CalendarDay, periodBegin: CalendarDay? = nil,
        periodEnd: CalendarDay? = nil,
        pages: Int = 1, lines: [PaystubLine], grossCents: Int?, grossYtdCents: Int?, netCents: Int?,
        netYtdCents: Int?
    ) {
        self.employer = employer
        self.payDate = payDate
        self.periodBegin = periodBegin
        self.periodEnd = periodEnd
        self.pages = pages
        self.lines = lines
        self.grossCents = grossCents
        self.grossYtdCents = grossYtdCents
        self.netCents = netCents
        self.netYtdCents = netYtdCents
    }
}
