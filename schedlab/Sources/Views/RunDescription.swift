internal import Cluster
private import Foundation
internal import Kit
public import Recording

/// What a run is, and what its record does not say: the part `run`.
public struct RunDescription {
    /// The record.
    public let record: RunRecord
    /// What the page calls the run.
    public let id: String
    let span: RunSpan
    let jobs: JobColumns
    let rounds: RoundBook
    let counts: (stays: Int, instants: Int)
    let strips: [StripDescription]
    /// How far the record has been read, on the run's clock; nil = to its end.
    var readToSeconds: Double?

    private var provenance: RunProvenance { record.provenance }

    /// The part; the summary stands in it as it stands in the record, to its last digit.
    ///
    /// - Parameter notes: Sentences for the reader: what was left out, and the command that has it.
    /// - Returns: The part.
    public func part(notes: [String] = []) -> RunParts.Part {
        let own = json(notes).oneLine.dropLast()
        return RunParts.Part(name: "run", bytes: Array("\(own), \"summary\": \(summary)}".utf8))
    }

    /// What a page calls the run: its folder, or the file where that has a name of its own.
    public var name: String { Self.name(record) }

    /// Jobs that a reader will ask about: the longest waits and the most moves, by number.
    ///
    /// - Parameter count: How many at most.
    /// - Returns: Their numbers, ascending.
    public func tellingJobs(_ count: Int) -> [Int] { jobs.telling(count) }

    /// The id of each job, by number.
    public var jobIDs: [UInt32] { jobs.ids }

    /// Completion time of each job in seconds, by number; NaN = not completed.
    public var completionSeconds: [Double] { jobs.completionSeconds }

    private func json(_ notes: [String]) -> JSONValue {
        .object(
            [
                ("part", .string("run")), ("version", .int(PartWriter.version)), ("id", .string(id)),
                ("path", .string(record.path)), ("name", .string(Self.name(record))),
                ("state", .string(record.isComplete ? "complete" : "cut off")),
                ("ignoredBytes", .int(record.ignoredByteCount)),
            ] + origin + [
                ("fromSeconds", .double(span.fromSeconds)), ("toSeconds", .double(span.toSeconds)),
            ] + (readToSeconds.map { [("readToSeconds", .double($0))] } ?? []) + [
                ("window", window), ("cluster", cluster),
                ("classes", .array(record.classes.map(described))),
                ("users", .array(jobs.userNames.map(JSONValue.string))),
                ("queues", .array(jobs.queueNames.map(JSONValue.string))), ("counts", countFields),
                ("strips", .array(strips.map(described))), ("lacks", .array(lacks.map(JSONValue.string))),
                ("notes", .array(notes.map(JSONValue.string))),
            ])
    }

    /// What a record is called: its folder, or the file where it has a name of its own.
    static func name(_ record: RunRecord) -> String {
        let url = URL(fileURLWithPath: record.path).standardizedFileURL
        guard url.lastPathComponent == RunRecord.fileName else {
            return url.deletingPathExtension().lastPathComponent
        }
        return url.deletingLastPathComponent().lastPathComponent
    }

    private var origin: [(String, JSONValue)] {
        var command = JSONValue.array([])
        if case .object(let fields) = provenance.host {
            command = fields.first { $0.0 == "command" }?.1 ?? command
        }
        return [
            ("engine", .string(provenance.engine)), ("mechanism", .string(provenance.mechanism)),
            ("policy", .string(provenance.policy)), ("placement", .string(setting("placement"))),
            ("seed", .string(String(provenance.seed))), ("roundSeconds", .double(provenance.roundSeconds)),
            ("secondsPerMove", .double(provenance.secondsPerMove)),
            ("importedFrom", .string(provenance.importedFrom)), ("experiment", provenance.experiment),
            ("host", provenance.host), ("command", command),
            ("recordBytes", .int(record.byteCount)), ("reasons", .string(reasons)),
        ]
    }

    private func setting(_ name: String) -> String {
        guard case .object(let fields) = provenance.experiment,
            case .string(let text)? = fields.first(where: { $0.0 == name })?.1
        else { return "" }
        return text
    }

    private var summary: String {
        guard let text = record.summary,
            (try? JSONSerialization.jsonObject(with: Data(text.utf8))) is [String: Any]
        else { return "null" }
        return text
    }

    private var reasons: String {
        switch provenance.reasons {
        case .all: "all"
        case .none: "none"
        case .jobs: "some"
        }
    }

    private var window: JSONValue {
        guard let measured = provenance.window,
            let times = jobs.window(measured, toSeconds: span.toSeconds)
        else { return .null }
        return .object([
            ("firstJob", .int(measured.lowerBound)), ("endJob", .int(measured.upperBound)),
            ("fromSeconds", .double(times.from)), ("toSeconds", .double(times.to)),
        ])
    }

    private var countFields: JSONValue {
        .object([
            ("jobs", .int(jobs.count)), ("rounds", .int(rounds.columns.count)),
            ("stays", .int(counts.stays)), ("instants", .int(counts.instants)),
            ("completed", .int(jobs.completedCount)), ("droppedJobs", .int(jobs.droppedCount)),
            ("unfinished", .int(jobs.count - jobs.completedCount - jobs.droppedCount)),
            ("moves", .int(jobs.moveCount)), ("preemptions", .int(jobs.preemptionCount)),
        ])
    }

    /// What the record does not say.
    private var lacks: [String] {
        var lacks: [String] = []
        if provenance.reasons == .none { lacks.append("reasons") }
        if !rounds.columns.saysPrices { lacks.append("prices") }
        if !jobs.saysWork { lacks.append("work") }
        if !jobs.saysSpeeds { lacks.append("speeds") }
        if !rounds.meter.isSound { lacks.append("shares") }
        return lacks
    }

    // MARK: Lists

    private func described(_ jobClass: RecordedClass) -> JSONValue {
        .object([
            ("model", .string(jobClass.model)),
            ("category", .string(ModelCategory(model: jobClass.model).rawValue)),
            ("gpus", .int(jobClass.scaleFactor)), ("rates", .array(jobClass.rates.map(JSONValue.double))),
            ("isInReferenceSeconds", .bool(jobClass.isInReferenceSeconds)),
            ("acceptedTypes", .array(jobClass.acceptedTypes.map(JSONValue.string))),
        ])
    }

    private func described(_ strip: StripDescription) -> JSONValue {
        .object([
            ("fromSeconds", .double(strip.fromSeconds)), ("toSeconds", .double(strip.toSeconds)),
            ("firstInstant", .int(strip.firstInstant)), ("stayCount", .int(strip.stayCount)),
        ])
    }

    private var cluster: JSONValue {
        let layout = provenance.layout
        let types = layout.types.map { type in
            JSONValue.object([
                ("name", .string(type.name)), ("firstGPU", .int(type.gpus.lowerBound)),
                ("gpuCount", .int(type.gpuCount)), ("firstNode", .int(type.nodes.lowerBound)),
                ("nodeCount", .int(type.nodes.count)),
            ])
        }
        return .object([
            ("name", .string(layout.name)), ("gpuCount", .int(layout.gpuCount)), ("types", .array(types)),
            ("nodes", .array(runsOfNodes(layout))),
        ])
    }

    /// Equal nodes in a row are told once.
    private func runsOfNodes(_ layout: ClusterLayout) -> [JSONValue] {
        var runs: [Range<Int>] = []
        for node in layout.nodes.indices {
            if let last = runs.last, isAlike(layout.nodes[last.lowerBound], layout.nodes[node]) {
                runs[runs.count - 1] = last.lowerBound..<node + 1
            } else {
                runs.append(node..<node + 1)
            }
        }
        return runs.map { run in
            let node = layout.nodes[run.lowerBound]
            return .object([
                ("firstNode", .int(run.lowerBound)), ("nodeCount", .int(run.count)),
                ("firstGPU", .int(node.gpus.lowerBound)), ("gpusPerNode", .int(node.gpus.count)),
                ("type", .int(node.typeIndex)), ("cpuMilli", .int(node.cpuMilli)),
                ("memoryMiB", .int(node.memoryMiB)), ("rack", .string(node.rack)),
            ])
        }
    }

    private func isAlike(_ a: ClusterLayout.Node, _ b: ClusterLayout.Node) -> Bool {
        a.typeIndex == b.typeIndex && a.gpus.count == b.gpus.count && a.cpuMilli == b.cpuMilli
            && a.memoryMiB == b.memoryMiB && a.rack == b.rack
    }
}
