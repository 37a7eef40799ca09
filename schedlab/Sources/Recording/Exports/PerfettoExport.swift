private import Cluster
private import Kit
private import TextFormats

/// A record as a trace in the JSON form that Chrome and Perfetto open.
///
/// A process is a GPU type, a thread a GPU, a slice a job's stay on it; counters show waiting jobs and GPUs in
/// use, an arrow leads from the stay before a move to the one after it. Simulated seconds are microseconds of
/// the trace times a million, so that the viewer's clock reads in simulated time.
public enum PerfettoExport {
    /// Perfetto's reader of JSON is not made for more.
    public static let eventLimit = 1_000_000

    /// What was written.
    public struct Outcome: Sendable, Equatable {
        /// Trace events in the file.
        public let eventCount: Int
        /// Where it was cut off, in simulated seconds; nil = it is all there.
        public let cutSeconds: Double?
    }

    /// Writes the file, compressed by gzip unless its name ends in `.json`.
    ///
    /// - Returns: How much is in it.
    /// - Throws: `FileError`, ``RecordError``.
    public static func write(
        _ record: RunRecord, to path: String, eventLimit: Int = eventLimit
    ) throws -> Outcome {
        let file = try AtomicFile(path: path, filter: path.hasSuffix(".json") ? nil : GzipStream())
        var writer = Writer(file: file, layout: record.provenance.layout)
        try writer.begin(record.provenance.layout)
        var cut: Double?
        try record.forEachEvent { event in
            if cut == nil { cut = try writer.take(event, limit: eventLimit) }
        }
        try writer.end(cutSeconds: cut)
        try file.finish()
        return Outcome(eventCount: writer.count, cutSeconds: cut)
    }

    private struct Writer {
        let file: AtomicFile
        let types: [String]
        var count = 0
        private var ids: [UInt32] = []
        private let typeOfGPU: [Int]
        private var leftSeconds: [Int: Double] = [:]
        private var arrowCount = 0
        /// Until when each lane of a shared GPU is taken.
        private var laneEnds: [Int32: [Double]] = [:]
        private var clock = 0.0

        init(file: AtomicFile, layout: ClusterLayout) {
            self.file = file
            types = layout.types.map(\.name)
            typeOfGPU = layout.nodeOfGPU.map { layout.nodes[Int($0)].typeIndex }
        }

        mutating func begin(_ layout: ClusterLayout) throws {
            try file.append("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n")
            try emit([
                ("name", .string("process_name")), ("ph", .string("M")), ("pid", .int(0)),
                ("args", .object([("name", .string("cluster"))])),
            ])
            for (type, gpuType) in layout.types.enumerated() {
                try emit([
                    ("name", .string("process_name")), ("ph", .string("M")), ("pid", .int(type + 1)),
                    ("args", .object([("name", .string(gpuType.name))])),
                ])
                for gpu in gpuType.gpus {
                    try emit([
                        ("name", .string("thread_name")), ("ph", .string("M")), ("pid", .int(type + 1)),
                        ("tid", .int(gpu)),
                        (
                            "args",
                            .object([("name", .string("GPU \(gpu), node \(layout.nodeOfGPU[gpu])"))])
                        ),
                    ])
                }
            }
        }

        /// - Returns: The time at which the limit was reached, else nil.
        mutating func take(_ event: RecordedEvent, limit: Int) throws -> Double? {
            switch event {
            case .roundBegan(let round): try counters(round)
            case .arrived(_, let job): ids.append(job.id)
            case .left(let left): try slices(left)
            case .moved(let job, let from, let to): try arrow(job, from, to)
            case .decided, .placed, .preempted, .ended, .runEnded: break
            }
            return count >= limit ? clock : nil
        }

        private mutating func counters(_ round: RecordedRound) throws {
            clock = round.nowSeconds
            try counter("waiting jobs", round.activeJobCount - round.runningJobCount)
            try counter("running jobs", round.runningJobCount)
            for (type, used) in round.usedGPUsOfType.enumerated() {
                try counter("\(types[type]) GPUs in use", used)
            }
        }

        private mutating func counter(_ name: String, _ value: Int) throws {
            try emit([
                ("name", .string(name)), ("ph", .string("C")), ("ts", Self.micro(clock)), ("pid", .int(0)),
                ("args", .object([("value", .int(value))])),
            ])
        }

        /// A GPU's thread, or one of those beside it where several jobs share the GPU: slices of a thread must not
        /// overlap.
        private mutating func thread(_ gpu: Int32, _ left: RecordedLeave) throws -> Int {
            guard left.milliPerGPU < 1000 else { return Int(gpu) }
            var ends = laneEnds[gpu] ?? []
            var lane = 0
            // Slices come in the order of their ends, so a lane must be free of all that overlap, whenever they began.
            while lane < ends.count, ends[lane] > left.fromSeconds { lane += 1 }
            if lane < ends.count { ends[lane] = left.toSeconds } else { ends.append(left.toSeconds) }
            let isNew = lane > 0 && ends.count > (laneEnds[gpu]?.count ?? 0)
            laneEnds[gpu] = ends
            let thread = Int(gpu) + lane * typeOfGPU.count
            if isNew {
                try emit([
                    ("name", .string("thread_name")), ("ph", .string("M")), ("pid", .int(left.type + 1)),
                    ("tid", .int(thread)),
                    ("args", .object([("name", .string("GPU \(gpu), tenant \(lane + 1)"))])),
                ])
            }
            return thread
        }

        private mutating func slices(_ left: RecordedLeave) throws {
            leftSeconds[left.job] = left.toSeconds
            for gpu in left.gpus {
                let thread = try thread(gpu, left)
                try emit([
                    ("name", .string("job \(ids[left.job])")), ("ph", .string("X")),
                    ("ts", Self.micro(left.fromSeconds)),
                    ("dur", Self.micro(left.toSeconds - left.fromSeconds)), ("pid", .int(left.type + 1)),
                    ("tid", .int(thread)),
                    (
                        "args",
                        .object([("job", .int(Int(ids[left.job]))), ("milliGPU", .int(left.milliPerGPU))])
                    ),
                ])
            }
        }

        /// From the stay before to the stay after, on the first GPU of each.
        private mutating func arrow(_ job: Int, _ from: GPURuns, _ to: GPURuns) throws {
            guard let first = from.first, let second = to.first else { return }
            arrowCount += 1
            let seconds = leftSeconds[job] ?? clock
            for (phase, gpu, time) in [
                ("s", first, seconds - Self.nudge), ("f", second, seconds + Self.nudge),
            ] {
                try emit(
                    [
                        ("name", .string("move")), ("cat", .string("move")), ("ph", .string(phase)),
                        ("id", .int(arrowCount)), ("ts", Self.micro(time)), ("pid", .int(typeOf(gpu) + 1)),
                        ("tid", .int(Int(gpu))),
                    ] + (phase == "f" ? [("bp", .string("e"))] : []))
            }
        }

        /// Arrows must begin and end inside a slice.
        private static let nudge = 1e-6

        private func typeOf(_ gpu: Int32) -> Int { typeOfGPU[Int(gpu)] }

        mutating func end(cutSeconds: Double?) throws {
            try file.append("\n],\"otherData\":")
            let note = cutSeconds.map { "cut off at \($0) s: the form is not made for more events" }
            try file.append(
                JSONValue.object([
                    ("source", .string("schedlab")), ("unit", .string("1 s simulated = 1 s of the trace")),
                    ("note", note.map(JSONValue.string) ?? .null),
                ]).oneLine + "}\n")
        }

        private mutating func emit(_ fields: [(String, JSONValue)]) throws {
            try file.append((count == 0 ? "" : ",\n") + JSONValue.object(fields).oneLine)
            count += 1
        }

        private static func micro(_ seconds: Double) -> JSONValue { .double(seconds * 1e6) }
    }
}
