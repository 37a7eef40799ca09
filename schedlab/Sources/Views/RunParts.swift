private import Cluster
private import Kit
public import Recording

/// A record as the parts that a page reads; `docs/page-parts.md` describes them byte by byte.
///
/// One pass over the record makes them all. It holds the cluster, the stays of one strip, and a row for each
/// round and job, never the stays of the whole run.
public struct RunParts {
    /// A part.
    public struct Part: Sendable {
        /// Its name, for example `stays/0`.
        public var name: String
        /// What it says.
        public var bytes: [UInt8]

        /// Names bytes.
        public init(name: String, bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// Most stays of a strip, about.
    package static let staysPerStrip = 1_000_000

    private let record: RunRecord
    private let span: RunSpan
    private var stays: StayBook
    private var pyramid: Pyramid
    private var rounds: RoundBook
    private var jobs: JobColumns
    private var instants: [Double]
    private var strips: [StripDescription] = []
    private var safeSeconds: Double
    private let stripLimit: Int

    /// Prepares the pass.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - staysPerStrip: Stays after which a strip is cut.
    ///   - gpusPerRow: Height of the pyramid's rows; nil = that of the first picture.
    /// - Throws: ``RecordError`` when its end cannot be read.
    package init(_ record: RunRecord, staysPerStrip: Int, gpusPerRow: Int? = nil) throws {
        self.record = record
        let layout = record.provenance.layout
        span = try RunSpan(record)
        stays = StayBook(gpuCount: layout.gpuCount, startSeconds: span.fromSeconds)
        pyramid = Pyramid(
            PyramidGrid(
                layout, gpusPerRow: gpusPerRow, fromSeconds: span.fromSeconds, toSeconds: span.toSeconds))
        rounds = RoundBook(layout)
        jobs = JobColumns(record)
        instants = [span.fromSeconds]
        safeSeconds = span.fromSeconds
        stripLimit = staysPerStrip
    }

    /// Makes the parts of a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - id: What the page calls the run, see ``RunID``.
    ///   - emit: Called with each part when it is ready, strips first; all but `run`.
    /// - Returns: What the part `run` is made of, and what was counted.
    /// - Throws: ``RecordError``, or whatever `emit` throws.
    /// - Complexity: O(events + stays + 2,048 x GPUs).
    public static func make(
        _ record: RunRecord, id: String, emit: (Part) throws -> Void
    ) throws -> RunDescription {
        var parts = try RunParts(record, staysPerStrip: staysPerStrip)
        try parts.read(emit)
        return try parts.writeTables(id, emit)
    }

    /// Reads the record and gives its strips away.
    package mutating func read(_ emit: (Part) throws -> Void) throws {
        try record.forEachEvent { try take($0, emit) }
        rounds.finish()
        jobs.finish(atSeconds: span.toSeconds)
        try cut(atSeconds: span.toSeconds, isLast: true, emit)
    }

    /// The pyramid after the reading, for tests and pictures.
    package var finishedPyramid: Pyramid { pyramid }

    private mutating func take(_ event: RecordedEvent, _ emit: (Part) throws -> Void) throws {
        switch event {
        case .roundBegan(let round):
            if stays.pieceCount >= stripLimit && safeSeconds > stays.borderSeconds {
                try cut(atSeconds: safeSeconds, isLast: false, emit)
            }
            // Nothing that is still to come lies before the round that ends here.
            safeSeconds = round.nowSeconds
        default: stays.take(event)
        }
        rounds.take(event, record.classes)
        jobs.take(event)
    }

    private mutating func cut(
        atSeconds seconds: Double, isLast: Bool, _ emit: (Part) throws -> Void
    ) throws {
        let strip = stays.cut(atSeconds: seconds, isLast: isLast)
        pyramid.add(strip)
        let first = instants.count - 1
        let code = StripCode(strip, firstInstant: first)
        instants += code.instants
        let index = strips.count
        strips.append(
            StripDescription(
                fromSeconds: strip.fromSeconds, toSeconds: strip.toSeconds, firstInstant: first,
                stayCount: strip.stays.count))
        var writer = PartWriter(
            "stays",
            header: [
                ("strip", .int(index)), ("stayCount", .int(strip.stays.count)),
                ("gpuCount", .int(strip.gpuCount)), ("firstInstant", .int(first)),
            ])
        writer.add("stays", raw: code.bytes)
        try emit(Part(name: "stays/\(index)", bytes: writer.bytes))
    }

    private func writeTables(_ id: String, _ emit: (Part) throws -> Void) throws -> RunDescription {
        var times = PartWriter("times", header: [("rowCount", .int(instants.count))])
        times.add("seconds", instants)
        try emit(Part(name: "times", bytes: times.bytes))
        try emit(Part(name: "rounds", bytes: rounds.columns.part))
        try emit(Part(name: "jobs", bytes: jobs.part(toSeconds: span.toSeconds)))
        try emit(Part(name: "first", bytes: FirstPicture.part(pyramid)))
        return RunDescription(
            record: record, id: id, span: span, jobs: jobs, rounds: rounds,
            counts: (stays: stays.stayCount, instants: instants.count), strips: strips)
    }
}

/// Where a strip lies, for the list of them.
struct StripDescription {
    var fromSeconds: Double
    var toSeconds: Double
    var firstInstant: Int
    var stayCount: Int
}
