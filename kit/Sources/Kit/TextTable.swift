/// A table of text for people: columns padded to their widest cell.
public struct TextTable {
    /// Which side of its column a cell keeps to.
    public enum Alignment: Sendable {
        /// Texts.
        case left
        /// Numbers.
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[String]]

    /// A table with a heading.
    ///
    /// - Parameters:
    ///   - heading: Title of each column, with its unit.
    ///   - alignments: One per column.
    public init(heading: [String], alignments: [Alignment]) {
        precondition(
            heading.count == alignments.count, "\(heading.count) titles, \(alignments.count) alignments")
        self.alignments = alignments
        rows = [heading]
    }

    /// A name from a file as a cell: on one line, and cut where it would push all other columns away.
    public static func name(_ name: String) -> String { Visible.text(name, limit: nameLimit) }

    private static let nameLimit = 60

    /// Adds a row with one cell per column.
    public mutating func addRow(_ cells: [String]) {
        precondition(cells.count == alignments.count, "\(cells.count) cells in \(alignments.count) columns")
        rows.append(cells)
    }

    /// The table, a line under its heading, without blanks at line ends.
    public var text: String {
        let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { cells in
            alignments.indices.map { padded(cells[$0], to: widths[$0], alignments[$0]) }.joined(
                separator: "  ")
        }
        lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
        return lines.map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    private func padded(_ cell: String, to width: Int, _ alignment: Alignment) -> String {
        let blanks = String(repeating: " ", count: width - cell.count)
        return alignment == .left ? cell + blanks : blanks + cell
    }
}
