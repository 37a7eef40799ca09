import Household
import Rules

/// The header row of a table: its columns by their right edges, in points.
struct TableHeader: Equatable {
    /// A column that holds numbers.
    struct Column: Equatable {
        var kind: Layout.Column
        var rightEdge: Double
    }

    /// Index of the page.
    var page: Int
    /// Left edge of the first column.
    var left: Double
    /// Middle of the row.
    var yCentre: Double
    /// From left to right.
    var columns: [Column]
    /// Where the next table to the right begins.
    var right = Double.infinity
    /// Of the heading above; nil when there is no known one.
    var section: PaystubSection?
    /// Middle of the heading's row, or of the header when it has none.
    var top: Double
    /// The text above that might be a heading; for messages.
    var headingText: String?

    /// Numbers of a column end this close to its header's right edge, in points.
    static let edgeTolerance = 6.0
    /// A heading stands in this distance above its header, in points.
    private static let headingDistance = 34.0

    /// Right edge of the last column.
    var lastEdge: Double { columns.map(\.rightEdge).max() ?? left }

    /// Whether the table has a column of this kind.
    func has(_ kind: Layout.Column) -> Bool { columns.contains { $0.kind == kind } }

    /// The column that a number with this right edge belongs to.
    func column(endingAt xMax: Double) -> Layout.Column? {
        let near = columns.min { abs($0.rightEdge - xMax) < abs($1.rightEdge - xMax) }
        guard let near, abs(near.rightEdge - xMax) <= Self.edgeTolerance else { return nil }
        return near.kind
    }

    /// All headers in reading order, with their sections.
    static func all(on pageRows: [[Row]], pages: [Page], layout: Layout) -> [TableHeader] {
        var headers: [TableHeader] = []
        for (page, rows) in pageRows.enumerated() {
            var found = rows.flatMap { runs(of: $0, page: page, layout: layout) }
            for index in found.indices {
                let edge = found[index].lastEdge
                found[index].right = found.map(\.left).filter { $0 > edge }.min().map { $0 - 3 } ?? .infinity
                found[index].findHeading(in: pages[page].words, layout: layout)
            }
            found.removeAll { !$0.has(.current) || !($0.has(.ytd) || $0.section == .deposits) }
            for index in found.indices where found[index].section == nil && found[index].headingText == nil {
                let before = headers + found[..<index]
                let left = found[index].left
                guard before.last(where: { abs($0.left - left) <= 8 })?.page == page - 1 else { continue }
                found[index].section = before.last { abs($0.left - left) <= 8 }?.section
            }
            headers += found
        }
        return headers
    }

    /// The runs of header words in a row: a first column that is no number's, then columns of numbers.
    private static func runs(of row: Row, page: Int, layout: Layout) -> [TableHeader] {
        var runs: [TableHeader] = []
        var current: TableHeader?
        var isAfterText = false
        func close() {
            if let run = current, run.has(.current) { runs.append(run) }
            current = nil
        }
        var index = 0
        while index < row.words.count {
            let word = row.words[index]
            if word.isNumeric {
                close()
                isAfterText = false
                index += 1
            } else if let (kind, count) = columnWords(row.words[index...], layout) {
                if current?.has(kind) == true { close() }
                var run =
                    current
                    ?? TableHeader(
                        page: page, left: word.xMin, yCentre: word.yCentre, columns: [], top: word.yCentre)
                run.columns.append(Column(kind: kind, rightEdge: row.words[index + count - 1].xMax))
                current = run
                isAfterText = false
                index += count
            } else {
                if !isAfterText || current == nil {
                    if current?.columns.isEmpty == false && current?.has(.current) == true { close() }
                    if current == nil {
                        current = TableHeader(
                            page: page, left: word.xMin, yCentre: word.yCentre, columns: [], top: word.yCentre
                        )
                    }
                }
                isAfterText = true
                index += 1
            }
        }
        close()
        return runs
    }

    private static func columnWords(
        _ words: ArraySlice<Word>, _ layout: Layout
    ) -> (Layout.Column, Int)? {
        for count in [3, 2, 1] where words.count >= count {
            if let kind = layout.column(words.prefix(count).map(\.text).joined(separator: " ")) {
                return (kind, count)
            }
        }
        return nil
    }

    /// The section's heading at the same left edge in the one or two rows above.
    private mutating func findHeading(in words: [Word], layout: Layout) {
        let above = words.filter {
            $0.xMin >= left - 6 && $0.xMin < right && $0.yCentre < yCentre - 4
                && $0.yCentre > yCentre - Self.headingDistance
        }
        for row in Row.rows(of: above).suffix(2).reversed() where abs(row.xMin - left) <= 8 {
            let text = row.leadingPhrase
            if let section = layout.section(text) {
                self.section = section
                top = row.yCentre
                headingText = text
                return
            }
            // Amounts above belong to another table; a heading has none.
            if headingText == nil, row.words.allSatisfy({ !$0.isNumeric }) { headingText = text }
        }
    }
}

extension Row {
    /// The words from the left edge on that stand close together.
    var leadingPhrase: String {
        var phrase: [Word] = []
        for word in words {
            if let last = phrase.last, word.xMin - last.xMax > 9 { break }
            phrase.append(word)
        }
        return phrase.map(\.text).joined(separator: " ")
    }
}
