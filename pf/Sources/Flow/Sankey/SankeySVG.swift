public import Household
import Markup
import Money

/// Draws a flow as SVG: the same bytes in a file, in a page and over HTTP.
///
/// Colours and sizes are attributes, never styles: a page may forbid styles that are not its own.
public struct SankeySVG {
    private let report: FlowReport
    private let column: FlowColumn
    private let style: SankeyStyle
    private let graph: FlowGraph
    private let layout: SankeyLayout
    private let colors: SankeyColors
    private let lines: [String: FlowLine]

    /// A column of a flow, of all or of one earner.
    ///
    /// - Throws: ``FlowError``, `MoneyError`.
    public init(
        _ report: FlowReport, column: FlowColumn, earner: String? = nil, style: SankeyStyle = .wide
    ) throws {
        self.report = report
        self.column = column
        self.style = style
        graph = try FlowGraph(report, column: column, earner: earner)
        layout = SankeyLayout(graph, style: style)
        colors = SankeyColors(report)
        lines = Dictionary(report.lines.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Space around the drawing, in hundredths of a pixel.
    private static let margin = 1_600

    /// The drawing, with a line feed at the end.
    public var text: String {
        let (width, height) = (layout.width, layout.height + 2 * Self.margin)
        let title =
            "Where the pay of \(report.header.year) goes: \(column.rawValue), as of \(report.header.asOf)"
        let root = Markup.attributes([
            ("xmlns", "http://www.w3.org/2000/svg"), ("class", "sankey-drawing"), ("role", "group"),
            ("aria-label", title), ("viewBox", "0 0 \(pixels(width)) \(pixels(height))"),
            ("width", pixels(width)), ("height", pixels(height)), ("color", "#1d2733"),
            ("font-family", "system-ui, sans-serif"), ("font-size", pixels(style.fontSize)),
        ])
        let paper =
            "<rect class=\"paper\" width=\"\(pixels(width))\" height=\"\(pixels(height))\" fill=\"#ffffff\"/>"
        let parts =
            graph.bands.isEmpty
            ? [
                Markup.text(
                    "text", "Nothing to draw: no amount in this column",
                    [("x", "24"), ("y", "40"), ("fill", "currentColor")])
            ]
            : graph.bands.indices.map(band) + graph.nodes.indices.map(node) + graph.nodes.indices.map(label)
        return
            "<svg\(root)>\n\(Markup.text("title", title))\n\(paper)\n\(parts.joined(separator: "\n"))\n</svg>\n"
    }

    private func pixels(_ hundredths: Int) -> String { Cents.text(hundredths) }

    private func band(_ index: Int) -> String {
        let (band, ribbon) = (graph.bands[index], layout.ribbons[index])
        let (from, to) = (graph.nodes[band.from], graph.nodes[band.to])
        let leaf = from.lineIDs.isEmpty ? to : from
        let what = title(band, from, to, leaf)
        let left = layout.boxes[band.from].x + style.nodeWidth
        let right = layout.boxes[band.to].x
        let middle = (left + right) / 2
        let top = Self.margin
        func point(_ x: Int, _ y: Int) -> String { "\(pixels(x)) \(pixels(y + top))" }
        let (startBottom, endBottom) = (ribbon.fromY + ribbon.fromThickness, ribbon.toY + ribbon.toThickness)
        let path = [
            "M \(point(left, ribbon.fromY))",
            "C \(point(middle, ribbon.fromY)) \(point(middle, ribbon.toY)) \(point(right, ribbon.toY))",
            "L \(point(right, endBottom))",
            "C \(point(middle, endBottom)) \(point(middle, startBottom)) \(point(left, startBottom)) Z",
        ].joined(separator: " ")
        let color = colors.color(of: leaf.lineIDs.isEmpty ? from : leaf)
        // Its own hairline keeps a band of a few dollars visible.
        return Markup.element(
            "path",
            [
                ("class", "band"), ("tabindex", "0"), ("role", "img"), ("aria-label", what),
                ("data-from", from.id), ("data-to", to.id), ("data-cents", String(band.cents)),
                ("data-lines", leaf.lineIDs.joined(separator: " ")), ("d", path), ("fill", color),
                ("fill-opacity", "0.42"), ("stroke", color), ("stroke-opacity", "0.42"),
                ("stroke-width", "0.5"),
            ], Markup.text("title", what))
    }

    private func title(
        _ band: FlowGraph.Band, _ from: FlowGraph.Node, _ to: FlowGraph.Node, _ leaf: FlowGraph.Node
    ) -> String {
        let head = "\(from.label) to \(to.label): \(Self.dollars(band.cents)) $"
        let sources = leaf.lineIDs.compactMap { lines[$0] }.map { line in
            let provenance = line.provenance[column] ?? "unknown"
            return leaf.lineIDs.count == 1
                ? provenance : "\(line.label) \(Self.dollars(line[column] ?? 0)) $ (\(provenance))"
        }
        if sources.isEmpty { return "\(head); gross pay less what is taken from it first" }
        return "\(head); from \(sources.joined(separator: ", "))"
    }

    private func node(_ index: Int) -> String {
        let (node, box) = (graph.nodes[index], layout.boxes[index])
        // A node of a few dollars still shows, within half a pixel of its size.
        let height = max(box.height, 50)
        return "<rect"
            + Markup.attributes([
                ("class", "node"), ("data-node", node.id), ("data-cents", String(node.cents)),
                ("x", pixels(box.x)),
                ("y", pixels(box.y + Self.margin)), ("width", pixels(style.nodeWidth)),
                ("height", pixels(height)),
                ("fill", colors.color(of: node)),
            ]) + "/>"
    }

    private func label(_ index: Int) -> String {
        let (node, box) = (graph.nodes[index], layout.boxes[index])
        let gap = style.nodeWidth / 2
        let isLeft = box.layer == 0 ? style.showsAmounts : !style.showsAmounts && box.layer > 1
        let x = isLeft ? box.x - gap : box.x + style.nodeWidth + gap
        let baseline = box.y + box.height / 2 + Self.margin + style.fontSize * 35 / 100
        let amount =
            style.showsAmounts
            ? " "
                + Markup.text(
                    "tspan", Self.dollars(node.cents), [("class", "amount"), ("fill-opacity", "0.7")]) : ""
        return Markup.element(
            "text",
            [
                ("class", "label"), ("x", pixels(x)), ("y", pixels(baseline)),
                ("text-anchor", isLeft ? "end" : "start"), ("fill", "currentColor"), ("stroke", "#ffffff"),
                ("stroke-opacity", "0.8"), ("stroke-width", "3"), ("stroke-linejoin", "round"),
                ("paint-order", "stroke"), ("pointer-events", "none"),
            ], Markup.escaped(shortened(node.label)) + amount)
    }

    private func shortened(_ label: String) -> String {
        label.count > style.labelLength ? label.prefix(style.labelLength - 1) + "\u{2026}" : label
    }

    /// Dollars with commas, such as `1,234.56`.
    public static func dollars(_ cents: Int) -> String {
        let text = Cents.text(cents)
        let whole = text.prefix { $0 != "." }
        let digits = whole.drop { $0 == "-" }
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return (whole.first == "-" ? "-" : "") + grouped + text.dropFirst(whole.count)
    }
}
