private import Drawing
private import Kit
private import Recording

/// A small run as bars with the jobs' names: a row a GPU, as `schedlab show` draws it.
struct GanttSVG {
    private let chart: RecordSegments

    /// More GPUs or jobs than this have no room for names.
    static let gpuLimit = 64
    private static let jobLimit = 52
    private static let (left, width, rowHeight) = (90.0, 900.0, 18.0)
    /// Hues by the golden angle: neighbours in order of arrival look different.
    private static let hueStep = 137.508

    /// The chart of a record; nil when it has too many GPUs or jobs for names.
    init?(_ chart: RecordSegments) {
        guard chart.segments.count <= Self.gpuLimit, chart.jobs.count <= Self.jobLimit,
            chart.endSeconds > chart.startSeconds
        else { return nil }
        self.chart = chart
    }

    /// The picture, each bar with its name where there is room and in its title always.
    var svg: String {
        let height = Double(chart.segments.count) * Self.rowHeight
        var body = ""
        for (gpu, segments) in chart.segments.enumerated() {
            let top = Double(gpu) * Self.rowHeight
            let label = MarkupText.escaped("\(chart.places[gpu].typeName) \(gpu)")
            body += "<text x=\"0\" y=\"\(number(top + 13))\" fill=\"currentColor\">\(label)</text>"
            body += segments.map { bar($0, top: top) }.joined()
        }
        let total = Self.left + Self.width
        return """
            <svg class="gantt" viewBox="0 0 \(number(total)) \(number(height))" role="img" \
            aria-label="GPUs over time, with the jobs' names" font-size="11" width="100%">\(body)</svg>
            """
    }

    private func bar(_ segment: RecordSegments.Segment, top: Double) -> String {
        let span = chart.endSeconds - chart.startSeconds
        let x = Self.left + (segment.fromSeconds - chart.startSeconds) / span * Self.width
        let width = (segment.toSeconds - segment.fromSeconds) / span * Self.width
        let name = chart.jobs[segment.job].label
        let hue = (Double(segment.job) * Self.hueStep).truncatingRemainder(dividingBy: 360)
        let title =
            "\(name), \(Numbers.grouped(Optional(segment.fromSeconds))) s to "
            + "\(Numbers.grouped(Optional(segment.toSeconds))) s"
        let text =
            Double(name.count) * 6.5 + 6 <= width
            ? "<text x=\"\(number(x + 4))\" y=\"\(number(top + 13))\" fill=\"#222\">\(MarkupText.escaped(name))</text>"
            : ""
        return """
            <g><title>\(MarkupText.escaped(title))</title><rect x="\(number(x))" y="\(number(top + 1))" \
            width="\(number(max(width - 1, 0.5)))" height="\(number(Self.rowHeight - 2))" \
            fill="hsl(\(number(hue)) 60% 75%)"/>\(text)</g>
            """
    }

    private func number(_ value: Double) -> String { Numbers.fixed(value, decimals: 1) }
}
