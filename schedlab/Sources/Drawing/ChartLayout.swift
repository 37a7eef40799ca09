/// Where the parts of a chart lie: title, legend, frame, axes, notes, from the top down.
struct ChartLayout {
    let chart: LineChart
    let width: Double

    static let (labelSize, noteSize, titleSize) = (7.0, 6.0, 8.0)
    private static let (lineGap, edge, sampleWidth) = (1.35, 4.0, 16.0)
    /// Height of the frame over the width of the picture.
    private static let frameShape = 0.56

    init(_ chart: LineChart, width: Double) {
        self.chart = chart
        self.width = width
    }

    func picture(description: String) -> Picture {
        var shapes: [Shape] = []
        var y = Self.edge
        if !chart.title.isEmpty {
            for line in Self.wrapped(chart.title, size: Self.titleSize, width: width - 2 * Self.edge) {
                y += Self.titleSize * Self.lineGap
                shapes.append(
                    .text(
                        line, at: Point(width / 2, y - 2), size: Self.titleSize, .middle, .text,
                        isUpwards: false))
            }
            y += 2
        }
        shapes += legend(&y)
        let frame = frame(top: y + 7)
        shapes += axes(frame)
        shapes += ChartMarks(chart, frame: frame).shapes
        y = frame.bottom + 2 * Self.labelSize * Self.lineGap + 6
        for line in chart.notes.flatMap({
            Self.wrapped($0, size: Self.noteSize, width: width - 2 * Self.edge)
        }) {
            y += Self.noteSize * Self.lineGap
            shapes.append(
                .text(line, at: Point(Self.edge, y), size: Self.noteSize, .start, .quiet, isUpwards: false))
        }
        var picture = Picture(
            width: width, height: (y + Self.edge).rounded(.up), description: description)
        for shape in shapes { picture.add(shape) }
        return picture
    }

    /// Names beside their marks, as many on a line as there is room for.
    private func legend(_ y: inout Double) -> [Shape] {
        var shapes: [Shape] = []
        var x = Self.edge
        y += Self.labelSize * Self.lineGap
        for (name, marks) in ChartMarks.legend(chart) {
            let entry = Self.sampleWidth + 3 + Lettering.width(name, size: Self.labelSize) + 9
            if x > Self.edge, x + entry - 9 > width - Self.edge {
                x = Self.edge
                y += Self.labelSize * Self.lineGap
            }
            shapes += marks(Point(x + Self.sampleWidth / 2, y - 2.4), Self.sampleWidth)
            shapes.append(
                .text(
                    name, at: Point(x + Self.sampleWidth + 3, y), size: Self.labelSize, .start, .text,
                    isUpwards: false))
            x += entry
        }
        return shapes
    }

    private func frame(top: Double) -> ChartFrame {
        var (xs, ys): ([Double], [Double]) = ([], [])
        for series in chart.series {
            for value in series.values {
                xs.append(value.x)
                ys += [value.mean] + value.samples
                if let interval = value.interval { ys += [interval.lowerBound, interval.upperBound] }
            }
            xs += series.reference.map(\.x)
            ys += series.reference.map(\.y)
        }
        let y = ChartFrame.range(ys, limit: chart.yLimit, isRound: true)
        let labels = Ticks.labels(Ticks.linear(y.lowerBound, y.upperBound))
        let widest = labels.map { Lettering.width($0, size: Self.labelSize) }.max() ?? 0
        let left = Self.edge + Self.labelSize + 6 + widest + 4
        return ChartFrame(
            left: left, right: width - Self.edge - 6, top: top, bottom: top + width * Self.frameShape,
            x: ChartFrame.range(xs, isRound: false), y: y)
    }

    private func axes(_ frame: ChartFrame) -> [Shape] {
        var shapes: [Shape] = []
        let yTicks = Ticks.linear(frame.y.lowerBound, frame.y.upperBound)
        for (tick, label) in zip(yTicks, Ticks.labels(yTicks)) {
            let y = frame.place(Point(frame.x.lowerBound, tick)).y
            shapes.append(.line([Point(frame.left, y), Point(frame.right, y)], width: 0.5, dash: [], .grid))
            shapes.append(
                .text(
                    label, at: Point(frame.left - 4, y + Self.labelSize * 0.35), size: Self.labelSize, .end,
                    .text,
                    isUpwards: false))
        }
        let base = frame.bottom
        let xTicks = Ticks.linear(frame.x.lowerBound, frame.x.upperBound, count: 6)
        for (tick, label) in zip(xTicks, Ticks.labels(xTicks)) {
            let x = frame.place(Point(tick, frame.y.lowerBound)).x
            shapes.append(.line([Point(x, base), Point(x, base + 2.5)], width: 0.6, dash: [], .text))
            shapes.append(
                .text(
                    label, at: Point(x, base + 3 + Self.labelSize), size: Self.labelSize, .middle, .text,
                    isUpwards: false))
        }
        shapes.append(
            .line([Point(frame.left, base), Point(frame.right, base)], width: 0.6, dash: [], .text))
        shapes.append(
            .text(
                chart.xLabel,
                at: Point((frame.left + frame.right) / 2, base + 4 + Self.labelSize * (1 + Self.lineGap)),
                size: Self.labelSize, .middle, .text, isUpwards: false))
        shapes.append(
            .text(
                chart.yLabel, at: Point(Self.edge + Self.labelSize, (frame.top + base) / 2),
                size: Self.labelSize, .middle, .text, isUpwards: true))
        return shapes
    }

    /// A text cut into lines between words.
    static func wrapped(_ text: String, size: Double, width: Double) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let longer = line.isEmpty ? String(word) : "\(line) \(word)"
            if !line.isEmpty, Lettering.width(longer, size: size) > width {
                lines.append(line)
                line = String(word)
            } else {
                line = longer
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
