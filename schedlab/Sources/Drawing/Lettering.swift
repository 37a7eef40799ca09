/// The letters of pictures: how wide a text is, and its outlines.
///
/// The advances are those of Helvetica and Arial, so that an SVG that names these fonts is laid out as it was planned.
/// A character without a glyph is drawn as `?`.
public enum Lettering {
    /// Part of an outline, in units of the em, upwards from the base line.
    enum Step {
        case move(Point)
        case line(Point)
        case curve(control: Point, Point)
    }

    private struct Glyph {
        var advance: Double
        var steps: [Step]
    }

    /// Units of an em.
    private static let unitsPerEm = 2048.0
    private static let glyphs: [UInt32: Glyph] = read(
        String(decoding: PackageResources.glyphs_txt, as: UTF8.self))

    /// Width in points of a text whose letters have a size in points.
    public static func width(_ text: String, size: Double) -> Double {
        text.unicodeScalars.reduce(0) { $0 + (glyph($1)?.advance ?? 0) } * size / unitsPerEm
    }

    /// Outlines of a text, its letters one after another from 0, in units of the em.
    ///
    /// - Returns: Steps of closed contours and the factor that makes points of their units.
    static func outlines(_ text: String, size: Double) -> (steps: [Step], scale: Double) {
        var (steps, x): ([Step], Double) = ([], 0)
        for scalar in text.unicodeScalars {
            guard let glyph = glyph(scalar) else { continue }
            steps += glyph.steps.map { $0.moved(byX: x) }
            x += glyph.advance
        }
        return (steps, size / unitsPerEm)
    }

    private static func glyph(_ scalar: Unicode.Scalar) -> Glyph? { glyphs[scalar.value] ?? glyphs[0x3F] }

    private static func read(_ text: String) -> [UInt32: Glyph] {
        var glyphs: [UInt32: Glyph] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count >= 2, let code = UInt32(fields[0]), let advance = Double(fields[1]) else {
                continue
            }
            glyphs[code] = Glyph(advance: advance, steps: fields.count == 3 ? steps(fields[2]) : [])
        }
        return glyphs
    }

    private static func steps(_ text: Substring) -> [Step] {
        var steps: [Step] = []
        var rest = text
        while let kind = rest.first {
            let numbers = rest.dropFirst().prefix { !$0.isLetter }
            rest = rest.dropFirst(1 + numbers.count)
            let values = numbers.split(separator: " ").compactMap { Double($0) }
            switch (kind, values.count) {
            case ("M", 2): steps.append(.move(Point(values[0], values[1])))
            case ("L", 2): steps.append(.line(Point(values[0], values[1])))
            case ("Q", 4):
                steps.append(.curve(control: Point(values[0], values[1]), Point(values[2], values[3])))
            default: continue
            }
        }
        return steps
    }
}

extension Lettering.Step {
    fileprivate func moved(byX x: Double) -> Self {
        let moved = { (point: Point) in Point(point.x + x, point.y) }
        return switch self {
        case .move(let point): .move(moved(point))
        case .line(let point): .line(moved(point))
        case .curve(let control, let point): .curve(control: moved(control), moved(point))
        }
    }
}
