private import Foundation
private import Kit

/// A record of a run, open for reading; the file is mapped, batches are read as they are needed.
public struct RunRecord {
    /// The first eight bytes of a record.
    static let magic = Array("SCHEDREC".utf8)
    /// The last eight bytes of a complete record.
    static let endMagic = Array("SCHEDEND".utf8)
    private static let headBytes = 16
    private static let trailerBytes = 16

    /// The file.
    public let path: String
    /// Where the run comes from.
    public let provenance: RunProvenance
    /// Classes of jobs.
    public let classes: [RecordedClass]
    /// The run's summary as JSON; nil when the run did not get so far.
    public let summary: String?
    /// Whether the run ended as it should and the record was completed.
    public let isComplete: Bool
    /// Bytes after the last complete batch, which are ignored; 0 for complete records.
    public let ignoredByteCount: Int

    private let data: Data
    private let objectives: [String]
    /// Batches of rounds, in order, with the batch of reasons that follows.
    private let rounds: [(offset: Int, batch: RecordBatch, reasonsOffset: Int?, reasons: RecordBatch?)]

    /// Opens a record, or that of a folder (`DIR/run.record`).
    ///
    /// - Throws: `FileError` or ``RecordError``.
    public init(path: String) throws {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let file = exists && isFolder.boolValue ? path + "/" + Self.fileName : path
        self.path = file
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file), options: .alwaysMapped)
        } catch {
            throw FileError.cannotRead(
                path: file, reason: exists ? "no record there" : "there is no such file")
        }
        try Self.checkHead(data, path: file)
        let (headers, isComplete, end) = Self.headers(data)
        self.isComplete = isComplete
        ignoredByteCount = isComplete ? 0 : data.count - end
        guard let first = headers.first, first.batch.kind == .provenance,
            let bytes = Self.payload(data, first.offset, first.batch)
        else { throw RecordError.empty(path: file) }
        do {
            provenance = try RunProvenance(json: bytes)
        } catch {
            throw RecordError.damaged(path: file, offset: first.offset, problem: "\(error)")
        }
        var classes: [RecordedClass] = []
        var objectives: [String] = []
        for (offset, batch) in headers where batch.kind == .dictionary {
            guard let bytes = Self.payload(data, offset, batch) else {
                throw RecordError.damaged(path: file, offset: offset, problem: "its checksum is wrong")
            }
            do {
                try DictionaryCode.read(bytes, classes: &classes, objectives: &objectives)
            } catch { throw RecordError.damaged(path: file, offset: offset, problem: error.problem) }
        }
        self.classes = classes
        self.objectives = objectives
        let last = headers.last { $0.batch.kind == .summary }
        if let last, let bytes = Self.payload(data, last.offset, last.batch) {
            summary = String(decoding: bytes, as: UTF8.self)
        } else if let last {
            throw RecordError.damaged(path: file, offset: last.offset, problem: "its checksum is wrong")
        } else {
            summary = nil
        }
        rounds = Self.pairs(headers)
    }

    /// Whether a file is a record, whole or just begun, as far as its first bytes tell.
    public static func isOne(path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        let head = Array((try? file.read(upToCount: magic.count)) ?? Data())
        return head == magic
    }

    /// Name of a record in a folder.
    public static let fileName = "run.record"

    /// Rounds in the record.
    public var roundCount: Int { rounds.last.map { $0.batch.firstRound + $0.batch.roundCount } ?? 0 }

    /// Size of the file in bytes.
    public var byteCount: Int { data.count }

    /// Bytes of reasons with their headers, for whoever wants to know what they cost.
    public var reasonByteCount: Int {
        rounds.reduce(0) { $0 + ($1.reasons.map { $0.payloadBytes + RecordBatch.headerBytes } ?? 0) }
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

    private func keyframe(before label: Int) -> Int {
        keyframe(atOrBefore: max(firstBatch { $0.firstLabel >= label } - 1, 0))
    }

    /// Binary search for the first batch that fulfils a condition which later ones fulfil, too.
    private func firstBatch(_ isAfter: (RecordBatch) -> Bool) -> Int {
        var low = 0
        var high = rounds.count
        while low < high {
            let middle = (low + high) / 2
            if isAfter(rounds[middle].batch) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func keyframe(atOrBefore batch: Int) -> Int {
        var batch = min(batch, rounds.count - 1)
        while batch > 0 && !rounds[batch].batch.hasKeyframe { batch -= 1 }
        return max(batch, 0)
    }

    private func read(
        fromBatch first: Int, withReasons: Bool = false, wantsEvents: Bool = true,
        until shouldStop: (RecordedRound) -> Bool, _ visit: (RecordedEvent) throws -> Void
    ) throws -> RecordState {
        var state = RecordState(
            layout: provenance.layout, roundSeconds: provenance.roundSeconds,
            secondsPerMove: provenance.secondsPerMove)
        state.classes = classes
        state.jobLimit = data.count
        var decoder = FrameDecoder(state: state, objectives: objectives, wantsEvents: wantsEvents)
        for entry in rounds.dropFirst(first) {
            guard let bytes = Self.payload(data, entry.offset, entry.batch) else {
                throw RecordError.damaged(path: path, offset: entry.offset, problem: "its checksum is wrong")
            }
            var reasons: ReasonDecoder?
            if withReasons, let offset = entry.reasonsOffset, let batch = entry.reasons {
                guard let bytes = Self.payload(data, offset, batch) else {
                    throw RecordError.damaged(path: path, offset: offset, problem: "its checksum is wrong")
                }
                reasons = ReasonDecoder(bytes, selection: provenance.reasons)
            }
            do {
                let goesOn = try decoder.read(
                    bytes, hasKeyframe: entry.batch.hasKeyframe, reasons: &reasons, shouldStop: shouldStop,
                    emit: visit)
                if !goesOn { break }
            } catch let damage as ByteReader.Damage {
                throw RecordError.damaged(path: path, offset: entry.offset, problem: damage.problem)
            }
        }
        return decoder.state
    }

    // MARK: The file

    private static func checkHead(_ data: Data, path: String) throws(RecordError) {
        let head = [UInt8](data.prefix(headBytes))
        guard head.count == headBytes else {
            if magic.starts(with: head.prefix(8)) { throw .empty(path: path) }
            throw .notARecord(path: path, found: described(head))
        }
        guard Array(head[..<8]) == magic else { throw .notARecord(path: path, found: described(head)) }
        var reader = ByteReader(Array(head[8...]))
        let version = Int((try? reader.word32()) ?? 0)
        guard version == RunProvenance.formatVersion else {
            throw .unknownVersion(path: path, found: version, supported: RunProvenance.formatVersion)
        }
    }

    private static func described(_ head: [UInt8]) -> String {
        let text = String(decoding: head.prefix(8), as: UTF8.self)
        let isText = text.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 32 }
        return isText ? "'\(text)'" : "bytes that are no text"
    }

    /// All headers: from the index of a complete record, else from batch to batch.
    private static func headers(
        _ data: Data
    ) -> (headers: [(offset: Int, batch: RecordBatch)], isComplete: Bool, end: Int) {
        if let headers = indexedHeaders(data) { return (headers, true, data.count) }
        var headers: [(Int, RecordBatch)] = []
        var offset = headBytes
        while let batch = header(data, offset), batch.kind != .index,
            offset + RecordBatch.headerBytes + batch.payloadBytes <= data.count
        {
            let end = offset + RecordBatch.headerBytes + batch.payloadBytes
            // Only the last batch can be half written; its checksum tells.
            if header(data, end) == nil, payload(data, offset, batch) == nil { break }
            headers.append((offset, batch))
            offset = end
        }
        return (headers, false, offset)
    }

    private static func indexedHeaders(_ data: Data) -> [(offset: Int, batch: RecordBatch)]? {
        let trailer = [UInt8](data.suffix(trailerBytes))
        guard trailer.count == trailerBytes, Array(trailer[8...]) == endMagic else { return nil }
        var reader = ByteReader(trailer)
        guard let offset = (try? reader.word64()).flatMap({ Int(exactly: $0) }),
            let index = header(data, offset), index.kind == .index, let bytes = payload(data, offset, index)
        else { return nil }
        let size = RecordBatch.headerBytes + 8
        return stride(from: 0, to: bytes.count - size + 1, by: size).compactMap { start in
            var reader = ByteReader(Array(bytes[start..<start + 8]))
            guard let offset = (try? reader.word64()).flatMap({ Int(exactly: $0) }),
                let batch = RecordBatch(Array(bytes[start + 8..<start + size]))
            else { return nil }
            return (offset, batch)
        }
    }

    private static func header(_ data: Data, _ offset: Int) -> RecordBatch? {
        guard offset >= 0, offset <= data.count - RecordBatch.headerBytes else { return nil }
        let start = data.startIndex + offset
        return RecordBatch([UInt8](data[start..<start + RecordBatch.headerBytes]))
    }

    /// The bytes of a batch; nil when they are not what was written.
    private static func payload(_ data: Data, _ offset: Int, _ batch: RecordBatch) -> [UInt8]? {
        let start = offset + RecordBatch.headerBytes
        guard start + batch.payloadBytes <= data.count, header(data, offset) == batch else { return nil }
        let bytes = [UInt8](data[data.startIndex + start..<data.startIndex + start + batch.payloadBytes])
        return batch.isIntact(bytes) ? bytes : nil
    }

    private static func pairs(
        _ headers: [(offset: Int, batch: RecordBatch)]
    ) -> [(offset: Int, batch: RecordBatch, reasonsOffset: Int?, reasons: RecordBatch?)] {
        var pairs: [(offset: Int, batch: RecordBatch, reasonsOffset: Int?, reasons: RecordBatch?)] = []
        for (offset, batch) in headers {
            if batch.kind == .rounds {
                pairs.append((offset, batch, nil, nil))
            } else if batch.kind == .reasons, !pairs.isEmpty {
                pairs[pairs.count - 1].reasonsOffset = offset
                pairs[pairs.count - 1].reasons = batch
            }
        }
        return pairs
    }
}
