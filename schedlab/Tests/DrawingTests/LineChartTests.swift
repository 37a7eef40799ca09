import Drawing
import KitTesting
import TestSupport
import Testing

@Suite("charts")
struct LineChartTests {
    /// A chart of random values: several sizes, signs and gaps.
    private func chart(_ random: inout SplitMix64) -> LineChart {
        let scales: [Double] = [1e-4, 1, 37, 1e5]
        let scale = scales.randomElement(using: &random) ?? 1
        let series = (0..<Int.random(in: 1...6, using: &random)).map { index in
            let values = (0..<Int.random(in: 1...20, using: &random)).map { place in
                let mean = Double.random(in: -1...9, using: &random) * scale
                return LineChart.Value(
                    x: Double(place) * 0.4, mean: mean, interval: mean - scale...mean + scale,
                    samples: [mean - scale / 2, mean + scale / 2],
                    isFine: Bool.random(using: &random))
            }
            return LineChart.Series(
                name: "series number \(index)", values: values,
                reference: values.map { Point($0.x, $0.mean * 1.1) })
        }
        return LineChart(
            title: "A chart with a title that is longer than a column of a paper is wide",
            xLabel: "Arrival rate (jobs/hour)", yLabel: "Average completion time (hours)", series: series,
            yLimit: Bool.random(using: &random) ? 3 * scale : nil,
            notes: ["A note that is long enough to be cut into two lines at the width of a column."])
    }

    /// The box that a shape fills.
    private func box(_ shape: Shape) -> (xs: [Double], ys: [Double]) {
        switch shape {
        case .area(let points, _), .line(let points, _, _, _): return (points.map(\.x), points.map(\.y))
        case .disc(let at, let radius, _):
            return ([at.x - radius, at.x + radius], [at.y - radius, at.y + radius])
        case .text(let text, let at, let size, let anchor, _, let isUpwards):
            let width = Lettering.width(text, size: size)
            let start = anchor == .start ? 0 : anchor == .middle ? -width / 2 : -width
            return isUpwards
                ? ([at.x - size, at.x], [at.y - start - width, at.y - start])
                : ([at.x + start, at.x + start + width], [at.y - size, at.y + size * 0.25])
        }
    }

    @Test("no label is cut and no curve leaves the page, at any width", arguments: 0..<100 as Range<UInt64>)
    func everythingIsInside(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let widths: [Double] = [160, 240, 500]
        let picture = chart(&random).picture(width: widths.randomElement(using: &random) ?? 240)
        for shape in picture.shapes {
            let (xs, ys) = box(shape)
            #expect(xs.allSatisfy { $0 >= 0 && $0 <= picture.width }, "seed \(seed): \(shape)")
            #expect(ys.allSatisfy { $0 >= 0 && $0 <= picture.height }, "seed \(seed): \(shape)")
        }
    }

    @Test("a curve that goes beyond the axis is cut at it, and the values beyond are counted")
    func cutsAtLimit() {
        let values = [1.0, 2, 50, 3].enumerated().map {
            LineChart.Value(x: Double($0), mean: $1, interval: nil, samples: [], isFine: true)
        }
        let chart = LineChart(
            title: "", xLabel: "x", yLabel: "y",
            series: [.init(name: "a", values: values, reference: [])], yLimit: 10, notes: [])
        #expect(chart.hiddenCount == 1)
        let lines = chart.picture().shapes.compactMap { shape -> [Point]? in
            if case .line(let points, 1.0, _, .series(0)) = shape { points } else { nil }
        }
        // The legend's sample, and the curve in two parts that end at the top of the frame.
        #expect(lines.count == 3)
        #expect(lines[1].last?.y == lines[2].first?.y)
    }

    @Test("points that are not fine are not joined with others")
    func unfitAreApart() {
        let values = [true, true, false, true, true].enumerated().map {
            LineChart.Value(x: Double($0), mean: 1, interval: nil, samples: [], isFine: $1)
        }
        let chart = LineChart(
            title: "", xLabel: "x", yLabel: "y",
            series: [.init(name: "a", values: values, reference: [])], notes: [])
        let curves = chart.picture().shapes.filter {
            if case .line(let points, 1.0, _, .series(0)) = $0 { points[0].y > 15 } else { false }
        }
        #expect(curves.count == 2)
    }

    @Test(
        "ticks are round: 1, 2 or 5 times a power of ten apart",
        arguments: [(0.0, 1.0), (0.4, 8.0), (0, 97.3), (1e-5, 3e-5), (-40, 35), (1e6, 9e6)])
    func roundTicks(low: Double, high: Double) {
        let ticks = Ticks.linear(low, high)
        #expect((3...12).contains(ticks.count))
        let step = ticks[1] - ticks[0]
        var digits = step
        while digits < 0.999 { digits *= 10 }
        while digits >= 9.99 { digits /= 10 }
        #expect([1.0, 2, 5].contains { abs($0 - digits) < 1e-6 }, "step \(step)")
        #expect(ticks.allSatisfy { $0 >= low - step * 1e-6 && $0 <= high + step * 1e-6 })
    }

    @Test("labels of an axis have the same number of decimals, with commas in thousands")
    func labels() {
        #expect(Ticks.labels([0, 0.5, 1]) == ["0.0", "0.5", "1.0"])
        #expect(Ticks.labels([0, 2000]) == ["0", "2,000"])
    }
}
