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
    /// Most stays of the first strip; each one after it may hold twice as many, so that there is soon something to look at.
    private static let staysOfFirstStrip = 125_000

    private let record: RunRecord
    private let span: RunSpan
    private var stays: StayBook
    private var pyramid: Pyramid
    private var rounds: RoundBook
    private var jobs: JobColumns
    private var instants: [Double]
    private var strips: [StripDescription] = []
    private var safeSeconds: Double
    private let staysPerStrip: Int

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
        self.staysPerStrip = staysPerStrip
    }

    /// Makes the parts of a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - id: What the page calls the run, see ``RunID``.
    ///   - wantsSoFar: Asked after each strip but the last with the number of strips that there are: whether the run
    ///     up to there is wanted.
    ///   - emit: Called with each part when it is ready, strips first; all but `run`.
    /// - Returns: What the part `run` is made of, and what was counted.
    /// - Throws: ``RecordError``, or whatever `emit` throws.
    /// - Complexity: O(events + stays + 2,048 x GPUs), and O(rounds + jobs + instants) each time that the run so far
    ///   is wanted.
    public static func make(
        _ record: RunRecord, id: String, wantsSoFar: (Int) -> Bool = { _ in false },
        emit: (Part) throws -> Void
    ) throws -> RunDescription {
        var parts = try RunParts(record, staysPerStrip: staysPerStrip)
        try parts.read(
            afterStrip: { soFar in
                guard wantsSoFar(soFar.strips.count) else { return }
                try emit(soFar.partSoFar(id))
            }, emit)
        return try parts.writeTables(id, emit)
    }

    /// Reads the record and gives its strips away.
    ///
    /// - Parameters:
    ///   - afterStrip: Called after each strip but the last one.
    ///   - emit: Called with each strip.
    /// - Throws: ``RecordError``, or whatever the two throw.
    package mutating func read(
        afterStrip: (RunParts) throws -> Void = { _ in }, _ emit: (Part) throws -> Void
    ) throws {
        try record.forEachEvent { try take($0, afterStrip, emit) }
        rounds.finish()
        jobs.finish(atSeconds: span.toSeconds)
        try cut(atSeconds: span.toSeconds, isLast: true, emit)
    }

    /// The pyramid after the reading, for tests and pictures.
    package var finishedPyramid: Pyramid { pyramid }

    private mutating func take(
        _ event: RecordedEvent, _ afterStrip: (RunParts) throws -> Void, _ emit: (Part) throws -> Void
    ) throws {
        switch event {
        case .roundBegan(let round):
            if stays.pieceCount >= stripLimit && safeSeconds > stays.borderSeconds {
                try cut(atSeconds: safeSeconds, isLast: false, emit)
                try afterStrip(self)
            }
            // Nothing that is still to come lies before the round that ends here.
            safeSeconds = round.nowSeconds
        default: stays.take(event)
        }
        rounds.take(event, record.classes)
        jobs.take(event)
    }

    private var stripLimit: Int { min(staysPerStrip, Self.staysOfFirstStrip << min(strips.count, 16)) }

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
        try emit(Part(name: "times", bytes: timesPart))
        try emit(Part(name: "rounds", bytes: rounds.columns.part))
        try emit(Part(name: "jobs", bytes: jobs.part(toSeconds: span.toSeconds)))
        try emit(Part(name: "first", bytes: FirstPicture.part(pyramid)))
        return RunDescription(
            record: record, id: id, span: span, jobs: jobs, rounds: rounds,
            counts: (stays: stays.stayCount, instants: instants.count), strips: strips)
    }
}

extension RunParts {
    private var timesPart: [UInt8] {
        var times = PartWriter("times", header: [("rowCount", .int(instants.count))])
        times.add("seconds", instants)
        return times.bytes
    }

    /// The run up to the last strip's end, in one part: `run`, `times`, `rounds` and `jobs` as they would be were this
    /// all of it, but for its end.
    ///
    /// - Parameter id: What the page calls the run.
    /// - Returns: The part.
    package func partSoFar(_ id: String) -> Part {
        var (rounds, jobs) = (rounds, jobs)
        rounds.finish()
        jobs.finish(atSeconds: safeSeconds)
        let description = RunDescription(
            record: record, id: id, span: span, jobs: jobs, rounds: rounds,
            counts: (stays: stays.stayCount, instants: instants.count), strips: strips,
            readToSeconds: safeSeconds)
        var writer = PartWriter(
            "so-far", header: [("isWhole", .bool(false)), ("strips", .int(strips.count))])
        writer.add("run", raw: description.part().bytes)
        writer.add("times", raw: timesPart)
        writer.add("rounds", raw: rounds.columns.part)
        writer.add("jobs", raw: jobs.part(toSeconds: safeSeconds))
        return Part(name: Self.soFarName, bytes: writer.bytes)
    }

    /// Name of the part that tells of a run whose record is still being read.
    public static let soFarName = "so-far"

    /// What ``soFarName`` is once everything has been read: the other parts are all there.
    public static var wholePart: Part {
        Part(name: soFarName, bytes: PartWriter(soFarName, header: [("isWhole", .bool(true))]).bytes)
    }
}

/// Where a strip lies, for the list of them.
struct StripDescription {
    var fromSeconds: Double
    var toSeconds: Double
    var firstInstant: Int
    var stayCount: Int
}
