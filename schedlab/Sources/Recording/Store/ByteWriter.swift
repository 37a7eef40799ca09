/// Puts numbers and texts into bytes; the forms are those of `docs/run-record.md`, section "Numbers".
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func raw(_ other: [UInt8]) { bytes += other }

    /// Seven bits a byte, lowest first, the top bit set on all but the last.
    mutating func varint(_ value: Int) {
        var rest = UInt(bitPattern: value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Signed numbers with small magnitudes: 0, -1, 1, -2 become 0, 1, 2, 3.
    mutating func signed(_ value: Int) { varint((value << 1) ^ (value >> 63)) }

    /// Eight bytes, lowest first.
    mutating func double(_ value: Double) { word64(value.bitPattern) }

    /// A number that is probably close to another: the distance of their bit patterns.
    mutating func double(_ value: Double, near expected: Double) {
        let distance = Int64(bitPattern: value.bitPattern) &- Int64(bitPattern: expected.bitPattern)
        let zigzag = UInt64(bitPattern: (distance << 1) ^ (distance >> 63))
        if zigzag < Self.nearLimit {
            varint(Int(zigzag) + 1)
        } else {
            byte(0)
            double(value)
        }
    }

    /// Distances from here on take no fewer bytes than the number itself.
    private static let nearLimit: UInt64 = 1 << 55

    mutating func text(_ text: String) {
        let utf8 = Array(text.utf8)
        varint(utf8.count)
        bytes += utf8
    }

    mutating func word32(_ value: UInt32) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func word64(_ value: UInt64) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Numbers of a few bits each, lowest bit first, padded to whole bytes at the end.
    mutating func bits(_ values: [(value: UInt64, width: Int)]) {
        var pending: UInt64 = 0
        var filled = 0
        for (value, width) in values {
            pending |= value << UInt64(filled)
            filled += width
            while filled >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                filled -= 8
            }
        }
        if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    }

    /// Bits that hold every number below a limit.
    static func width(below limit: Int) -> Int {
        limit <= 1 ? 0 : Int.bitWidth - (limit - 1).leadingZeroBitCount
    }
}
