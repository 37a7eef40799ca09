private import Drawing
private import Foundation
private import Kit

/// A line chart as SVG text, with axes, units and a legend.
struct SVGChart {
    /// A line of a chart.
    struct Line {
        var name: String
        var points: [(x: Double, y: Double)]
    }

    /// What stands above the chart.
    var title: String
    /// Name and unit of the horizontal axis.
    var xLabel: String
    /// Name and unit of the vertical axis.
    var yLabel: String
    var lines: [Line]
    /// The upper end of the vertical axis; nil = the largest value.
    var yLimit: Double?
    /// Whether the horizontal axis is logarithmic; its values are positive then.
    var hasLogarithmicX = false
    /// Colours of the lines; a colour means one thing on a page.
    var colours = Self.colours
    /// Whether a few extreme values, as those of a start, may be cut off instead of flattening the rest.
    var cutsExtremes = false

    private static let (width, height) = (620.0, 280.0)
    private static let (left, right, top, bottom) = (96.0, 14.0, 14.0, 62.0)
    /// Colours of runs, which colour-blind readers tell apart (Okabe and Ito).
    static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"]
    /// Colours of GPU types: none of a run's.
    static let typeColours = [
        "#E69F00", "#56B4E9", "#7b52ab", "#8a6d3b", "#b8a800", "#6b6b6b", "#c2185b", "#2f8f8f",
    ]
    /// Part of the values that the axis must hold.
    private static let shownPart = 0.995

    /// Values beyond this, and those that are not finite, are in no picture.
    private static let valueLimit = 1e100

    private func isDrawn(_ point: (x: Double, y: Double)) -> Bool {
        abs(point.x) < Self.valueLimit && abs(point.y) < Self.valueLimit
    }

    /// The chart with its title and legend.
    var html: String {
        let points = lines.flatMap(\.points).filter(isDrawn)
        guard !points.isEmpty else {
            return
                "<figure><figcaption>\(MarkupText.escaped(title))</figcaption><p class=\"none\">nothing to show</p></figure>"
        }
        let xs = points.map { scaledX($0.x) }
        let low = xs.min() ?? 0
        // An axis has a length, whatever the digits of its ends.
        let high = max(xs.max() ?? 1, low + max(1e-9, abs(low) * 1e-9))
        let highest = points.map(\.y).max() ?? 0
        let yTop = yLimit ?? Ticks.roundTop(cutsExtremes ? Self.quantile(points.map(\.y)) : highest)
        let plotWidth = Self.width - Self.left - Self.right
        let plotHeight = Self.height - Self.top - Self.bottom
        let x = { (value: Double) in Self.left + (scaledX(value) - low) / (high - low) * plotWidth }
        let y = { (value: Double) in Self.top + (1 - min(value / yTop, 1)) * plotHeight }
        var svg = axes(low: low, high: high, yTop: yTop)
        for (index, line) in lines.enumerated() {
            let path = line.points.filter(isDrawn).map { "\(Self.short(x($0.x))),\(Self.short(y($0.y)))" }
                .joined(
                    separator: " ")
            svg += "<polyline fill=\"none\" stroke=\"\(colours[index % colours.count])\" "
            svg +=
                "stroke-width=\"1.5\" points=\"\(path)\"><title>\(MarkupText.escaped(line.name))</title></polyline>"
        }
        let legend = lines.enumerated().map { index, line in
            "<span><i style=\"background:\(colours[index % colours.count])\"></i>"
                + "\(MarkupText.escaped(line.name))</span>"
        }
        return """
            <figure><figcaption>\(MarkupText.escaped(title))\(cutWord(highest, yTop))</figcaption>\
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" \
            aria-label="\(MarkupText.escaped(title))">\(svg)</svg>\
            <div class="legend">\(legend.joined())</div></figure>

            """
    }

    /// Says what the axis leaves out.
    private func cutWord(_ highest: Double, _ yTop: Double) -> String {
        guard cutsExtremes, highest > yTop else { return "" }
        return
            " <small>(cut off above \(Ticks.labels([yTop])[0]); the highest value is \(Ticks.labels([highest.rounded()])[0]))</small>"
    }

    private static func quantile(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.indices.last else { return 0 }
        return sorted[Int((Double(last) * shownPart).rounded(.up))]
    }

    private func scaledX(_ value: Double) -> Double { hasLogarithmicX ? log10(max(value, 1e-12)) : value }

    private func axes(low: Double, high: Double, yTop: Double) -> String {
        let (plotWidth, plotHeight) = (
            Self.width - Self.left - Self.right, Self.height - Self.top - Self.bottom
        )
        var svg = ""
        let yLabels = Ticks.labels((0...4).map { Double($0) / 4 * yTop })
        for step in 0...4 {
            let fraction = Double(step) / 4
            let y = Self.top + (1 - fraction) * plotHeight
            svg +=
                "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
            svg +=
                "<text class=\"y\" x=\"\(Self.left - 6)\" y=\"\(y + 6)\">\(yLabels[step])</text>"
        }
        let ticks = ticks(low, high)
        for (tick, label) in zip(ticks, Ticks.labels(ticks)) {
            let x = Self.left + (scaledX(tick) - low) / (high - low) * plotWidth
            svg +=
                "<text class=\"x\" x=\"\(Self.short(x))\" y=\"\(Self.height - 36)\">\(label)</text>"
        }
        svg +=
            "<text class=\"x\" x=\"\(Self.left + plotWidth / 2)\" y=\"\(Self.height - 8)\">\(MarkupText.escaped(xLabel))</text>"
        return svg
            + "<text class=\"v\" transform=\"translate(18 \(Self.top + plotHeight / 2)) rotate(-90)\">\(MarkupText.escaped(yLabel))</text>"
    }

    /// Round values between the ends of the horizontal axis, powers of ten where it is logarithmic.
    private func ticks(_ low: Double, _ high: Double) -> [Double] {
        hasLogarithmicX ? Ticks.logarithmic(low, high) : Ticks.linear(low, high)
    }

    private static func short(_ value: Double) -> String { Numbers.fixed(value, decimals: 1) }
}
