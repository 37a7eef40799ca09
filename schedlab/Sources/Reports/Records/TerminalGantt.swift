public import Kit
public import Recording

/// A schedule as text: one line a GPU, time from left to right, a letter a job, a legend under it.
///
/// A cell shows who held the GPU in the middle of its time. A job's name stands in its bar where there is room.
public struct TerminalGantt {
    private let chart: RecordSegments
    private let width: Int

    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    private static let gpuLimit = 64
    private static let narrowest = 40
    /// Several jobs on one GPU.
    private static let shared: Character = "+"
    private static let idle: Character = "."

    /// Reads the schedule of a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - width: Columns of the terminal; at least 40 are taken.
    ///   - hasAllGPUs: Whether GPUs are kept that the text does not show, for CSV and JSON.
    /// - Throws: ``RecordError``.
    public init(_ record: RunRecord, width: Int, hasAllGPUs: Bool) throws {
        chart = try RecordSegments(record, gpuLimit: hasAllGPUs ? nil : Self.gpuLimit)
        self.width = max(width, Self.narrowest)
    }

    private func letter(_ job: Int) -> Character { Self.letters[job % Self.letters.count] }

    /// The chart and its legend.
    public var text: String {
        let labels = chart.places.enumerated().map { "\($1.typeName) \($0)" }
        let labelWidth = min(labels.prefix(Self.gpuLimit).map(\.count).max() ?? 0, 16)
        let cells = width - labelWidth - 1
        let left = Numbers.grouped(Optional(chart.startSeconds)) + " s"
        let right = Numbers.grouped(Optional(chart.endSeconds)) + " s"
        let gap = String(repeating: " ", count: max(cells - left.count - right.count, 1))
        var text = String(repeating: " ", count: labelWidth + 1) + left + gap + right + "\n"
        for gpu in chart.segments.indices.prefix(Self.gpuLimit) {
            let label = String(labels[gpu].suffix(labelWidth))
            text += label + String(repeating: " ", count: labelWidth - label.count + 1)
            text += String(bar(gpu, cells: cells)) + "\n"
        }
        let rest = chart.places.count - Self.gpuLimit
        if rest > 0 { text += "and \(Numbers.grouped(rest)) more GPUs\n" }
        return text + legend
    }

    private func bar(_ gpu: Int, cells: Int) -> [Character] {
        var holders = [Int?](repeating: nil, count: cells)
        var bar = [Character](repeating: Self.idle, count: cells)
        let span = max(chart.endSeconds - chart.startSeconds, .leastNonzeroMagnitude)
        let column = { (seconds: Double) -> Int in
            let place = ((seconds - chart.startSeconds) / span * Double(cells) - 0.5).rounded(.up)
            return place.isNaN ? 0 : Int(min(max(place, 0), Double(cells)))
        }
        for segment in chart.segments[gpu] {
            let (from, to) = (column(segment.fromSeconds), column(segment.toSeconds))
            for cell in from..<max(from, to) {
                bar[cell] = holders[cell] == nil ? letter(segment.job) : Self.shared
                holders[cell] = segment.job
            }
        }
        write(names: holders, into: &bar)
        return bar
    }

    /// Writes a job's name into the middle of its bar where there is room for it with a letter on both sides.
    private func write(names holders: [Int?], into bar: inout [Character]) {
        var start = 0
        while start < bar.count {
            var end = start + 1
            while end < bar.count && holders[end] == holders[start] && bar[end] == bar[start] { end += 1 }
            if let job = holders[start], bar[start] != Self.shared {
                let name = Array(" " + chart.jobs[job].label + " ")
                if name.count + 2 <= end - start {
                    let first = start + (end - start - name.count) / 2
                    for (index, character) in name.enumerated() { bar[first + index] = character }
                }
            }
            start = end
        }
    }

    private var legend: String {
        let isShared = chart.jobs.contains { $0.milliPerGPU < 1000 }
        var text = "\n. idle" + (isShared ? ", + several jobs on one GPU" : "")
        if chart.jobs.count > Self.letters.count {
            text += ", a letter stands for every \(Self.letters.count)th job; the first of them are:"
        }
        var table = TextTable(
            heading: ["", "job", "user", "GPUs", "came s", "started s", "ended s", "waited s"],
            alignments: [.left, .left, .left, .right, .right, .right, .right, .right])
        for (job, entry) in chart.jobs.enumerated().prefix(Self.letters.count) {
            let wait = entry.startSeconds.map { $0 - entry.arrivalSeconds }
            table.addRow([
                String(letter(job)), entry.label, entry.user,
                entry.milliPerGPU < 1000
                    ? Numbers.fixed(Double(entry.milliPerGPU) / 1000, decimals: 3) : "\(entry.gpuCount)",
                Numbers.grouped(Optional(entry.arrivalSeconds)), Numbers.grouped(entry.startSeconds),
                Numbers.grouped(entry.endSeconds), Numbers.grouped(wait),
            ])
        }
        return text + "\n\n" + table.text
    }

    /// A row for each stay on a GPU.
    public var csv: String {
        CSVLine.text(["gpu", "gpu_type", "node", "job", "from_seconds", "to_seconds", "milli_gpu"])
            + chart.segments.joined().map { segment in
                CSVLine.text([
                    "\(segment.gpu)", chart.places[segment.gpu].typeName, "\(chart.places[segment.gpu].node)",
                    chart.jobs[segment.job].label, "\(segment.fromSeconds)", "\(segment.toSeconds)",
                    "\(segment.milliPerGPU)",
                ])
            }.joined()
    }

    /// The stays and the jobs.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)),
            ("startSeconds", .double(chart.startSeconds)), ("endSeconds", .double(chart.endSeconds)),
            (
                "jobs",
                .array(
                    chart.jobs.map {
                        .object([
                            ("name", .string($0.label)), ("user", .string($0.user)),
                            ("gpuCount", .int($0.gpuCount)), ("milliPerGPU", .int($0.milliPerGPU)),
                            ("arrivalSeconds", .double($0.arrivalSeconds)),
                            ("startSeconds", .number($0.startSeconds)),
                            ("endSeconds", .number($0.endSeconds)),
                        ])
                    })
            ),
            (
                "segments",
                .array(
                    chart.segments.joined().map { segment in
                        .object([
                            ("gpu", .int(segment.gpu)),
                            ("gpuType", .string(chart.places[segment.gpu].typeName)),
                            ("node", .int(chart.places[segment.gpu].node)),
                            ("job", .string(chart.jobs[segment.job].label)),
                            ("fromSeconds", .double(segment.fromSeconds)),
                            ("toSeconds", .double(segment.toSeconds)),
                        ])
                    })
            ),
        ])
    }
}
