/// Pixels that shapes are painted on, with soft edges.
///
/// Each polygon adds its signed cover of every pixel to a sum per line: the cover is exact for straight edges, and no
/// samples are taken.
package struct Raster {
    /// Columns of pixels.
    package let width: Int
    /// Lines of pixels.
    package let height: Int
    /// Red, green and blue of each pixel, lines from the top.
    package private(set) var pixels: [UInt8]
    /// Changes of cover from pixel to pixel; one more than a line, for what lies to the right.
    private var changes: [Double]

    init(width: Int, height: Int, _ colour: Theme.Colour) {
        self.width = width
        self.height = height
        pixels = []
        pixels.reserveCapacity(3 * width * height)
        for _ in 0..<width * height { pixels += [colour.red, colour.green, colour.blue] }
        changes = Array(repeating: 0, count: (width + 2) * height)
    }

    /// Paints polygons in one colour; overlaps of those that turn the same way count once.
    mutating func fill(_ polygons: [[Point]], scale: Double, _ colour: Theme.Colour) {
        var (top, bottom) = (height, 0)
        for polygon in polygons {
            guard var a = polygon.last else { continue }
            for b in polygon {
                addEdge(Point(a.x * scale, a.y * scale), Point(b.x * scale, b.y * scale), &top, &bottom)
                a = b
            }
        }
        guard top < bottom else { return }
        for line in top..<bottom { blend(line, colour) }
    }

    /// Adds what lies to the right of an edge, with the sign of its direction.
    private mutating func addEdge(_ a: Point, _ b: Point, _ top: inout Int, _ bottom: inout Int) {
        guard a.y != b.y, a.x.isFinite, b.x.isFinite, a.y.isFinite, b.y.isFinite else { return }
        let sign = a.y < b.y ? 1.0 : -1.0
        let (upper, lower) = a.y < b.y ? (a, b) : (b, a)
        let slope = (lower.x - upper.x) / (lower.y - upper.y)
        let first = Int(min(max(upper.y, 0), Double(height)))
        let last = Int(min(max(lower.y, 0), Double(height)).rounded(.up))
        guard first < last else { return }
        (top, bottom) = (min(top, first), max(bottom, last))
        for line in first..<last {
            let (from, to) = (max(upper.y, Double(line)), min(lower.y, Double(line + 1)))
            guard from < to else { continue }
            let (x0, x1) = (upper.x + (from - upper.y) * slope, upper.x + (to - upper.y) * slope)
            addPart(line, min(x0, x1), max(x0, x1), sign * (to - from))
        }
    }

    /// Adds a part of an edge inside one line: its height spreads over the pixels that it crosses.
    private mutating func addPart(_ line: Int, _ x0: Double, _ x1: Double, _ height: Double) {
        let (left, right) = (clamped(x0), clamped(x1))
        let base = line * (width + 2)
        let (first, last) = (Int(left), Int(right))
        guard first < last else {
            // Inside one pixel: the part to the right of the edge's middle is covered.
            let covered = 1 - ((left + right) / 2 - Double(first))
            changes[base + first] += height * covered
            changes[base + first + 1] += height * (1 - covered)
            return
        }
        var x = left
        for pixel in first...last {
            let end = min(Double(pixel + 1), right)
            guard end > x else { continue }
            let part = height * (end - x) / (right - left)
            let covered = 1 - ((x + end) / 2 - Double(pixel))
            changes[base + pixel] += part * covered
            changes[base + pixel + 1] += part * (1 - covered)
            x = end
        }
    }

    private func clamped(_ x: Double) -> Double { min(max(x, 0), Double(width)) }

    /// Sums the changes of a line up, paints, and clears them.
    private mutating func blend(_ line: Int, _ colour: Theme.Colour) {
        let parts = [colour.red, colour.green, colour.blue]
        var sum = 0.0
        let base = line * (width + 2)
        for x in 0..<width {
            sum += changes[base + x]
            let cover = min(abs(sum), 1)
            guard cover > 1e-6 else { continue }
            for (channel, part) in parts.enumerated() {
                let place = 3 * (line * width + x) + channel
                let old = Double(pixels[place])
                pixels[place] = UInt8((old + (Double(part) - old) * cover).rounded())
            }
        }
        for x in 0..<width + 2 { changes[base + x] = 0 }
    }
}
