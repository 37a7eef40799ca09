private import Kit

extension Picture {
    /// The picture as an SVG file; light by itself, dark where the reader's screen asks for it.
    public var svg: String {
        let inks = Set(shapes.map(\.ink)).union([.paper])
        let names = Self.allInks.filter { inks.contains($0) }
        let dark = names.map { ink in
            let colour = Theme.dark.colour(ink).hexadecimal
            return ".f-\(Self.name(ink)){fill:\(colour)}.s-\(Self.name(ink)){stroke:\(colour)}"
        }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.number(width))pt" height="\(Self.number(height))pt" \
            viewBox="0 0 \(Self.number(width)) \(Self.number(height))" role="img" \
            font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">
            <title>\(MarkupText.escaped(description))</title>
            <style>@media (prefers-color-scheme: dark){\(dark)}</style>
            <rect width="\(Self.number(width))" height="\(Self.number(height))" \(Self.fill(.paper))/>
            \(shapes.map(Self.element).joined(separator: "\n"))
            </svg>

            """
    }

    private static var allInks: [Ink] {
        [.paper, .text, .quiet, .grid] + (0..<Theme.seriesCount).map(Ink.series)
    }

    private static func element(_ shape: Shape) -> String {
        switch shape {
        case .area(let points, let ink):
            return "<polygon points=\"\(list(points))\" \(fill(ink))/>"
        case .disc(let centre, let radius, let ink):
            return """
                <circle cx="\(number(centre.x))" cy="\(number(centre.y))" r="\(number(radius))" \(fill(ink))/>
                """
        case .line(let points, let width, let dash, let ink):
            let dashes =
                dash.isEmpty ? "" : " stroke-dasharray=\"\(dash.map(number).joined(separator: " "))\""
            return """
                <polyline points="\(list(points))" fill="none" class="s-\(name(ink))" \
                stroke="\(Theme.light.colour(ink).hexadecimal)" stroke-width="\(number(width))" \
                stroke-linecap="round" stroke-linejoin="round"\(dashes)/>
                """
        case .text(let text, let at, let size, let anchor, let ink, let isUpwards):
            let place =
                isUpwards
                ? "transform=\"translate(\(number(at.x)) \(number(at.y))) rotate(-90)\""
                : "x=\"\(number(at.x))\" y=\"\(number(at.y))\""
            return """
                <text \(place) font-size="\(number(size))" text-anchor="\(anchor.rawValue)" \
                \(fill(ink))>\(MarkupText.escaped(text))</text>
                """
        }
    }

    private static func fill(_ ink: Ink) -> String {
        "class=\"f-\(name(ink))\" fill=\"\(Theme.light.colour(ink).hexadecimal)\""
    }

    private static func list(_ points: [Point]) -> String {
        points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    }

    private static func name(_ ink: Ink) -> String {
        switch ink {
        case .paper: "paper"
        case .text: "text"
        case .quiet: "quiet"
        case .grid: "grid"
        case .series(let index): "series\(index % Theme.seriesCount)"
        }
    }

    private static func number(_ value: Double) -> String { DrawnNumber.text(value) }
}
