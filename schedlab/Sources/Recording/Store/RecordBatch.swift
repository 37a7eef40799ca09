private import TextFormats

/// The header in front of every batch of a record, 40 bytes; `docs/run-record.md` has the table.
struct RecordBatch: Equatable {
    /// What a batch holds; the numbers are part of the format.
    enum Kind: UInt8 {
        /// Where the run comes from, as JSON; the first batch.
        case provenance = 1
        /// Classes of jobs and texts that later batches refer to.
        case dictionary = 2
        /// Rounds.
        case rounds = 3
        /// Reasons for the batch of rounds just before.
        case reasons = 4
        /// The run's summary, as JSON.
        case summary = 5
        /// Headers of all batches before; the last batch of a complete record.
        case index = 6
        /// Answers of a policy in another process during the batch of rounds before.
        case answers = 7
    }

    static let headerBytes = 40
    private static let marker: UInt32 = 0x4843_5442
    private static let keyframeFlag: UInt8 = 1

    var kind: Kind
    /// Whether a batch of rounds begins with a whole state.
    var hasKeyframe = false
    var payloadBytes = 0
    /// Rounds before the batch.
    var firstRound = 0
    /// Rounds in the batch.
    var roundCount = 0
    /// Jobs that arrived before the batch.
    var firstJob = 0
    /// The clock at the beginning, in seconds.
    var startSeconds = 0.0
    /// The mechanism's number of the first round in the batch; of the last round before it if there is none.
    var firstLabel = 0
    var checksum: UInt32 = 0

    /// Writes the header for a payload, with the checksum over both.
    func headed(_ payload: [UInt8]) -> [UInt8] {
        var batch = self
        batch.payloadBytes = payload.count
        var writer = ByteWriter()
        batch.writeFields(to: &writer)
        var crc = CRC32()
        crc.update(writer.bytes)
        crc.update(payload)
        writer.word32(crc.value)
        writer.raw(payload)
        return writer.bytes
    }

    private func writeFields(to writer: inout ByteWriter) {
        writer.word32(Self.marker)
        writer.byte(kind.rawValue)
        writer.byte(hasKeyframe ? Self.keyframeFlag : 0)
        writer.raw([0, 0])
        for value in [payloadBytes, firstRound, roundCount, firstJob] {
            writer.word32(UInt32(truncatingIfNeeded: value))
        }
        writer.double(startSeconds)
        writer.word32(UInt32(truncatingIfNeeded: firstLabel))
    }

    /// Reads a header; nil when it is none.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard bytes.count >= Self.headerBytes, let marker = try? reader.word32(), marker == Self.marker,
            let kindByte = try? reader.byte(), let kind = Kind(rawValue: kindByte),
            let flags = try? reader.byte(), flags & ~Self.keyframeFlag == 0,
            (try? reader.byte()) == 0, (try? reader.byte()) == 0
        else { return nil }
        self.init(kind: kind)
        hasKeyframe = flags & Self.keyframeFlag != 0
        guard let payload = try? reader.word32(), let first = try? reader.word32(),
            let count = try? reader.word32(), let job = try? reader.word32(),
            let seconds = try? reader.double(), let label = try? reader.word32(),
            let checksum = try? reader.word32()
        else { return nil }
        payloadBytes = Int(payload)
        firstRound = Int(first)
        roundCount = Int(count)
        firstJob = Int(job)
        startSeconds = seconds
        firstLabel = Int(label)
        self.checksum = checksum
    }

    init(kind: Kind) { self.kind = kind }

    /// Whether header and payload are what was written.
    func isIntact(_ payload: [UInt8]) -> Bool {
        var writer = ByteWriter()
        writeFields(to: &writer)
        var crc = CRC32()
        crc.update(writer.bytes)
        crc.update(payload)
        return payload.count == payloadBytes && crc.value == checksum
    }
}
