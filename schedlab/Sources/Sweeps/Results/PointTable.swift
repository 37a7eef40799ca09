public import Kit

/// Results point by point: chosen rows, chosen columns.
public struct PointTable {
    /// Titles of the columns.
    public let columns: [String]
    /// The cells, empty where a point has no value.
    public let rows: [[String]]

    /// Figures that are shown when none are asked for, as far as the points have them.
    static let usualFigures = [
        "averageJCTSeconds", "medianJCTSeconds", "p95JCTSeconds", "firstWaitSeconds.p95", "allocatedFraction",
        "allocatedPercent@100", "fragmentationRatePercent@100", "fragmentationOfTotalPercent@100",
    ]

    /// Puts a table together.
    ///
    /// - Parameters:
    ///   - results: The points.
    ///   - condition: Which rows; nil = all with a result.
    ///   - names: Fields and figures; nil = what varies, the judgement, and the usual figures.
    /// - Throws: ``SweepError/unknownFigure(name:nearest:)`` for a name that is neither.
    public init(_ results: SweepResults, where condition: Condition? = nil, columns names: [String]? = nil)
        throws(SweepError)
    {
        let plan = results.plan
        let fields = SweepFields(command: plan.definition.command)
        let names =
            names ?? plan.variedNames + ["judgement"]
            + Self.usualFigures.filter { results.figureNames.contains($0) }
        let wanted = names + (condition?.parts.map(\.name) ?? [])
        let figures = wanted.filter { fields.form(of: $0) == nil && $0 != "judgement" && $0 != "key" }
        var indices: [Int] = []
        for name in figures { indices.append(try results.column(name)) }
        columns = names
        var rows: [[String]] = []
        for (point, judgement) in zip(plan.points, results.judgements) where judgement != .missing {
            let values = results.values(point, indices)
            let value = { (name: String) -> String? in
                if name == "judgement" { return judgement.rawValue }
                if name == "key" { return point.key }
                if let place = figures.firstIndex(of: name) { return values[place] }
                return point.value(name)
            }
            guard condition?.holds(value) ?? true else { continue }
            rows.append(names.map { value($0) ?? "" })
        }
        self.rows = rows
    }

    /// The table as CSV.
    public var csv: String { CSVLine.text(columns) + rows.map(CSVLine.text).joined() }

    /// The table for people.
    public var text: String {
        let isNumber = columns.indices.map { column in
            rows.contains { DecimalNumber.double($0[column]) != nil }
                && rows.allSatisfy { $0[column].isEmpty || DecimalNumber.double($0[column]) != nil }
        }
        var table = TextTable(heading: columns, alignments: isNumber.map { $0 ? .right : .left })
        for row in rows {
            table.addRow(
                zip(row, isNumber).map { cell, isNumber in
                    isNumber ? Self.short(cell) : cell.isEmpty ? "–" : cell
                })
        }
        return table.text
    }

    /// The table for programs.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)),
            (
                "points",
                .array(
                    rows.map { row in .object(zip(columns, row).map { ($0, Self.value($1)) }) })
            ),
        ])
    }

    private static func value(_ text: String) -> JSONValue {
        if text.isEmpty { return .null }
        if let whole = DecimalNumber.int(text) { return .int(whole) }
        return DecimalNumber.double(text).map(JSONValue.double) ?? .string(text)
    }

    private static func short(_ text: String) -> String {
        guard let value = DecimalNumber.double(text) else { return "–" }
        return text.count <= 8 ? text : Numbers.fixed(value, decimals: abs(value) >= 100 ? 1 : 4)
    }
}
