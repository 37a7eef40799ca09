private import Foundation

/// Shapes as closed polygons, as a raster fills them.
enum Contours {
    /// Parts that a curve of a letter is cut into; letters are a few pixels high.
    private static let curvePartCount = 6
    /// Corners of the discs that round lines off.
    private static let discCorners = 16

    /// The polygons of a shape in points; where they turn the same way they may overlap.
    static func of(_ shape: Shape) -> [[Point]] {
        switch shape {
        case .area(let points, _): [points]
        case .disc(let centre, let radius, _):
            [Shape.polygon(centre, radius: radius, corners: discCorners, turn: 0)]
        case .line(let points, let width, let dash, _):
            dashed(points, dash).flatMap { stroke($0, width: width) }
        case .text(let text, let at, let size, let anchor, _, let isUpwards):
            letters(text, at: at, size: size, anchor, isUpwards: isUpwards)
        }
    }

    /// A line as a bar for each part and a disc at each point, all of them turning the same way.
    private static func stroke(_ points: [Point], width: Double) -> [[Point]] {
        var polygons = points.map {
            Shape.polygon($0, radius: width / 2, corners: discCorners, turn: 0)
        }
        for (a, b) in zip(points, points.dropFirst()) {
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let length = (dx * dx + dy * dy).squareRoot()
            guard length > 0 else { continue }
            let (nx, ny) = (-dy / length * width / 2, dx / length * width / 2)
            polygons.append([
                Point(a.x - nx, a.y - ny), Point(b.x - nx, b.y - ny), Point(b.x + nx, b.y + ny),
                Point(a.x + nx, a.y + ny),
            ])
        }
        return polygons
    }

    /// The strokes of a dashed line.
    static func dashed(_ points: [Point], _ dash: [Double]) -> [[Point]] {
        guard dash.count >= 2, dash.allSatisfy({ $0 > 0 }), let first = points.first else { return [points] }
        var (strokes, current): ([[Point]], [Point]) = ([], [first])
        var (part, left) = (0, dash[0])
        for (a, b) in zip(points, points.dropFirst()) {
            let length = hypot(b.x - a.x, b.y - a.y)
            var done = 0.0
            while length - done > left {
                done += left
                let place = Point(a.x + (b.x - a.x) * done / length, a.y + (b.y - a.y) * done / length)
                if part.isMultiple(of: 2) { strokes.append(current + [place]) }
                current = [place]
                part = (part + 1) % dash.count
                left = dash[part]
            }
            left -= length - done
            current.append(b)
        }
        return part.isMultiple(of: 2) ? strokes + [current] : strokes
    }

    private static func letters(
        _ text: String, at: Point, size: Double, _ anchor: Shape.Anchor, isUpwards: Bool
    ) -> [[Point]] {
        let place = LetterPlace(text, at: at, size: size, anchor, isUpwards: isUpwards)
        var (contours, current): ([[Point]], [Point]) = ([], [])
        for step in place.steps {
            switch step {
            case .move(let point):
                if !current.isEmpty { contours.append(current) }
                current = [place.onPage(point)]
            case .line(let point): current.append(place.onPage(point))
            case .curve(let control, let end):
                guard let start = current.last else { continue }
                let (control, end) = (place.onPage(control), place.onPage(end))
                current += (1...curvePartCount).map {
                    between(start, control, end, Double($0) / Double(curvePartCount))
                }
            }
        }
        return current.isEmpty ? contours : contours + [current]
    }

    /// A point of a quadratic curve.
    private static func between(_ a: Point, _ control: Point, _ b: Point, _ t: Double) -> Point {
        let (p, q, r) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
        return Point(p * a.x + q * control.x + r * b.x, p * a.y + q * control.y + r * b.y)
    }
}

/// Where the outlines of a text lie on the page.
struct LetterPlace {
    /// Outlines in units of the em.
    let steps: [Lettering.Step]
    private let scale: Double
    private let origin: Point
    private let start: Double
    private let isUpwards: Bool

    init(_ text: String, at: Point, size: Double, _ anchor: Shape.Anchor, isUpwards: Bool) {
        (steps, scale) = Lettering.outlines(text, size: size)
        let width = Lettering.width(text, size: size)
        start = anchor == .start ? 0 : anchor == .middle ? -width / 2 : -width
        origin = at
        self.isUpwards = isUpwards
    }

    /// A point of an outline on the page.
    func onPage(_ point: Point) -> Point {
        let (along, up) = (start + point.x * scale, point.y * scale)
        return isUpwards
            ? Point(origin.x - up, origin.y - along) : Point(origin.x + along, origin.y - up)
    }
}
