import Household

/// Reads the boxes of one copy; every amount is taken by exactly one box, or it is a finding.
struct W2CopyReader {
    private let words: [Word]
    private let anchors: W2Anchors
    private var taken: [Word] = []
    private var boxes: [WageStatement.Box] = []
    private var box12: [WageStatement.CodedAmount] = []
    private var box14: [WageStatement.LabelledAmount] = []
    private var states: [WageStatement.StateRow] = []
    private var employer = ""
    private var ein = ""
    /// What could not be read.
    private(set) var findings: [Finding] = []

    /// A value's middle lies this far below its anchor's, in points.
    private static let valueDistance = 2.0...15.0
    private static let edge = 3.0
    private static let requiredBoxes = ["1", "2", "3", "4", "5", "6", "12a", "14", "15", "16", "17"]

    init(_ copy: W2Copy) {
        words = Row.rows(of: copy.words).flatMap(\.words)
        anchors = W2Anchors(copy.words)
    }

    /// The form as this copy prints it.
    func form(taxYear: Int) -> WageStatement {
        WageStatement(
            taxYear: taxYear, employer: employer, ein: ein, boxes: boxes,
            box12: box12.sorted { ($0.code, $0.cents) < ($1.code, $1.cents) }, box14: box14, states: states)
    }

    /// Reads all boxes.
    mutating func read() {
        for box in Self.requiredBoxes where anchors.first(box) == nil {
            report("w2.missingBox", "the label of box \(box) is not there")
        }
        for box in anchors.doubled { report("w2.missingBox", "the label of box \(box) stands there twice") }
        readEmployer()
        for box in (1...11).map(String.init) { readBox(box) }
        readBox12()
        readBox14()
        readStates()
        for word in words where word.cents != nil && !taken.contains(word) {
            report("w2.unplacedAmount", "the amount \(Redaction.redacted(word.text)) lies in no box")
        }
    }

    private mutating func report(_ code: String, _ message: String) {
        findings.append(Finding(code: code, message: message))
    }

    /// Words under an anchor, between its left edge and the next box.
    private func words(under anchor: Word) -> [Word] {
        let right = anchors.rightEdge(of: anchor)
        return words.filter { word in
            Self.valueDistance.contains(word.yCentre - anchor.yCentre) && word.xMin >= anchor.xMin - Self.edge
                && word.xMax <= right + Self.edge && !anchors.all.contains { $0.word == word }
        }
    }

    private mutating func readEmployer() {
        if let anchor = anchors.first("b") {
            let texts = words(under: anchor).map(\.text)
            ein = texts.first { Self.isEmployerNumber($0) } ?? ""
        }
        if let anchor = anchors.first("c") {
            let row = Row.rows(of: words(under: anchor)).first
            employer = Redaction.redacted(row?.text ?? "")
        }
        if ein.isEmpty { report("w2.noEmployerNumber", "box b is no number such as 00-0000001") }
        if employer.isEmpty { report("w2.noEmployer", "box c has no name") }
    }

    private static func isEmployerNumber(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 10 && bytes[2] == UInt8(ascii: "-")
            && (bytes[..<2] + bytes[3...]).allSatisfy { (48...57).contains($0) }
    }

    private mutating func readBox(_ box: String) {
        guard let anchor = anchors.first(box) else { return }
        let below = words(under: anchor)
        let amounts = below.filter { $0.cents != nil }
        for word in below where word.cents == nil && word.isNumeric {
            report(
                "w2.unreadableAmount",
                "box \(box): \"\(Redaction.redacted(word.text))\" is no amount with two decimals")
        }
        taken += amounts
        guard let cents = amounts.first?.cents else { return }
        if amounts.count > 1 { report("w2.unreadableAmount", "box \(box) has \(amounts.count) amounts") }
        boxes.append(WageStatement.Box(box: box, cents: cents))
    }

    private mutating func readBox12() {
        guard let first = anchors.first("12a") else { return }
        let bottom = anchors.first("12d").map { $0.yCentre + 15 } ?? first.yCentre + 70
        let limit = min(bottom, (anchors.first("15")?.yCentre ?? .infinity) - 3)
        let area = words.filter { word in
            word.xMin > first.xMin - Self.edge && word.yCentre > first.yCentre - 4 && word.yCentre < limit
                && !anchors.all.contains { $0.word == word }
        }
        for row in Row.rows(of: area) {
            guard let index = row.words.firstIndex(where: { $0.cents != nil }) else {
                for word in row.words
                where word.isNumeric && word.xMin > first.xMax && word.text.contains(".") {
                    report("w2.unreadableAmount", "box 12: \"\(Redaction.redacted(word.text))\" is no amount")
                }
                continue
            }
            guard let cents = row.words[index].cents, index > 0, Self.isCode(row.words[index - 1].text),
                index == row.words.count - 1
            else {
                report(
                    "w2.unreadableAmount",
                    "box 12: \"\(Redaction.redacted(row.text))\" is not a code and its amount")
                continue
            }
            taken.append(row.words[index])
            box12.append(WageStatement.CodedAmount(code: row.words[index - 1].text, cents: cents))
        }
    }

    private static func isCode(_ text: String) -> Bool {
        (1...2).contains(text.utf8.count) && text.utf8.allSatisfy { (65...90).contains($0) }
    }

    private mutating func readBox14() {
        guard let anchor = anchors.first("14") else { return }
        let bottom = (anchors.first("15")?.yCentre ?? .infinity) - 3
        let right = anchors.first("12a")?.xMin ?? .infinity
        let area = words.filter { word in
            word.yCentre > anchor.yCentre + 3 && word.yCentre < bottom && word.xMin >= anchor.xMin - Self.edge
                && word.xMin < right - Self.edge
        }
        for row in Row.rows(of: area) {
            let amounts = row.words.filter { $0.cents != nil }
            let label = row.words.filter { $0.cents == nil }.map(\.text).joined(separator: " ")
            guard amounts.count == 1, let cents = amounts[0].cents, !label.isEmpty else {
                report(
                    "w2.unreadableAmount",
                    "box 14: \"\(Redaction.redacted(row.text))\" is not a label and its amount")
                continue
            }
            taken += amounts
            box14.append(WageStatement.LabelledAmount(label: Redaction.redacted(label), cents: cents))
        }
    }

    private mutating func readStates() {
        guard let anchor = anchors.first("15") else { return }
        let columns = (16...20).map { anchors.first(String($0)) }
        let area = words.filter { $0.yCentre > anchor.yCentre + 3 && $0.xMin >= anchor.xMin - Self.edge }
        for row in Row.rows(of: area) {
            guard let state = row.words.first, state.text.utf8.count == 2, Self.isCode(state.text),
                state.xMin < anchor.xMax + 20
            else { continue }
            var cells: [Int?] = []
            for (index, column) in columns.prefix(4).enumerated() {
                cells.append(stateAmount(row, from: column, to: columns[index + 1], box: 16 + index))
            }
            let locality = columns[4].map { left in
                row.words.filter { $0.xMin >= left.xMin - Self.edge && $0.cents == nil }.map(\.text)
                    .joined(separator: " ")
            }
            states.append(
                WageStatement.StateRow(
                    state: state.text, wagesCents: cells[0], taxCents: cells[1], localWagesCents: cells[2],
                    localTaxCents: cells[3],
                    locality: locality.flatMap { $0.isEmpty ? nil : Redaction.redacted($0) }))
        }
        if states.count > 2 {
            report("w2.unreadableAmount", "there are \(states.count) state rows; expected at most two")
        }
    }

    private mutating func stateAmount(_ row: Row, from: Word?, to: Word?, box: Int) -> Int? {
        guard let from else { return nil }
        let right = to?.xMin ?? .infinity
        let cell = row.words.filter { $0.xMin >= from.xMin - Self.edge && $0.xMax <= right + Self.edge }
        let amounts = cell.filter { $0.cents != nil }
        taken += amounts
        if amounts.count > 1 || cell.contains(where: { $0.cents == nil && $0.isNumeric }) {
            report(
                "w2.unreadableAmount",
                "box \(box): \"\(Redaction.redacted(cell.map(\.text).joined(separator: " ")))\"")
        }
        return amounts.first?.cents
    }
}
