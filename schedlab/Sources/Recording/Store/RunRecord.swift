private import Cluster
private import Foundation
private import Kit

/// A record of a run, open for reading; batches are read as they are needed.
public struct RunRecord: Sendable {
    /// The first eight bytes of a record.
    static let magic = Array("SCHEDREC".utf8)
    /// The last eight bytes of a complete record.
    static let endMagic = Array("SCHEDEND".utf8)

    /// The file.
    public let path: String
    /// Where the run comes from.
    public let provenance: RunProvenance
    /// The first batch as it stands in the file: JSON that tells runs apart.
    public let provenanceBytes: [UInt8]
    /// Classes of jobs.
    public let classes: [RecordedClass]
    /// The run's summary as JSON; nil when the run did not get so far.
    public let summary: String?
    /// Whether the run ended as it should and the record was completed.
    public let isComplete: Bool
    /// Bytes after the last complete batch, which are ignored; 0 for complete records.
    public let ignoredByteCount: Int

    private let file: RecordFile
    private let objectives: [String]
    /// Batches of rounds, in order, with the batch of reasons that follows.
    private let rounds: [RoundBatches]

    private struct RoundBatches: Sendable {
        var rounds: RecordFile.Entry
        var reasons: RecordFile.Entry?
    }

    /// Opens a record, or that of a folder (`DIR/run.record`).
    ///
    /// - Throws: `FileError` or ``RecordError``.
    public init(path: String) throws {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let path = exists && isFolder.boolValue ? path + "/" + Self.fileName : path
        try self.init(try RecordFile(path: path))
    }

    /// Reads a record that is in memory; `name` stands for its path in errors.
    ///
    /// - Throws: ``RecordError``.
    package init(bytes: [UInt8], name: String) throws {
        try self.init(RecordFile(bytes: bytes, path: name))
    }

    private init(_ file: RecordFile) throws {
        self.file = file
        path = file.path
        try file.checkHead()
        let (entries, isComplete, end) = try file.entries()
        self.isComplete = isComplete
        ignoredByteCount = isComplete ? 0 : file.byteCount - end
        guard let first = entries.first, first.batch.kind == .provenance,
            let bytes = try? file.payload(first)
        else { throw RecordError.empty(path: path) }
        provenanceBytes = bytes
        do {
            provenance = try RunProvenance(json: bytes)
        } catch {
            throw RecordError.damaged(path: path, offset: first.offset, problem: "\(error)")
        }
        let typeCount = provenance.layout.types.count
        var classes: [RecordedClass] = []
        var objectives: [String] = []
        for entry in entries where entry.batch.kind == .dictionary {
            let bytes = try file.payload(entry)
            do {
                try DictionaryCode.read(
                    bytes, typeCount: typeCount, classes: &classes, objectives: &objectives)
            } catch { throw file.damaged(entry.offset, error.problem) }
        }
        self.classes = classes
        self.objectives = objectives
        summary = try entries.last { $0.batch.kind == .summary }.map {
            String(decoding: try file.payload($0), as: UTF8.self)
        }
        rounds = Self.pairs(entries)
    }

    private static func pairs(_ entries: [RecordFile.Entry]) -> [RoundBatches] {
        var pairs: [RoundBatches] = []
        for entry in entries {
            if entry.batch.kind == .rounds {
                pairs.append(RoundBatches(rounds: entry))
            } else if entry.batch.kind == .reasons, !pairs.isEmpty {
                pairs[pairs.count - 1].reasons = entry
            }
        }
        return pairs
    }

    /// Whether a file is a record, whole or just begun, as far as its first bytes tell.
    public static func isOne(path: String) -> Bool {
        TextFile.head(path, byteCount: magic.count) == magic
    }

    /// Name of a record in a folder.
    public static let fileName = "run.record"

    /// Rounds in the record.
    public var roundCount: Int {
        rounds.last.map { $0.rounds.batch.firstRound + $0.rounds.batch.roundCount } ?? 0
    }

    /// SHA-256 of the kinds, lengths and checksums of all batches: equal records, equal digests.
    ///
    /// - Throws: ``RecordError`` when the file has changed.
    public func contentDigest() throws -> String {
        var digest = SHA256()
        for entry in try file.entries().entries {
            let facts = [
                UInt64(entry.batch.kind.rawValue), UInt64(entry.byteCount), UInt64(entry.batch.checksum),
            ]
            for fact in facts { withUnsafeBytes(of: fact.littleEndian) { digest.update(Array($0)) } }
        }
        return digest.hexDigest()
    }

    /// Size of the file in bytes.
    public var byteCount: Int { file.byteCount }

    /// Bytes of reasons with their headers, for whoever wants to know what they cost.
    public var reasonByteCount: Int {
        rounds.reduce(0) { $0 + ($1.reasons?.byteCount ?? 0) }
    }

    /// The answers of a policy in another process, in order; empty for others.
    ///
    /// - Throws: ``RecordError/damaged(path:offset:problem:)``.
    public func answers() throws -> [[UInt8]] {
        var answers: [[UInt8]] = []
        for entry in try file.entries().entries where entry.batch.kind == .answers {
            var reader = ByteReader(try file.payload(entry))
            do {
                while !reader.isAtEnd { answers.append(Array(try reader.text().utf8)) }
            } catch { throw file.damaged(entry.offset, error.problem) }
        }
        return answers
    }

    // MARK: Reading

    /// Goes through the events of the whole run, in order.
    ///
    /// - Parameters:
    ///   - withReasons: Whether to read the reasons, too.
    ///   - visit: Called with each event.
    /// - Throws: ``RecordError/damaged(path:offset:problem:)``, or whatever `visit` throws.
    public func forEachEvent(withReasons: Bool = false, _ visit: (RecordedEvent) throws -> Void) throws {
        _ = try read(fromBatch: 0, withReasons: withReasons, until: { _ in false }, visit)
    }

    /// The state at a time: what ran, what waited, after everything that had happened by then.
    ///
    /// - Parameter seconds: On the run's clock.
    /// - Returns: The state at the end of the last round that began by then.
    /// - Complexity: O(log n) in the length of the run, and linear in the number of active jobs.
    /// - Throws: ``RecordError/damaged(path:offset:problem:)``.
    public func state(atSeconds seconds: Double) throws -> RecordState {
        let batch = firstBatch { $0.startSeconds > seconds }
        // Events inside the last round may lie after the time: the state is that of the round's beginning.
        return try read(
            fromBatch: keyframe(atOrBefore: max(batch - 1, 0)), wantsEvents: false,
            until: { $0.nowSeconds > seconds }, { _ in })
    }

    /// What was there at a time, exactly: the state before the last round that began by then, and what happened from that
    /// round's beginning up to the time.
    ///
    /// - Parameter seconds: On the run's clock.
    /// - Returns: The state, the events with their reasons, and the last queue that was decided since the last whole
    ///   state; no round when none had begun.
    /// - Complexity: O(log n) in the length of the run, and linear in the number of active jobs.
    /// - Throws: ``RecordError/damaged(path:offset:problem:)``.
    package func moment(atSeconds seconds: Double) throws -> RecordedMoment {
        let batch = firstBatch { $0.startSeconds > seconds }
        let start = keyframe(atOrBefore: max(batch - 1, 0))
        var lastSeconds = Double.infinity
        _ = try read(
            fromBatch: start, wantsEvents: false,
            until: { round in
                if round.nowSeconds <= seconds { lastSeconds = round.nowSeconds }
                return round.nowSeconds > seconds
            }, { _ in })
        let before = try read(
            fromBatch: start, wantsEvents: false, until: { $0.nowSeconds >= min(lastSeconds, seconds) },
            { _ in })
        var moment = RecordedMoment(before: before)
        var isInside = false
        _ = try read(
            fromBatch: start, withReasons: true, until: { $0.nowSeconds > seconds },
            { event in
                if case .roundBegan(let round) = event {
                    isInside = round.nowSeconds >= lastSeconds
                    moment.round = round
                }
                if case .decided(let decided) = event, decided.nowSeconds <= seconds {
                    moment.queue = decided.queue ?? moment.queue
                }
                if isInside { moment.events.append(event) }
            })
        return moment
    }

    /// Goes through the events up to the end of the rounds with a number, from a whole state before them on.
    ///
    /// - Parameters:
    ///   - label: The mechanism's number of the round.
    ///   - fromStart: Whether to begin at the beginning of the run instead.
    ///   - withReasons: Whether to read the reasons, too.
    ///   - visit: Called with each event, and whether it belongs to a round of that number.
    /// - Returns: False when there is no such round.
    /// - Throws: ``RecordError/damaged(path:offset:problem:)``, or whatever `visit` throws.
    public func forEachEvent(
        upToRound label: Int, fromStart: Bool = false, withReasons: Bool = true,
        _ visit: (RecordedEvent, _ isInRound: Bool) throws -> Void
    ) throws -> Bool {
        var isInside = false
        var wasThere = false
        _ = try read(
            fromBatch: fromStart ? 0 : keyframe(before: label), withReasons: withReasons,
            until: { $0.round > label },
            { event in
                if case .roundBegan(let round) = event { isInside = round.round == label }
                wasThere = wasThere || isInside
                try visit(event, isInside)
            })
        return wasThere
    }

    /// The state just before the first round with a number.
    ///
    /// - Parameter label: The mechanism's number of the round.
    /// - Returns: The state; that at the end of the run when there is no such round.
    /// - Complexity: O(log n) in the length of the run, and linear in the number of active jobs.
    /// - Throws: ``RecordError/damaged(path:offset:problem:)``.
    public func state(beforeRound label: Int) throws -> RecordState {
        try read(
            fromBatch: keyframe(before: label), wantsEvents: false, until: { $0.round >= label }, { _ in })
    }

    /// Goes through the events of the whole run with their reasons, and shows the state before chosen rounds.
    ///
    /// - Parameters:
    ///   - labels: Numbers of the rounds.
    ///   - visitState: Called with the state before the first of the rounds with such a number.
    ///   - visit: Called with each event.
    /// - Throws: ``RecordError/damaged(path:offset:problem:)``, or whatever `visit` throws.
    package func forEachEvent(
        withStatesBefore labels: Set<Int>, _ visitState: (RecordState) -> Void,
        _ visit: (RecordedEvent) throws -> Void
    ) throws {
        var last: Int?
        _ = try read(
            fromBatch: 0, withReasons: true, wantsEvents: true,
            untilState: { round, state in
                if round.round != last && labels.contains(round.round) { visitState(state) }
                last = round.round
                return false
            }, visit)
    }

    private func keyframe(before label: Int) -> Int {
        keyframe(atOrBefore: max(firstBatch { $0.firstLabel >= label } - 1, 0))
    }

    /// Binary search for the first batch that fulfils a condition which later ones fulfil, too.
    private func firstBatch(_ isAfter: (RecordBatch) -> Bool) -> Int {
        var low = 0
        var high = rounds.count
        while low < high {
            let middle = (low + high) / 2
            if isAfter(rounds[middle].rounds.batch) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func keyframe(atOrBefore batch: Int) -> Int {
        var batch = min(batch, rounds.count - 1)
        while batch > 0 && !rounds[batch].rounds.batch.hasKeyframe { batch -= 1 }
        return max(batch, 0)
    }

    private func read(
        fromBatch first: Int, withReasons: Bool = false, wantsEvents: Bool = true,
        until shouldStop: (RecordedRound) -> Bool, _ visit: (RecordedEvent) throws -> Void
    ) throws -> RecordState {
        try read(
            fromBatch: first, withReasons: withReasons, wantsEvents: wantsEvents,
            untilState: { round, _ in shouldStop(round) }, visit)
    }

    private func read(
        fromBatch first: Int, withReasons: Bool, wantsEvents: Bool,
        untilState shouldStop: (RecordedRound, RecordState) -> Bool,
        _ visit: (RecordedEvent) throws -> Void
    ) throws -> RecordState {
        var state = RecordState(
            layout: provenance.layout, roundSeconds: provenance.roundSeconds,
            secondsPerMove: provenance.secondsPerMove)
        state.classes = classes
        // A job that arrives takes three bytes at least.
        state.jobLimit = file.byteCount / 3
        var decoder = FrameDecoder(state: state, objectives: objectives, wantsEvents: wantsEvents)
        decoder.startsAnywhere = first > 0
        for entry in rounds.dropFirst(first) {
            let bytes = try file.payload(entry.rounds)
            var reasons: ReasonDecoder?
            if withReasons, let entry = entry.reasons {
                reasons = ReasonDecoder(
                    try file.payload(entry), selection: provenance.reasons, layout: provenance.layout)
            }
            do {
                let goesOn = try decoder.read(
                    bytes, hasKeyframe: entry.rounds.batch.hasKeyframe, reasons: &reasons,
                    shouldStop: shouldStop, emit: visit)
                if !goesOn { break }
            } catch let damage as ByteReader.Damage {
                throw file.damaged(entry.rounds.offset, damage.problem)
            }
        }
        return decoder.state
    }
}
