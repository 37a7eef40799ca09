import Household
import Rules

/// Reads the rows of a paystub's tables into lines.
struct PaystubTables {
    let pages: [Page]
    let layout: Layout
    let headers: [TableHeader]
    /// Header rows of summaries; a table ends there.
    let boundaries: [(page: Int, yCentre: Double)]

    /// In the order of the document.
    private(set) var lines: [PaystubLine] = []
    /// Totals that stand in tables.
    private(set) var totals: [(total: Layout.Total, current: Int?, ytd: Int?)] = []
    /// What could not be read.
    private(set) var findings: [Finding] = []
    private var regions: [(page: Int, left: Double, right: Double, top: Double, bottom: Double)] = []

    /// A label's further rows are closer than this to the row above, in points.
    private static let continuationDistance = 14.0
    /// Text this close below a table might belong to it, in points.
    private static let trailingDistance = 20.0

    init(
        pages: [Page], layout: Layout, headers: [TableHeader], boundaries: [(page: Int, yCentre: Double)]
    ) {
        self.pages = pages
        self.layout = layout
        self.headers = headers
        self.boundaries = boundaries
    }

    /// Reads all tables, and goes on with open ones on the pages after them.
    mutating func read() {
        for page in pages.indices {
            for header in openHeaders(before: page) { read(header, on: page, isCarried: true) }
            let own = headers.filter { $0.page == page }.sorted { a, b in
                abs(a.yCentre - b.yCentre) > 5 ? a.yCentre < b.yCentre : a.left < b.left
            }
            for header in own {
                guard header.section != nil else {
                    report(
                        "paystub.unknownSection", header,
                        "the heading \"\(header.headingText ?? "")\" is unknown")
                    continue
                }
                read(header, on: page, isCarried: false)
            }
        }
        checkHeadings()
    }

    /// Whether a place lies in a table that was read.
    func holds(page: Int, word: Word) -> Bool {
        regions.contains {
            $0.page == page && word.xMin >= $0.left && word.xMin < $0.right && word.yCentre > $0.top
                && word.yCentre < $0.bottom
        }
    }

    /// Headers of the page before with no other table below them.
    private func openHeaders(before page: Int) -> [TableHeader] {
        let previous = headers.filter { $0.page == page - 1 && $0.section != nil }
        return previous.filter { header in
            !previous.contains { $0.yCentre > header.yCentre + 5 && overlaps($0, header) }
        }
    }

    private func overlaps(_ a: TableHeader, _ b: TableHeader) -> Bool {
        a.left < b.lastEdge && b.left < a.lastEdge
    }

    private mutating func read(_ header: TableHeader, on page: Int, isCarried: Bool) {
        let top = isCarried ? -Double.infinity : header.yCentre + 4
        var bottom = Double.infinity
        for other in headers where other.page == page && overlaps(other, header) && other.top > top {
            bottom = min(bottom, other.top - 4)
        }
        for boundary in boundaries where boundary.page == page && boundary.yCentre > top {
            bottom = min(bottom, boundary.yCentre - 4)
        }
        let words = pages[page].words.filter {
            $0.xMin >= header.left - 6 && $0.xMin < header.right && $0.yCentre > top && $0.yCentre < bottom
        }
        regions.append((page, header.left - 6, header.right, top, bottom))
        readRows(Row.rows(of: words), header, isCarried: isCarried)
    }

    private mutating func readRows(_ rows: [Row], _ header: TableHeader, isCarried: Bool) {
        var lastY: Double?
        var isLastLine = false
        var looseText: Row?
        for row in rows {
            let cells = TableCells(row, header)
            if cells.label.isEmpty && !cells.hasAmounts && cells.problem == nil { continue }
            if !cells.hasAmounts && cells.problem == nil {
                if isCarried && lastY == nil {
                    looseText = row
                    continue
                }
                let distance = row.yCentre - (lastY ?? header.yCentre)
                if addText(cells.label, distance: distance, isLastLine: isLastLine, header) {
                    lastY = row.yCentre
                    isLastLine = true
                } else if layout.section(row.leadingPhrase) != nil {
                    return
                } else {
                    if distance < Self.trailingDistance { unread(row.text, header) }
                    looseText = row
                }
                continue
            }
            if let loose = looseText,
                !isCarried || layout.label(loose.text + " " + cells.label, in: section(header)) != nil
            {
                unread(loose.text, header)
            }
            looseText = nil
            if isCarried && lastY == nil && cells.problem != nil { continue }
            isLastLine = add(cells, row, header)
            lastY = row.yCentre
        }
    }

    private func section(_ header: TableHeader) -> PaystubSection { header.section ?? .employer }

    /// Takes a row without amounts as a label's further words, or as a line with blank cells.
    private mutating func addText(
        _ text: String, distance: Double, isLastLine: Bool, _ header: TableHeader
    ) -> Bool {
        let section = section(header)
        let redacted = Redaction.redacted(text)
        guard let last = lines.last, isLastLine, last.section == section else {
            guard layout.label(text, in: section) != nil, distance < Self.trailingDistance else {
                return false
            }
            append(redacted, nil, nil, section)
            return true
        }
        let joined = last.rawLabel + " " + redacted
        let isOwnLine = layout.label(joined, in: section) == nil && layout.label(redacted, in: section) != nil
        if isOwnLine && distance < Self.trailingDistance {
            append(redacted, nil, nil, section)
            return true
        }
        guard distance < Self.continuationDistance else { return false }
        lines[lines.count - 1].rawLabel = joined
        lines[lines.count - 1].label = layout.label(joined, in: section)
        return true
    }

    private mutating func append(_ label: String, _ current: Int?, _ ytd: Int?, _ section: PaystubSection) {
        lines.append(
            PaystubLine(
                section: section, label: layout.label(label, in: section), rawLabel: label,
                currentCents: current,
                ytdCents: ytd))
    }

    /// Adds a row with amounts; returns whether it is a line whose label may go on below.
    private mutating func add(_ cells: TableCells, _ row: Row, _ header: TableHeader) -> Bool {
        if let problem = cells.problem {
            report(
                "paystub.unplacedAmount", header, "\(problem) in the row \"\(Redaction.redacted(row.text))\"")
        }
        let name = cells.label.hasSuffix(":") ? String(cells.label.dropLast()) : cells.label
        if let total = layout.total(name) {
            totals.append((total, cells.current, cells.ytd))
            return false
        }
        guard !cells.label.isEmpty else {
            unread(row.text, header)
            return false
        }
        append(Redaction.redacted(cells.label), cells.current, cells.ytd, section(header))
        return true
    }

    /// A known heading without a table below it is a table that was not read.
    private mutating func checkHeadings() {
        for (page, content) in pages.enumerated() {
            for row in Row.rows(of: content.words) where row.words.allSatisfy({ !$0.isNumeric }) {
                guard !boundaries.contains(where: { $0.page == page && abs($0.yCentre - row.yCentre) < 4 })
                else { continue }
                for phrase in row.phrases where layout.section(phrase.text) != nil {
                    let isKnown = headers.contains {
                        $0.page == page && abs($0.left - phrase.xMin) <= 8 && phrase.yCentre <= $0.yCentre + 4
                            && phrase.yCentre >= $0.top - 4
                    }
                    guard !isKnown, headers.contains(where: { abs($0.left - phrase.xMin) <= 8 }) else {
                        continue
                    }
                    findings.append(
                        Finding(
                            code: "paystub.unreadTable",
                            message:
                                "page \(page + 1): no current and year-to-date columns below \"\(phrase.text)\""
                        ))
                }
            }
        }
    }

    private mutating func unread(_ text: String, _ header: TableHeader) {
        report(
            "paystub.unreadRow", header, "the row \"\(Redaction.redacted(text))\" is neither line nor label")
    }

    private mutating func report(_ code: String, _ header: TableHeader, _ message: String) {
        let place = header.section?.rawValue ?? "table"
        findings.append(Finding(code: code, message: "page \(header.page + 1), \(place): \(message)"))
    }
}

/// A row of a table, taken apart by the columns.
struct TableCells {
    private(set) var label = ""
    private(set) var current: Int?
    private(set) var ytd: Int?
    /// Whether there is an amount in one of the two columns.
    var hasAmounts: Bool { current != nil || ytd != nil }
    /// Why it cannot be read with certainty.
    private(set) var problem: String?

    init(_ row: Row, _ header: TableHeader) {
        var labelWords: [String] = []
        var firstCell = Double.infinity
        for word in row.words {
            let column = word.isNumeric || Self.isBlankMark(word) ? header.column(endingAt: word.xMax) : nil
            switch column {
            case .current: set(\.current, word, "current")
            case .ytd: set(\.ytd, word, "year-to-date")
            case .hours, .rate: break
            case nil:
                if word.cents != nil { problem = "an amount stands under no column" }
                if word.xMin > firstCell {
                    problem = "\"\(Redaction.redacted(word.text))\" stands right of an amount"
                }
                labelWords.append(word.text)
            }
            if column != nil { firstCell = min(firstCell, word.xMin) }
        }
        label = labelWords.joined(separator: " ")
    }

    /// A dash in a column of amounts is a blank cell.
    private static func isBlankMark(_ word: Word) -> Bool {
        ["-", "--", "\u{2013}", "\u{2014}"].contains(word.text)
    }

    private mutating func set(_ cell: WritableKeyPath<TableCells, Int?>, _ word: Word, _ name: String) {
        if Self.isBlankMark(word) { return }
        guard let cents = word.cents else {
            problem = "\"\(Redaction.redacted(word.text))\" is no amount"
            return
        }
        if self[keyPath: cell] != nil { problem = "two amounts stand under the \(name) column" }
        self[keyPath: cell] = cents
    }
}
