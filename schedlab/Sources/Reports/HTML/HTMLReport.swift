private import Cluster
private import Drawing
private import Foundation
private import Kit
private import Metrics
public import Recording
private import TextFormats

/// One page about one or several runs that needs nothing else: no network, no script, no other file.
public struct HTMLReport {
    private let records: [RunRecord]
    private let series: [RunSeries]
    private let comparison: RunComparison?

    /// What a page says of who made it.
    private static let generator = "schedlab"

    /// Whether a file is a page of this form, as far as its first bytes tell.
    public static func isOne(path: String) -> Bool {
        let head = String(decoding: TextFile.head(path, byteCount: 1024), as: UTF8.self)
        return head.contains("name=\"generator\" content=\"\(generator)\"")
    }

    /// Reads what a report shows.
    ///
    /// - Parameter records: The runs; several are compared with the first, if they are of one workload.
    /// - Throws: ``RecordError``.
    public init(_ records: [RunRecord]) throws {
        self.records = records
        series = try records.map { try RunSeries($0) }
        comparison = records.count > 1 ? try RunComparison(records) : nil
    }

    /// The page.
    ///
    /// - Throws: ``RecordError``.
    public func page() throws -> String {
        let title = records.map { name($0) }.joined(separator: " and ")
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="generator" content="\(Self.generator)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="icon" href="data:,"><title>\(MarkupText.escaped(title)) - schedlab</title>
            <style>\(Self.style)</style></head><body>
            <h1>\(MarkupText.escaped(title))</h1>
            \(summaryTable)
            \(comparisonSection)
            <h2>Jobs</h2><div class="charts">\(jobCharts)</div>
            \(try records.indices.map(runSection).joined())
            <footer>Made by \(MarkupText.escaped(records[0].provenance.engine)) from the record of the run. JCT is the \
            job completion time, from arrival to the last step.\(try origins)</footer>
            </body></html>

            """
    }

    private func name(_ record: RunRecord) -> String {
        let policy = record.provenance.policy
        guard !policy.isEmpty else { return URL(fileURLWithPath: record.path).lastPathComponent }
        guard case .object(let fields) = record.provenance.experiment else { return policy }
        var parts = [policy]
        for (key, word) in Self.tellingSettings {
            switch fields.first(where: { $0.0 == key })?.1 {
            case .string(let text): parts.append(word + text)
            case .double(let number) where number != 0: parts.append("\(word)\(number)")
            default: break
            }
        }
        return parts.joined(separator: ", ")
    }

    /// Settings that tell runs of one policy apart, with the words before them.
    private static let tellingSettings = [
        ("placement", ""), ("migrationPenalty", "penalty "), ("poa", "room "),
        ("moveCostSeconds", "move cost "),
        ("minStaySeconds", "stay "),
    ]

    // MARK: Figures

    private static let figures: [(key: String, title: String, unit: String)] = [
        ("stopReason", "stopped by", ""), ("generatedJobCount", "jobs that arrived", ""),
        ("measuredJobCount", "jobs measured", ""), ("completedJobCount", "of them completed", ""),
        ("unfinishedJobCount", "unfinished", ""), ("averageJCTSeconds", "average JCT", "s"),
        ("medianJCTSeconds", "median JCT", "s"), ("p99JCTSeconds", "p99 JCT", "s"),
        ("makespanSeconds", "makespan", "s"), ("busyFraction", "busy fraction", ""),
        ("allocatedFraction", "allocated fraction", ""), ("roundCount", "rounds", ""),
    ]

    /// The summaries of the runs side by side, with the summary's own digits in the title of each cell.
    private var summaryTable: String {
        let summaries = zip(records, series).map { record, series in
            record.summary.flatMap { SummaryFigures($0) } ?? SummaryFigures(series)
        }
        var rows =
            "<tr><th></th>" + records.map { "<th>\(MarkupText.escaped(name($0)))</th>" }.joined() + "</tr>"
        rows += row("cluster", records.map { $0.provenance.layout.name })
        rows += row("mechanism", records.map(\.provenance.mechanism))
        rows += row("seed", records.map { "\($0.provenance.seed)" })
        for figure in Self.figures {
            rows += "<tr><td>\(figure.title)</td>"
            let values = summaries.map { $0[figure.key] }
            let time = figure.unit == "s" ? TimeUnit.fitting(values) : nil
            rows += values.map { cell($0, time: time, key: figure.key) }.joined() + "</tr>"
        }
        rows += row("moves", series.map { Numbers.grouped($0.moveCount) })
        rows += row("preemptions", series.map { Numbers.grouped($0.preemptionCount) })
        let incomplete = records.filter { !$0.isComplete }.map { record in
            "<p class=\"warning\">\(MarkupText.escaped(record.path)) is incomplete: the run did not end as it should, "
                + "and has no summary.</p>"
        }
        return incomplete.joined() + "<div class=\"wide\"><table>\(rows)</table></div>"
    }

    private func row(_ title: String, _ cells: [String]) -> String {
        "<tr><td>\(title)</td>" + cells.map { "<td>\(MarkupText.escaped($0))</td>" }.joined() + "</tr>"
    }

    private func cell(_ value: SummaryFigures.Value?, time: TimeUnit?, key: String) -> String {
        switch value {
        case nil, .list, .other: return "<td>–</td>"
        case .text(let text): return "<td data-key=\"\(key)\">\(MarkupText.escaped(text))</td>"
        case .number(let number):
            let isFraction = key.hasSuffix("Fraction")
            let text =
                time?.text(number)
                ?? (isFraction ? Numbers.percent(number) : Numbers.grouped(Optional(number)))
            return "<td data-key=\"\(key)\" title=\"\(number)\(time == nil ? "" : " s")\">\(text)</td>"
        }
    }

    private var comparisonSection: String {
        guard let comparison else { return "" }
        return ComparisonSection(comparison, names: records.map { name($0) }).html
    }

    /// How each run is made again, and by what it is told from others.
    private var origins: String {
        get throws {
            try records.map { record in
                var command = ""
                if case .object(let host) = record.provenance.host,
                    case .array(let words)? = host.first(where: { $0.0 == "command" })?.1
                {
                    command = words.map { if case .string(let word) = $0 { word } else { "" } }.joined(
                        separator: " ")
                }
                return
                    "<p>\(MarkupText.escaped(name(record))): <code>\(MarkupText.escaped(command))</code><br>"
                    + "SHA-256 of the record's contents <code>\(try record.contentDigest())</code></p>"
            }.joined()
        }
    }

    // MARK: Charts

    /// Charts that show all runs at once.
    private var jobCharts: String {
        let names = records.map { name($0) }
        let distribution = zip(names, series).map { name, series in
            let sorted = series.jctSeconds.sorted()
            let step = max(1, sorted.count / 400)
            let points = stride(from: 0, to: sorted.count, by: step).map {
                (x: max(sorted[$0], 1) / 3600, y: 100 * Double($0 + 1) / Double(sorted.count))
            }
            return SVGChart.Line(name: name, points: points)
        }
        let waiting = zip(names, series).map { name, series in
            SVGChart.Line(name: name, points: series.points.map { ($0.hours, $0.waiting) })
        }
        return SVGChart(
            title: "Completion times of all completed jobs", xLabel: "JCT, hours (logarithmic)",
            yLabel: "jobs, % at or below", lines: distribution, yLimit: 100, hasLogarithmicX: true
        ).html
            + SVGChart(
                title: "Waiting jobs", xLabel: "simulated time, hours", yLabel: "jobs", lines: waiting,
                cutsExtremes: true
            ).html
    }

    private func runSection(_ index: Int) throws -> String {
        let (record, series) = (records[index], series[index])
        let types = record.provenance.layout.types.map(\.name)
        let points = series.points
        let perType = types.indices.map { type in
            SVGChart.Line(name: types[type], points: points.map { ($0.hours, 100 * $0.usedOfType[type]) })
        }
        let prices = types.indices.map { type in
            SVGChart.Line(
                name: types[type],
                points: points.filter { !$0.prices.isEmpty }.map { ($0.hours, $0.prices[type]) })
        }
        let hours = "simulated time, hours"
        let own = [SVGChart.colours[index % SVGChart.colours.count]]
        var charts = SVGChart(
            title: "GPUs in use", xLabel: hours, yLabel: "% of the type's GPUs", lines: perType, yLimit: 100,
            colours: SVGChart.typeColours
        ).html
        charts +=
            SVGChart(
                title: "Free GPUs on nodes where others are taken (scattered)", xLabel: hours,
                yLabel: "% of all GPUs",
                lines: [
                    SVGChart.Line(name: "scattered", points: points.map { ($0.hours, 100 * $0.scattered) })
                ], colours: own
            ).html
        charts += Self.priceChart(prices.filter { !$0.points.isEmpty }, xLabel: hours)
        charts +=
            SVGChart(
                title: "Jobs with GPUs", xLabel: hours, yLabel: "jobs",
                lines: [SVGChart.Line(name: "running", points: points.map { ($0.hours, $0.running) })],
                colours: own
            ).html
        return "<h2>\(MarkupText.escaped(name(record)))</h2><div class=\"charts\">\(charts)</div>"
            + (try picture(record, series))
    }

    /// Prices over time; constant ones are said in words.
    private static func priceChart(_ prices: [SVGChart.Line], xLabel: String) -> String {
        let title = "Price of one more GPU, by the policy's program"
        let constant = prices.compactMap { line in
            line.points.allSatisfy { $0.y == line.points[0].y } ? (line.name, line.points[0].y) : nil
        }
        guard !prices.isEmpty, constant.count == prices.count else {
            return SVGChart(
                title: title, xLabel: xLabel, yLabel: "objective per GPU", lines: prices,
                colours: SVGChart.typeColours
            ).html
        }
        let isFree = constant.allSatisfy { $0.1 == 0 }
        let words = constant.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        let text =
            isFree
            ? "No type was scarce: all prices were 0 the whole time." : "Constant the whole time: \(words)."
        return
            "<figure><figcaption>\(title)</figcaption><p class=\"none\">\(MarkupText.escaped(text))</p></figure>"
    }

    private func picture(_ record: RunRecord, _ series: RunSeries) throws -> String {
        if record.provenance.layout.gpuCount <= GanttSVG.gpuLimit,
            let gantt = GanttSVG(try RecordSegments(record))
        {
            return """
                <figure class="gpus"><figcaption>GPUs over time, each bar a job, from \
                \(Numbers.grouped(Optional(series.startSeconds))) s to \
                \(Numbers.grouped(Optional(series.endSeconds))) s</figcaption>\(gantt.svg)</figure>

                """
        }
        let picture = try GPUPicture(record)
        guard let url = picture.dataURL else { return "" }
        let layout = record.provenance.layout
        let labels = zip(layout.types, picture.rowsOfType).map { type, rows in
            let share = 100 * Double(rows) / Double(picture.height)
            return
                "<div style=\"height:\(Numbers.fixed(share, decimals: 3))%\">\(MarkupText.escaped(type.name))</div>"
        }
        return """
            <figure class="gpus"><figcaption>GPUs over time: a colour is a job that has most of a cell, grey-blue is \
            several jobs, clear is idle; all \(Numbers.grouped(layout.gpuCount)) GPUs, \
            \(picture.gpusPerRow == 1 ? "one" : "up to \(picture.gpusPerRow)") in each of \(picture.height) rows, from \
            \(Numbers.grouped(Optional(series.startSeconds / 3600))) h to \
            \(Numbers.grouped(Optional(series.endSeconds / 3600))) h</figcaption>\
            <div class="picture"><div class="types">\(labels.joined())</div>\
            <img alt="GPUs over time" src="\(url)"></div></figure>

            """
    }

    private static let style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1320px;padding:0 1rem;color:#222}\
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}\
        table{border-collapse:collapse}td,th{padding:.2rem .8rem;border-bottom:1px solid #ddd;text-align:right}\
        td:first-child,th:first-child{text-align:left;color:#555}\
        pre{background:#f6f6f6;padding:.8rem;overflow-x:auto;white-space:pre-wrap}\
        .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(540px,100%),1fr));gap:1rem}\
        .wide{overflow-x:auto}code{overflow-wrap:anywhere}figure{min-width:0}\
        figure{margin:0}figcaption{font-weight:600;margin-bottom:.2rem}svg{width:100%;height:auto}\
        svg text{font:15px system-ui,sans-serif;fill:#555}.grid{stroke:#e2e2e2}.y{text-anchor:end}.x,.v{text-anchor:middle}\
        .legend span{margin-right:1rem;white-space:nowrap}.legend i{display:inline-block;width:.8rem;height:.8rem;\
        margin-right:.3rem;vertical-align:-1px}.none{color:#777}.warning{background:#fff3cd;padding:.5rem}\
        .gpus{margin-top:1.2rem}.picture{display:flex;height:420px}.picture img{flex:1;min-width:0;height:100%;\
        image-rendering:pixelated}.types{display:flex;flex-direction:column;font-size:12px;color:#555;\
        width:5rem;text-align:right;padding-right:.4rem}.types div{overflow:hidden;border-top:1px solid #ddd}\
        footer{margin-top:2rem;color:#777;font-size:13px}small{font-weight:400}\
        @media(max-width:640px){body{margin:1rem auto;padding:0 .6rem}svg text{font-size:21px}\
        td,th{padding:.2rem .4rem;font-size:14px}}\
        @media(prefers-color-scheme:dark){body{background:#16181d;color:#e4e4e4}\
        td,th{border-color:#3a3d44}td:first-child,th:first-child,.types,svg text{color:#b0b0b0;fill:#b0b0b0}\
        pre{background:#22252c}.grid{stroke:#33363d}.warning{background:#4d3d00}.none,footer{color:#999}\
        .types div{border-color:#3a3d44}}
        """
}
