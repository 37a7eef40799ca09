/// The area of a chart between its axes: which values it shows, and where.
struct ChartFrame {
    /// Edges on the page.
    let left, right, top, bottom: Double
    /// Values at the edges.
    let x: ClosedRange<Double>
    let y: ClosedRange<Double>

    /// An axis begins at 0 unless its values lie far from it.
    private static let nearZero = 0.3

    /// The place of values.
    func place(_ point: Point) -> Point {
        Point(
            left + (point.x - x.lowerBound) / (x.upperBound - x.lowerBound) * (right - left),
            bottom - (point.y - y.lowerBound) / (y.upperBound - y.lowerBound) * (bottom - top))
    }

    /// The parts of a line of values that lie inside, on the page.
    func clipped(_ points: [Point]) -> [[Point]] {
        var parts: [[Point]] = []
        var current: [Point] = []
        for (a, b) in zip(points, points.dropFirst()) {
            guard let (from, to) = part(a, b) else {
                if current.count > 1 { parts.append(current) }
                current = []
                continue
            }
            if current.last != place(from) {
                if current.count > 1 { parts.append(current) }
                current = [place(from)]
            }
            current.append(place(to))
        }
        return current.count > 1 ? parts + [current] : parts
    }

    /// The part of a segment between the lower and the upper end of the vertical axis.
    private func part(_ a: Point, _ b: Point) -> (Point, Point)? {
        guard a.y != b.y else { return y.contains(a.y) ? (a, b) : nil }
        let ends = [y.lowerBound, y.upperBound].map { ($0 - a.y) / (b.y - a.y) }.sorted()
        let (from, to) = (max(0, ends[0]), min(1, ends[1]))
        guard from < to else { return nil }
        let at = { (t: Double) in Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)) }
        return (from == 0 ? a : at(from), to == 1 ? b : at(to))
    }

    /// A range for an axis: from 0 where that is near, with round ends where asked for.
    static func range(_ values: [Double], limit: Double? = nil, isRound: Bool) -> ClosedRange<Double> {
        let finite = values.filter(\.isFinite)
        guard var low = finite.min(), var high = finite.max() else { return 0...1 }
        if let limit, limit > low { high = min(high, limit) }
        if low >= 0, low <= nearZero * high || low == high { low = 0 }
        if high <= low { high = low + max(abs(low), 1) }
        guard isRound else {
            let margin = (high - low) * 0.025
            return (low == 0 ? 0 : low - margin)...(high + margin)
        }
        let ticks = Ticks.linear(low, high)
        guard ticks.count > 1 else { return low...high }
        let step = ticks[1] - ticks[0]
        let bottom = ticks[0] <= low + step * 1e-9 ? ticks[0] : ticks[0] - step
        let last = ticks[ticks.count - 1]
        return bottom...(last >= high - step * 1e-9 ? last : last + step)
    }
}
