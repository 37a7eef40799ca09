import Household
import KitTesting
import Money
import PfTesting

/// Draws a paystub in one of the two layout families, with the document that it says.
struct StubDrawer {
    var isSideBySide = false
    var style = AmountStyle.plain
    var isNegated = false
    var isSwapped = false
    var hasDeposits = true
    var currentWord = "Current"
    var ytdWord = "YTD"
    var hasSummary: Bool { isSideBySide }
    private(set) var drawing = Drawing()

    static let headings: [PaystubSection: [String]] = [
        .earnings: ["Earnings"], .taxes: ["Taxes", "Employee Taxes"],
        .retirement: ["Retirement", "Retirement Plans"],
        .deductions: ["Deductions", "Pre Tax and Post Tax Deductions"], .equity: ["Stock", "Stock Offset"],
        .employer: ["Employer Contributions", "Employer Paid Benefits"],
        .deposits: ["Direct Deposit", "Payment Information"],
    ]

    /// Printed labels with their canonical ones.
    static let labels: [PaystubSection: [(String, String)]] = [
        .earnings: [
            ("Regular Salary", "Regular"), ("Annual Bonus", "Bonus"), ("RSU Vest", "RSU"),
            ("Retro Pay / Adjustment", "Adjustment"),
        ],
        .taxes: [
            ("Federal Withholding", "Federal Income Tax"), ("OASDI", "Social Security"),
            ("Medicare Tax", "Medicare"),
            ("Addl Medicare", "Additional Medicare"), ("WA Paid Family Leave - EE", "WA PFML"),
            ("WA Paid Medical Leave - EE", "WA PFML"), ("WA LTSS", "WA Cares"),
            ("State Income Tax", "State Income Tax"),
        ],
        .retirement: [
            ("401(k) Pre-Tax", "401K"), ("401(k) Roth", "401K Roth"), ("401K After Tax", "401K After Tax"),
        ],
        .deductions: [
            ("Medical Pre-Tax", "Medical"), ("Dental", "Dental"), ("Vision", "Vision"), ("HSA-EE", "HSA"),
            ("Health FSA", "FSA"),
            ("Dependent Care FSA", "DCFSA"), ("ESPP", "ESPP"), ("ESPP Refund", "ESPP Refund"),
            ("Supplemental Life Insurance Employee and Spouse", "Life Insurance"),
            ("Parking After-Tax Refund", "Parking"),
        ],
        .equity: [("RSU Offset", "RSU Offset")],
        .employer: [("401(k) Match", "401K Match"), ("HSA Employer", "HSA Employer")],
    ]

    /// A random stub whose equations hold.
    static func stub(random: inout SplitMix64, hasDeposits: Bool) -> Paystub {
        var lines: [PaystubLine] = []
        for section in PaystubSection.allCases where section != .deposits {
            let all = labels[section] ?? []
            let chosen = all.indices.filter {
                $0 == 0 && section == .earnings || Int.random(in: 0..<10, using: &random) < 7
            }
            for index in chosen {
                let isRefund = all[index].0.hasSuffix("Refund") || all[index].1 == "Adjustment"
                let amount =
                    Int.random(in: 100...(section == .earnings ? 900_000 : 90_000), using: &random)
                    * (isRefund ? -1 : 1)
                let isBlank = index > 0 && Int.random(in: 0..<5, using: &random) == 0
                lines.append(
                    PaystubLine(
                        section: section, label: all[index].1, rawLabel: all[index].0,
                        currentCents: isBlank ? nil : amount,
                        ytdCents: amount * Int.random(in: 1...24, using: &random)))
            }
        }
        func sum(_ sections: [PaystubSection], _ amount: (PaystubLine) -> Int?) -> Int {
            lines.filter { sections.contains($0.section) }.compactMap(amount).reduce(0, +)
        }
        let lowering: [PaystubSection] = [.taxes, .retirement, .deductions, .equity]
        let gross = (sum([.earnings], \.currentCents), sum([.earnings], \.ytdCents))
        let net = (gross.0 - sum(lowering, \.currentCents), gross.1 - sum(lowering, \.ytdCents))
        if hasDeposits {
            lines.append(
                PaystubLine(
                    section: .deposits, label: "Deposit 1", rawLabel: "Harbor CU [redacted]",
                    currentCents: net.0 - 5000, ytdCents: nil))
            lines.append(
                PaystubLine(
                    section: .deposits, label: "Deposit 2", rawLabel: "Savings [redacted]",
                    currentCents: 5000, ytdCents: nil))
        }
        let day = CalendarDay(
            year: 2026, month: Int.random(in: 1...12, using: &random),
            day: Int.random(in: 1...28, using: &random))
        return Paystub(
            employer: "Harbor Clinic", payDate: day ?? CalendarDay.firstDay(of: 2026),
            periodBegin: CalendarDay("2026-01-01"),
            periodEnd: CalendarDay("2026-01-14"), lines: lines, grossCents: gross.0, grossYtdCents: gross.1,
            netCents: net.0,
            netYtdCents: net.1)
    }

    private(set) var y = [0.0, 0.0]
    private(set) var page = [0, 0]

    private func date(_ day: CalendarDay?) -> String {
        guard let day else { return "" }
        return "\(day.month < 10 ? "0" : "")\(day.month)/\(day.day < 10 ? "0" : "")\(day.day)/\(day.year)"
    }

    private func amount(_ cents: Int?, _ section: PaystubSection) -> String? {
        let isTurned = isNegated && [.taxes, .retirement, .deductions, .equity].contains(section)
        return cents.map { style.text(isTurned ? -$0 : $0) }
    }

    /// Draws the stub; `stub.pages` and `isNegated` follow the drawing.
    mutating func draw(_ stub: Paystub, random: inout SplitMix64) {
        drawing.text(stub.employer, isSideBySide ? 30 : 40, 50, size: 12)
        if isSideBySide { drawDatesUnder(stub) } else { drawDatesRight(stub) }
        if hasSummary { drawSummary(stub) }
        y = isSideBySide ? [160, 160] : [110, 110]
        for (index, section) in PaystubSection.allCases.enumerated() {
            let lines = stub.lines.filter { $0.section == section }
            guard !lines.isEmpty else { continue }
            // The section order of the drawing is the document's: rows of two tables, left and right.
            if isSideBySide && index % 2 == 0 { y = [max(y[0], y[1]), max(y[0], y[1])] }
            drawTable(section, lines, stub, side: isSideBySide ? index % 2 : 0, random: &random)
        }
        guard !isSideBySide else { return }
        drawing.text("Net Pay", 40, y[0] + 10, page: page[0])
        let edges = isSwapped ? (550.0, 460.0) : (460.0, 550.0)
        drawing.right(style.text(stub.netCents ?? 0), edges.0, y[0] + 10, page: page[0])
        drawing.right(style.text(stub.netYtdCents ?? 0), edges.1, y[0] + 10, page: page[0])
    }

    private mutating func drawDatesRight(_ stub: Paystub) {
        drawing.text("Pay Date: \(date(stub.payDate))", 300, 80)
        drawing.text("Pay Period: \(date(stub.periodBegin)) - \(date(stub.periodEnd))", 300, 92)
        drawing.text("SSN: XXX-XX-0001", 40, 92)
    }

    private mutating func drawDatesUnder(_ stub: Paystub) {
        for (x, label, day) in [
            (200.0, "Pay Period Begin", stub.periodBegin), (320, "Pay Period End", stub.periodEnd),
            (440, "Check Date", stub.payDate),
        ] {
            drawing.text(label, x, 74, size: 7)
            drawing.text(date(day), x, 85)
        }
    }

    private mutating func drawSummary(_ stub: Paystub) {
        drawing.right("Gross Pay", 190, 108, size: 7)
        drawing.right("Net Pay", 570, 108, size: 7)
        drawing.text("Current", 30, 119)
        drawing.text("YTD", 30, 130)
        for (edge, current, ytd) in [
            (190.0, stub.grossCents, stub.grossYtdCents), (570, stub.netCents, stub.netYtdCents),
        ] {
            drawing.right(style.text(current ?? 0), edge, 119)
            drawing.right(style.text(ytd ?? 0), edge, 130)
        }
    }

    private mutating func drawTable(
        _ section: PaystubSection, _ lines: [PaystubLine], _ stub: Paystub, side: Int,
        random: inout SplitMix64
    ) {
        let left = isSideBySide ? (side == 0 ? 30.0 : 310) : 40
        var edges = isSideBySide ? (left + 190, left + 260) : (460.0, 550.0)
        if isSwapped { edges = (edges.1, edges.0) }
        if y[side] + Double(lines.count) * 30 + 40 > 740 {
            y = [70, 70]
            page = [page[0] + 1, page[1] + 1]
        }
        let at = page[side]
        y[side] += 12
        drawing.text(
            Self.headings[section]?.randomElement(using: &random) ?? "", left, y[side], size: 9, page: at)
        y[side] += 12
        drawing.text("Description", left, y[side], size: 7, page: at)
        drawing.right(currentWord, edges.0, y[side], size: 7, page: at)
        drawing.right(ytdWord, edges.1, y[side], size: 7, page: at)
        for line in lines {
            y[side] += 11
            if let text = amount(line.currentCents, section) {
                drawing.right(text, edges.0, y[side], page: at)
            }
            if let text = amount(line.ytdCents, section) { drawing.right(text, edges.1, y[side], page: at) }
            drawLabel(line.rawLabel.replacing("[redacted]", with: "****4321"), left, side, at)
        }
        if section == .earnings && !hasSummary {
            y[side] += 11
            drawing.text("Gross Pay", left, y[side], page: at)
            drawing.right(style.text(stub.grossCents ?? 0), edges.0, y[side], page: at)
            drawing.right(style.text(stub.grossYtdCents ?? 0), edges.1, y[side], page: at)
        }
        y[side] += 12
    }

    private mutating func drawLabel(_ label: String, _ left: Double, _ side: Int, _ page: Int) {
        var row = ""
        var x = left
        for word in label.split(separator: " ").map(String.init) {
            if isSideBySide && !row.isEmpty && Drawing.width(row + " " + word, 8) > 105 {
                drawing.text(row, x, y[side], page: page)
                (row, x) = (word, left + 6)
                y[side] += 9
            } else {
                row = row.isEmpty ? word : row + " " + word
            }
        }
        drawing.text(row, x, y[side], page: page)
    }
}
