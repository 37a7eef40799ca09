/// The lines, bars and marks of a chart's series.
struct ChartMarks {
    private let chart: LineChart
    private let frame: ChartFrame

    private static let (markRadius, sampleRadius, sampleShift, barWidth, capWidth) = (1.7, 0.5, 2.6, 0.6, 2.4)
    private static let (lineWidth, referenceWidth, referenceDash) = (1.0, 0.8, [3.0, 2.0])

    init(_ chart: LineChart, frame: ChartFrame) {
        self.chart = chart
        self.frame = frame
    }

    /// All of them: what others found at the back, means at the front.
    var shapes: [Shape] {
        var shapes: [Shape] = []
        for layer in [reference, samples, bars, line, marks] {
            for (index, series) in chart.series.enumerated() { shapes += layer(series, index) }
        }
        return shapes
    }

    private func reference(_ series: LineChart.Series, _ index: Int) -> [Shape] {
        frame.clipped(series.reference).map {
            .line($0, width: Self.referenceWidth, dash: Self.referenceDash, .series(index))
        }
    }

    private func samples(_ series: LineChart.Series, _ index: Int) -> [Shape] {
        series.values.flatMap { value in
            value.samples.filter { frame.y.contains($0) }.map { sample in
                let at = frame.place(Point(value.x, sample))
                // Beside the bar, which would hide them.
                return .disc(Point(at.x + Self.sampleShift, at.y), radius: Self.sampleRadius, .series(index))
            }
        }
    }

    private func bars(_ series: LineChart.Series, _ index: Int) -> [Shape] {
        series.values.flatMap { bar($0, .series(index)) }
    }

    /// The interval of a value; an end beyond the axis has no cap, since the bar goes on.
    private func bar(_ value: LineChart.Value, _ ink: Ink) -> [Shape] {
        guard let interval = value.interval, frame.y.contains(value.mean) else { return [] }
        let ends = interval.clamped(to: frame.y)
        let low = frame.place(Point(value.x, ends.lowerBound))
        let high = frame.place(Point(value.x, ends.upperBound))
        var shapes: [Shape] = [.line([low, high], width: Self.barWidth, dash: [], ink)]
        let half = Self.capWidth / 2
        for (end, isShown) in [
            (low, ends.lowerBound == interval.lowerBound), (high, ends.upperBound == interval.upperBound),
        ] where isShown {
            let cap = [Point(end.x - half, end.y), Point(end.x + half, end.y)]
            shapes.append(.line(cap, width: Self.barWidth, dash: [], ink))
        }
        return shapes
    }

    private func marks(_ series: LineChart.Series, _ index: Int) -> [Shape] {
        series.values.filter { frame.y.contains($0.mean) }.flatMap { value in
            Self.mark(frame.place(Point(value.x, value.mean)), index, isFine: value.isFine)
        }
    }

    /// Joins neighbours that are both fine.
    private func line(_ series: LineChart.Series, _ index: Int) -> [Shape] {
        let runs = series.values.split { !$0.isFine }
        return runs.flatMap { run in
            frame.clipped(run.map { Point($0.x, $0.mean) }).map {
                Shape.line($0, width: Self.lineWidth, dash: [], .series(index))
            }
        }
    }

    /// A mark of a series: its own form, so that print without colour tells them apart; hollow when not fine.
    private static func mark(_ at: Point, _ index: Int, isFine: Bool) -> [Shape] {
        let ink = Ink.series(index)
        let corners = outline(at, index, markRadius * (index % 3 == 0 ? 1 : 1.25))
        guard !isFine else { return [.area(corners, ink)] }
        return [.area(corners, .paper), .line(corners + [corners[0]], width: 0.7, dash: [], ink)]
    }

    private static func outline(_ at: Point, _ index: Int, _ radius: Double) -> [Point] {
        switch index % 6 {
        case 1: Shape.polygon(at, radius: radius, corners: 4, turn: 0.125)
        case 2: Shape.polygon(at, radius: radius, corners: 3, turn: 0.75)
        case 3: Shape.polygon(at, radius: radius * 0.9, corners: 5, turn: 0.75)
        case 4: Shape.polygon(at, radius: radius, corners: 4, turn: 0)
        case 5: Shape.polygon(at, radius: radius, corners: 3, turn: 0.25)
        default: Shape.polygon(at, radius: radius, corners: 16, turn: 0)
        }
    }

    /// Entries of a legend: a name, and what draws its sample around a place at a width.
    static func legend(_ chart: LineChart) -> [(name: String, marks: (Point, Double) -> [Shape])] {
        let bar = { (at: Point, width: Double) in
            [Point(at.x - width / 2, at.y), Point(at.x + width / 2, at.y)]
        }
        var entries: [(String, (Point, Double) -> [Shape])] = chart.series.enumerated().map { index, series in
            (
                series.name,
                { at, width in
                    [.line(bar(at, width), width: lineWidth, dash: [], .series(index))]
                        + mark(at, index, isFine: true)
                }
            )
        }
        if chart.series.contains(where: { !$0.reference.isEmpty }) {
            entries.append(
                ("published", { [.line(bar($0, $1), width: referenceWidth, dash: referenceDash, .quiet)] }))
        }
        if chart.series.contains(where: { $0.values.contains { !$0.isFine } }) {
            entries.append(
                (
                    "not fine",
                    { at, _ in
                        let corners = outline(at, 0, markRadius)
                        return [.line(corners + [corners[0]], width: 0.7, dash: [], .quiet)]
                    }
                ))
        }
        return entries
    }
}
