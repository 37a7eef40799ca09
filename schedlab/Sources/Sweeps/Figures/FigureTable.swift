private import Kit
private import Metrics

/// The numbers of a figure, and how far they are from the published ones.
public struct FigureTable {
    private let data: FigureData
    /// What makes the figure again.
    private let command: String

    /// A table of a figure, with the command line that makes it again for captions.
    public init(_ data: FigureData, command: String) {
        self.data = data
        self.command = command
    }

    private struct Row {
        var series: String
        var place: FigureData.Place
        var mean: Double? { place.group?.interval?.mean }
        var halfWidth: Double? { place.group?.interval?.halfWidth }
        var judgement: String { place.group?.judgement ?? "not in the sweep" }
        var share: Double? {
            guard let residual = place.residual, let published = place.published, published != 0 else {
                return nil
            }
            return residual / published
        }
    }

    private var rows: [Row] {
        data.series.flatMap { series in series.places.map { Row(series: series.name, place: $0) } }
    }
    private var hasPublished: Bool { rows.contains { $0.place.published != nil } }

    /// All digits, one row a place of a series.
    public var csv: String {
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        return CSVLine.text([
            "series", data.request.x, "seeds", "mean", "half_width_95", "published", "residual",
            "residual_fraction", "judgement",
        ])
            + rows.map { row in
                CSVLine.text([
                    row.series, number(row.place.x), "\(row.place.group?.values.count ?? 0)",
                    number(row.mean),
                    number(row.halfWidth), number(row.place.published), number(row.place.residual),
                    number(row.share), row.judgement,
                ])
            }.joined()
    }

    /// The figure's numbers for people; without published values there are no residuals.
    public var text: String {
        let own = ["series", data.request.x, "seeds", "mean", "95 % ±"]
        let others = hasPublished ? ["published", "residual", "of it"] : []
        var table = TextTable(
            heading: own + others + ["judgement"],
            alignments: [.left] + Array(repeating: .right, count: own.count + others.count - 1) + [.left])
        for row in rows where hasPublished || row.mean != nil {
            table.addRow(
                [row.series, Self.asked(row.place.x), "\(row.place.group?.values.count ?? 0)"]
                    + [row.mean, row.halfWidth].map(Self.short)
                    + (hasPublished
                        ? [
                            Self.short(row.place.published), Self.signed(row.place.residual),
                            Numbers.percent(row.share),
                        ]
                        : []) + [row.judgement])
        }
        return "\(data.request.title.isEmpty ? data.request.figure : data.request.title): "
            + "\(data.request.yLabel) over \(data.request.xLabel)\n\n" + table.text
            + (hasPublished ? "\n\(residualText)\n" : "")
    }

    /// The residuals in one sentence.
    var residualText: String {
        let shares = rows.compactMap(\.share).map(abs).sorted()
        let name = "residuals" + (data.request.comparable.map { " of \($0)" } ?? "")
        guard let worst = shares.last else {
            return "\(name): no published value lies beside a fine one of ours"
        }
        let within = shares.count { $0 <= 0.03 }
        return """
            \(name): \(shares.count) places, \(within) within 3 %; median \(Numbers.percent(shares[shares.count / 2])), \
            largest \(Numbers.percent(worst)) (\(data.request.source))
            """
    }

    /// The table for LaTeX, with the command in its caption.
    var latex: String {
        let columns = hasPublished ? "lrrrrr" : "lrrr"
        let heading = ["series", data.request.xLabel, "seeds", data.request.yLabel]
        var lines = [
            "% \(Self.plain(command))", "\\begin{table}", "  \\centering", "  \\begin{tabular}{\(columns)}",
            "    \\hline",
            "    "
                + (heading + (hasPublished ? ["published", "residual"] : [])).map(Self.escaped)
                .joined(separator: " & ") + " \\\\", "    \\hline",
        ]
        for row in rows where hasPublished || row.mean != nil {
            let mean = row.mean.map { mean in
                let value =
                    "$\(Self.short(mean))" + (row.halfWidth.map { " \\pm \(Self.short($0))" } ?? "") + "$"
                return row.place.group?.isFine == true ? value : value + "\\,*"
            }
            let cells =
                [
                    Self.escaped(row.series), Self.asked(row.place.x),
                    "\(row.place.group?.values.count ?? 0)",
                    mean ?? "--",
                ]
                + (hasPublished
                    ? [
                        row.place.published.map { Self.short($0) } ?? "--",
                        row.share.map { Self.escaped(Numbers.percent($0)) } ?? "--",
                    ]
                    : [])
            lines.append("    " + cells.joined(separator: " & ") + " \\\\")
        }
        lines += [
            "    \\hline", "  \\end{tabular}", "  \\caption{\(caption)}",
            "  \\label{tab:\(data.request.name)}",
            "\\end{table}", "",
        ]
        return lines.joined(separator: "\n")
    }

    /// What stands under the figure in a paper.
    public var caption: String {
        var text = data.request.title.isEmpty ? data.request.yLabel : data.request.title
        text += ". Mean over seeds with its 95 % interval (Student's t)."
        if data.unfitCount > 0 { text += " * overloaded or cut by the time limit." }
        if !data.request.source.isEmpty { text += " Published: \(data.request.source)." }
        return Self.escaped(text) + " Made by \\texttt{\(Self.escaped(command))}."
    }

    /// A text with the characters that mean something to LaTeX written out.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in plain(text) {
            switch character {
            case "\\": result += "\\textbackslash{}"
            case "{", "}", "%", "&", "#", "_", "$": result += "\\\(character)"
            case "~": result += "\\textasciitilde{}"
            case "^": result += "\\textasciicircum{}"
            case "−": result += "$-$"
            default: result.append(character)
            }
        }
        return result
    }

    private static func plain(_ text: String) -> String { text.replacing("\n", with: " ") }

    /// A place as it was asked for: a rate of 0.05 has no more digits than that.
    private static func asked(_ x: Double) -> String {
        x == x.rounded() && abs(x) < 1e6 ? "\(Int(x))" : "\(x)"
    }

    /// A number with as many digits as a table needs.
    private static func short(_ value: Double?) -> String {
        guard let value else { return "–" }
        if value == value.rounded(), abs(value) < 1e6 { return "\(Int(value))" }
        return Numbers.fixed(value, decimals: abs(value) >= 1000 ? 0 : abs(value) >= 1 ? 2 : 4)
    }

    private static func signed(_ value: Double?) -> String {
        guard let value else { return "–" }
        return (value > 0 ? "+" : "") + short(value)
    }
}
