public import Household
import Kit
import Money

extension FlowReport {
    /// The flow as a table for people.
    ///
    /// - Parameter columns: The columns to show; where the last one comes from is told.
    /// - Returns: Rows with a line feed each, amounts in dollars.
    public func table(columns: [FlowColumn]) -> String {
        let last = columns.last ?? .projected
        var table = TextTable(
            heading: ["section", "line"] + columns.map { "\($0.rawValue) $" } + ["\(last.rawValue) from"],
            alignments: [.left, .left] + columns.map { _ in .right } + [.left])
        for line in lines {
            // Labels and provenance hold names of payees and groups: other people's texts.
            let label = TextTable.name(line.label)
            let name = line.flags.isEmpty ? label : "\(label) [\(line.flags.joined(separator: ", "))]"
            table.addRow(
                [line.section.rawValue, name] + columns.map { Cents.text(line[$0]) }
                    + [Visible.text(line.provenance[last] ?? "-")])
        }
        return table.text
    }

    /// The flow as comma-separated values, in cents.
    public var csv: String {
        let heads = [
            "id", "section", "label", "earner", "planCents", "actualCents", "projectedCents", "plan",
            "actual",
            "projected", "flags",
        ]
        let rows = lines.map { line in
            [line.id, line.section.rawValue, line.label, line.earner ?? ""].map(Self.cell)
                + FlowColumn.allCases.map { column in line[column].map(String.init) ?? "" }
                + FlowColumn.allCases.map { column in Self.cell(line.provenance[column] ?? "") }
                + [Self.cell(line.flags.joined(separator: " "))]
        }
        return ([heads] + rows).map(CSVLine.text).joined()
    }

    /// A text that no spreadsheet takes for a formula.
    private static func cell(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
            return text
        }
        return "'" + text
    }
}
