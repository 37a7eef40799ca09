public import Drawing
private import Kit
private import Metrics

extension FigureData {
    /// The figure as a chart: our means with intervals and seeds, the published values dashed.
    public var chart: LineChart {
        var chart = LineChart(
            title: request.title, xLabel: request.xLabel, yLabel: request.yLabel,
            series: series.map { series in
                LineChart.Series(
                    name: series.name, values: series.places.compactMap(Self.value),
                    reference: series.places.compactMap { place in
                        place.published.map { Point(place.x, $0) }
                    })
            }, yLimit: request.yLimit, notes: [])
        chart.notes = notes(chart)
        return chart
    }

    private static func value(_ place: Place) -> LineChart.Value? {
        guard let group = place.group, let interval = group.interval else { return nil }
        return LineChart.Value(
            x: place.x, mean: interval.mean,
            interval: interval.halfWidth.map { interval.mean - $0...interval.mean + $0 },
            samples: group.values.count > 1 ? group.values : [], isFine: group.isFine)
    }

    private func notes(_ chart: LineChart) -> [String] {
        let seedCount = series.flatMap(\.places).compactMap { $0.group?.values.count }.max() ?? 0
        var notes: [String] = []
        if seedCount > 1 {
            notes.append("Mean of up to \(seedCount) seeds (dots) with its 95 % interval.")
        }
        if !request.source.isEmpty { notes.append("Dashed: \(request.source).") }
        if unfitCount > 0 {
            notes.append("Hollow: overloaded, cut by the time limit, or not all seeds done.")
        }
        if chart.hiddenCount > 0 {
            let limit = Ticks.labels([chart.yLimit ?? 0])[0]
            let count = chart.hiddenCount
            notes.append(
                "\(count) mean\(count == 1 ? "" : "s") above \(limit) not shown; the table has them.")
        }
        return notes
    }
}
