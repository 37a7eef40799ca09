/// A record taken apart into its batches, so that one can be changed and all checksums be right again.
///
/// Written from `docs/run-record.md` alone: it shares no code with the reader that it attacks.
public struct RecordParts {
    /// A batch.
    public struct Batch {
        /// The 40 bytes before it; length and checksum are made anew.
        public var header: [UInt8]
        /// What it holds.
        public var payload: [UInt8]

        /// The kind, as its header says.
        public var kind: UInt8 { header[4] }

        /// Header and payload with the right length and checksum.
        var bytes: [UInt8] {
            var head = Array(header[..<8]) + RecordParts.word(payload.count, 4) + header[12..<36]
            head += RecordParts.word(Int(RecordParts.crc(head + payload)), 4)
            return head + payload
        }
    }

    /// The batches but the index.
    public var batches: [Batch] = []

    private static let headBytes = 16
    private static let headerBytes = 40
    private static let indexKind: UInt8 = 6

    /// Takes bytes apart as far as they are batches; what is not becomes part of the last payload.
    public init(_ bytes: [UInt8]) {
        var offset = Self.headBytes
        while offset + Self.headerBytes <= bytes.count {
            let header = Array(bytes[offset..<offset + Self.headerBytes])
            guard Array(header[..<4]) == Array("BTCH".utf8) else {
                if !batches.isEmpty { batches[batches.count - 1].payload += bytes[offset...] }
                return
            }
            let start = offset + Self.headerBytes
            let end = min(start + Self.number(header[8..<12]), bytes.count)
            if header[4] != Self.indexKind {
                batches.append(Batch(header: header, payload: Array(bytes[start..<end])))
            }
            offset = end
        }
    }

    /// A complete record with an index.
    public var assembled: [UInt8] {
        var bytes = Self.head
        var index: [UInt8] = []
        for batch in batches {
            let all = batch.bytes
            index += Self.word(bytes.count, 8) + all[..<Self.headerBytes]
            bytes += all
        }
        let offset = bytes.count
        let header = Array("BTCH".utf8) + [Self.indexKind] + Array(repeating: 0, count: 35)
        return bytes + Batch(header: header, payload: index).bytes + Self.word(offset, 8)
            + Array("SCHEDEND".utf8)
    }

    /// The bytes with right checksums and all else left as it is: lengths, offsets and the index may be wild.
    public static func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        bytes.replaceSubrange(..<min(headBytes, bytes.count), with: head)
        var offset = headBytes
        while offset + headerBytes <= bytes.count {
            let start = offset + headerBytes
            let end = min(start + number(bytes[offset + 8..<offset + 12]), bytes.count)
            let sum = crc(Array(bytes[offset..<offset + 36]) + bytes[start..<end])
            bytes.replaceSubrange(offset + 36..<start, with: word(Int(sum), 4))
            offset = end
        }
        return bytes
    }

    private static var head: [UInt8] { Array("SCHEDREC".utf8) + word(1, 4) + word(0, 4) }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func word(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var state: UInt32 = 0xFFFF_FFFF
        for byte in bytes { state = state >> 8 ^ table[Int((state ^ UInt32(byte)) & 0xFF)] }
        return ~state
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
}
