import Household
import Rules

/// Gross and net pay, from summaries, tables and rows of their own; all that stand there must agree.
struct PaystubTotals {
    private let layout: Layout
    private var values: [(total: Layout.Total, column: Layout.Column, cents: Int)] = []
    /// Header rows of summaries.
    private(set) var boundaries: [(page: Int, yCentre: Double)] = []
    private var summaryBottoms: [(page: Int, top: Double, bottom: Double)] = []

    /// The rows of a summary stand in this distance below its header, in points.
    private static let summaryHeight = 45.0

    init(layout: Layout) { self.layout = layout }

    /// The amount in cents; nil when it stands nowhere.
    func value(_ total: Layout.Total, _ column: Layout.Column) -> Int? {
        values.first { $0.total == total && $0.column == column }?.cents
    }

    /// Totals that stand there with different amounts.
    var findings: [Finding] {
        values.filter { value($0.total, $0.column) != $0.cents }.prefix(1).map { found in
            Finding(
                code: "paystub.totalsDisagree",
                message:
                    "\(found.total.rawValue) pay (\(found.column.rawValue)) stands there with different amounts"
            )
        }
    }

    mutating func add(_ totals: [(total: Layout.Total, current: Int?, ytd: Int?)]) {
        for entry in totals {
            if let cents = entry.current { values.append((entry.total, .current, cents)) }
            if let cents = entry.ytd { values.append((entry.total, .ytd, cents)) }
        }
    }

    /// Reads rows `Current` and `YTD` under column headers such as `Gross Pay`.
    mutating func readSummaries(_ pageRows: [[Row]]) {
        for (page, rows) in pageRows.enumerated() {
            for (index, row) in rows.enumerated() where row.words.allSatisfy({ $0.cents == nil }) {
                let heads = phrases(of: row)
                guard !heads.isEmpty else { continue }
                var bottom: Double?
                for below in rows[(index + 1)...] where below.yCentre - row.yCentre < Self.summaryHeight {
                    guard let column = column(of: below) else { continue }
                    for head in heads {
                        let cell = below.words.filter {
                            abs($0.xMax - head.xMax) <= TableHeader.edgeTolerance
                        }
                        if let cents = cell.first?.cents { values.append((head.total, column, cents)) }
                    }
                    bottom = below.yCentre
                }
                guard let bottom else { continue }
                boundaries.append((page, row.yCentre))
                summaryBottoms.append((page, row.yCentre - 4, bottom + 4))
            }
        }
    }

    /// Reads totals with their amounts right of them, outside tables and summaries.
    mutating func readLooseRows(
        _ pageRows: [[Row]], headers: [TableHeader], isInTable: (Int, Word) -> Bool
    ) {
        for (page, rows) in pageRows.enumerated() {
            for row in rows
            where !summaryBottoms.contains(where: {
                $0.page == page && row.yCentre > $0.top && row.yCentre < $0.bottom
            }) {
                for head in phrases(of: row) where !isInTable(page, head.word) {
                    let amounts = row.words.drop { $0.xMin < head.xMax }.prefix { $0.isNumeric }
                    place(Array(amounts), head.total, headers.filter { $0.page == page })
                }
            }
        }
    }

    private mutating func place(_ words: [Word], _ total: Layout.Total, _ headers: [TableHeader]) {
        for (index, word) in words.prefix(2).enumerated() {
            guard let cents = word.cents else { continue }
            let aligned = headers.lazy.compactMap { $0.column(endingAt: word.xMax) }.first
            values.append((total, aligned ?? (index == 0 ? .current : .ytd), cents))
        }
    }

    private struct Head {
        var total: Layout.Total
        var word: Word
        var xMax: Double
    }

    /// Totals in a row: words that are one, with no further word close to them.
    private func phrases(of row: Row) -> [Head] {
        var heads: [Head] = []
        for start in row.words.indices {
            for end in (start..<min(start + 4, row.words.count)).reversed() {
                var text = row.words[start...end].map(\.text).joined(separator: " ")
                if text.hasSuffix(":") { text.removeLast() }
                guard let total = layout.total(text) else { continue }
                let isCutBefore = start == 0 || row.words[start].xMin - row.words[start - 1].xMax >= 4
                let next = end + 1
                let isCutAfter =
                    next == row.words.count || row.words[next].xMin - row.words[end].xMax >= 4
                    || row.words[next].cents != nil
                guard isCutBefore, isCutAfter else { continue }
                heads.append(Head(total: total, word: row.words[start], xMax: row.words[end].xMax))
            }
        }
        return heads
    }

    private func column(of row: Row) -> Layout.Column? {
        guard row.words.contains(where: { $0.cents != nil }) else { return nil }
        let label = row.words.prefix { !$0.isNumeric }.map(\.text).joined(separator: " ")
        guard let column = layout.column(label), column == .current || column == .ytd else { return nil }
        return column
    }
}
