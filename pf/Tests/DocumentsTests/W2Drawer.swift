import Household
import KitTesting
import PfTesting

/// Draws forms W-2 with one, two or four copies a page.
struct W2Drawer {
    var copies = 1
    var style = AmountStyle.plain
    private(set) var drawing = Drawing()

    /// A random form that the law allows.
    static func form(random: inout SplitMix64) -> WageStatement {
        let medicare = Int.random(in: 1_000_000...40_000_000, using: &random)
        let security = min(medicare, 17_610_000)
        let additional = max(0, medicare - 20_000_000)
        var boxes: [WageStatement.Box] = [
            .init(box: "1", cents: medicare - Int.random(in: 0...900_000, using: &random)),
            .init(box: "2", cents: medicare / Int.random(in: 4...9, using: &random)),
            .init(box: "3", cents: security), .init(box: "4", cents: (security * 62 + 500) / 1000),
            .init(box: "5", cents: medicare),
            .init(box: "6", cents: (medicare * 145 + additional * 90 + 5000) / 10_000),
        ]
        for box in ["8", "10", "11"] where Bool.random(using: &random) {
            boxes.append(.init(box: box, cents: Int.random(in: 1000...500_000, using: &random)))
        }
        let codes = ["C", "D", "DD", "W", "AA", "G"].filter { _ in Bool.random(using: &random) }.prefix(4)
            .sorted()
        let other = ["WAPFML", "WA CARES", "UNION DUES"].filter { _ in Bool.random(using: &random) }
        let states = ["WA", "OR"].prefix(Int.random(in: 0...2, using: &random)).map { state in
            state == "WA"
                ? WageStatement.StateRow(state: state)
                : .init(
                    state: state, wagesCents: 900_000, taxCents: 61_250, localWagesCents: 900_000,
                    localTaxCents: 1234, locality: "PORTLAND")
        }
        func amount(_ random: inout SplitMix64) -> Int { Int.random(in: 100...2_350_000, using: &random) }
        return WageStatement(
            taxYear: 2025, employer: "Northwind Research LLC", ein: "00-0000002", boxes: boxes,
            box12: codes.map { .init(code: $0, cents: amount(&random)) },
            box14: other.map { .init(label: $0, cents: amount(&random)) }, states: states)
    }

    /// Draws all copies; a form can differ in the last.
    mutating func draw(_ form: WageStatement, last: WageStatement? = nil) {
        for copy in 0..<copies {
            let content = copy == copies - 1 ? last ?? form : form
            let width = copies == 4 ? 282.0 : 530
            let left = copies == 4 && copy % 2 == 1 ? 310.0 : copies == 4 ? 12 : 40
            let top = copies == 1 ? 50.0 : copies == 2 ? 40 + Double(copy) * 370 : 32 + Double(copy / 2) * 370
            draw(content, left: left, top: top, width: width)
        }
    }

    private mutating func draw(_ form: WageStatement, left: Double, top: Double, width: Double) {
        let small = width < 400 ? 3.5 : 5.5
        let size = width < 400 ? 6.4 : 8
        drawing.text("Form W-2 Wage and Tax Statement \(form.taxYear) Copy B", left, top, size: small + 1)
        let columns = [left + 3, left + width * 0.425, left + width * 0.715, left + width]
        let rows = [
            (
                "a Employee's social security number", "1 Wages, tips, other compensation",
                "2 Federal income tax withheld"
            ),
            (
                "b Employer identification number (EIN)", "3 Social security wages",
                "4 Social security tax withheld"
            ),
            (
                "c Employer's name, address, and ZIP code", "5 Medicare wages and tips",
                "6 Medicare tax withheld"
            ),
            ("", "7 Social security tips", "8 Allocated tips"),
            ("d Control number", "9", "10 Dependent care benefits"),
            ("e Employee's first name and initial Last name", "11 Nonqualified plans", "12a"),
        ]
        let texts = [
            "XXX-XX-0001", form.ein, form.employer, "1 Fiction Way, Nowhere WA 00000", "", "Avery Example",
        ]
        for (index, row) in rows.enumerated() {
            let y = top + 17 + Double(index) * 22
            for (column, label) in [row.0, row.1, row.2].enumerated() where !label.isEmpty {
                drawing.text(label, columns[column], y, size: small)
                let box = String(label.prefix { $0 != " " })
                if let value = form.boxes.first(where: { $0.box == box }) {
                    drawing.right(style.text(value.cents), columns[column + 1] - 6, y + 9, size: size)
                }
            }
            if !texts[index].isEmpty { drawing.text(texts[index], columns[0], y + 9, size: size) }
        }
        drawLower(form, columns, top + 17 + 5 * 22, left, width, small, size)
    }

    private mutating func drawLower(
        _ form: WageStatement, _ columns: [Double], _ y: Double, _ left: Double, _ width: Double,
        _ small: Double, _ size: Double
    ) {
        for (index, box) in ["12b", "12c", "12d"].enumerated() {
            drawing.text(box, columns[2], y + 16.5 * Double(index + 1), size: small)
        }
        for (index, entry) in form.box12.enumerated() {
            drawing.text(entry.code, columns[2] + 21, y + 5 + 16.5 * Double(index), size: size)
            drawing.right(style.text(entry.cents), columns[3] - 6, y + 5 + 16.5 * Double(index), size: size)
        }
        drawing.text(
            "13 Statutory employee Retirement plan Third-party sick pay", columns[1], y + 22,
            size: small - 0.8)
        drawing.text("14 Other", columns[1], y + 40, size: small)
        for (index, entry) in form.box14.enumerated() {
            drawing.text(entry.label, columns[1] + 3, y + 51 + 9 * Double(index), size: size - 1)
            drawing.right(style.text(entry.cents), columns[2] - 8, y + 51 + 9 * Double(index), size: size - 1)
        }
        let labels = [
            "15 State", "Employer's state ID", "16 State wages, tips, etc.", "17 State income tax",
            "18 Local wages, tips, etc.", "19 Local income tax", "20 Locality name",
        ]
        let places = [0.0, 0.08, 0.24, 0.4, 0.56, 0.72, 0.86].map { left + 3 + $0 * width }
        for (label, x) in zip(labels, places) { drawing.text(label, x, y + 90, size: small - 0.5) }
        for (index, state) in form.states.enumerated() {
            let at = y + 101 + 11 * Double(index)
            drawing.text(state.state, places[0], at, size: size)
            drawing.text("00-000", places[1], at, size: size - 1)
            let cells = [state.wagesCents, state.taxCents, state.localWagesCents, state.localTaxCents]
            for (column, cents) in cells.enumerated() {
                if let cents { drawing.right(style.text(cents), places[column + 3] - 4, at, size: size - 1) }
            }
            if let locality = state.locality { drawing.text(locality, places[6], at, size: size - 1) }
        }
    }
}
