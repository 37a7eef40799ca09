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

    private static let (width, height) = (620.0, 240.0)
    private static let (left, right, top, bottom) = (64.0, 12.0, 12.0, 40.0)
    /// Colours that colour-blind readers tell apart (Okabe and Ito).
    static let colours = [
        "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6b6b6b", "#b8a800",
    ]

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
                "<figure><figcaption>\(HTMLText.escaped(title))</figcaption><p class=\"none\">nothing to show</p></figure>"
        }
        let xs = points.map { scaledX($0.x) }
        let low = xs.min() ?? 0
        // An axis has a length, whatever the digits of its ends.
        let high = max(xs.max() ?? 1, low + max(1e-9, abs(low) * 1e-9))
        let yTop = yLimit ?? Self.roundTop(points.map(\.y).max() ?? 0)
        let plotWidth = Self.width - Self.left - Self.right
        let plotHeight = Self.height - Self.top - Self.bottom
        let x = { (value: Double) in Self.left + (scaledX(value) - low) / (high - low) * plotWidth }
        let y = { (value: Double) in Self.top + (1 - min(value / yTop, 1)) * plotHeight }
        var svg = axes(low: low, high: high, yTop: yTop)
        for (index, line) in lines.enumerated() {
            let path = line.points.filter(isDrawn).map { "\(Self.short(x($0.x))),\(Self.short(y($0.y)))" }
                .joined(
                    separator: " ")
            svg += "<polyline fill=\"none\" stroke=\"\(Self.colours[index % Self.colours.count])\" "
            svg +=
                "stroke-width=\"1.5\" points=\"\(path)\"><title>\(HTMLText.escaped(line.name))</title></polyline>"
        }
        let legend = lines.enumerated().map { index, line in
            "<span><i style=\"background:\(Self.colours[index % Self.colours.count])\"></i>"
                + "\(HTMLText.escaped(line.name))</span>"
        }
        return """
            <figure><figcaption>\(HTMLText.escaped(title))</figcaption>\
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" \
            aria-label="\(HTMLText.escaped(title))">\(svg)</svg>\
            <div class="legend">\(legend.joined())</div></figure>

            """
    }

    private func scaledX(_ value: Double) -> Double { hasLogarithmicX ? log10(max(value, 1e-12)) : value }

    private func axes(low: Double, high: Double, yTop: Double) -> String {
        let (plotWidth, plotHeight) = (
            Self.width - Self.left - Self.right, Self.height - Self.top - Self.bottom
        )
        var svg = ""
        for step in 0...4 {
            let fraction = Double(step) / 4
            let y = Self.top + (1 - fraction) * plotHeight
            svg +=
                "<line class=\"grid\" x1=\"\(Self.left)\" x2=\"\(Self.width - Self.right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
            svg +=
                "<text class=\"y\" x=\"\(Self.left - 6)\" y=\"\(y + 4)\">\(Self.label(fraction * yTop))</text>"
        }
        for tick in ticks(low, high) {
            let x = Self.left + (scaledX(tick) - low) / (high - low) * plotWidth
            svg +=
                "<text class=\"x\" x=\"\(Self.short(x))\" y=\"\(Self.height - 22)\">\(Self.label(tick))</text>"
        }
        svg +=
            "<text class=\"x\" x=\"\(Self.left + plotWidth / 2)\" y=\"\(Self.height - 5)\">\(HTMLText.escaped(xLabel))</text>"
        return svg
            + "<text class=\"v\" transform=\"translate(13 \(Self.top + plotHeight / 2)) rotate(-90)\">\(HTMLText.escaped(yLabel))</text>"
    }

    /// Round values between the ends of the horizontal axis, powers of ten where it is logarithmic.
    private func ticks(_ low: Double, _ high: Double) -> [Double] {
        if hasLogarithmicX {
            let powers = (Int(low.rounded(.down))...Int(high.rounded(.up))).flatMap { power in
                [1, 3].map { $0 * pow(10, Double(power)) }
            }
            return powers.filter { (low...high).contains(scaledX($0)) }
        }
        let rough = (high - low) / 5
        let unit = pow(10, log10(rough).rounded(.down))
        let step = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= rough } ?? rough
        let first = (low / step).rounded(.up)
        let count = (high / step).rounded(.down) - first
        guard first.isFinite, count >= 0, count <= 20 else { return [low, high] }
        return (0...Int(count)).map { (first + Double($0)) * step }
    }

    /// The upper end of an axis from 0 whose quarters are round.
    private static func roundTop(_ highest: Double) -> Double {
        guard highest > 0, highest.isFinite else { return 1 }
        let unit = pow(10, log10(highest).rounded(.down))
        return [1, 1.2, 2, 4, 6, 8, 10].map { $0 * unit }.first { $0 >= highest } ?? highest
    }

    private static func short(_ value: Double) -> String { Numbers.fixed(value, decimals: 1) }

    private static func label(_ value: Double) -> String {
        if value == 0 { return "0" }
        if abs(value) >= 1000 { return Numbers.grouped(Optional(value)) }
        if abs(value) >= 10 { return Numbers.fixed(value, decimals: 0) }
        return String(format: abs(value) >= 0.1 ? "%.2f" : "%.2g", locale: nil, value)
    }
}
