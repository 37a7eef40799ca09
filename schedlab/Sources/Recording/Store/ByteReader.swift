/// Takes numbers and texts out of bytes; the counterpart of ``ByteWriter``.
struct ByteReader {
    /// Why bytes cannot be what they should be.
    struct Damage: Error, Equatable {
        /// What is wrong, in words.
        let problem: String
    }

    private let bytes: [UInt8]
    private(set) var position: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
    }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func byte() throws(Damage) -> UInt8 {
        guard position < bytes.count else { throw Damage(problem: "it ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func varint() throws(Damage) -> Int {
        var value: UInt = 0
        var shift: UInt = 0
        while true {
            let next = try byte()
            guard shift < 64 else { throw Damage(problem: "a number has more than 64 bits") }
            value |= UInt(next & 0x7F) << shift
            if next < 0x80 { return Int(bitPattern: value) }
            shift += 7
        }
    }

    /// A count of things that take at least a bit each, so that damage cannot ask for all memory.
    mutating func count(atMost limit: Int = .max) throws(Damage) -> Int {
        let value = try varint()
        guard value >= 0, value <= min(limit, 8 * bytes.count + 64) else {
            throw Damage(problem: "a count is \(value)")
        }
        return value
    }

    /// A number below a limit, for indices.
    mutating func index(below limit: Int) throws(Damage) -> Int {
        let value = try varint()
        guard value >= 0, value < limit else {
            throw Damage(problem: "an index is \(value), expected less than \(limit)")
        }
        return value
    }

    mutating func signed() throws(Damage) -> Int {
        let value = UInt(bitPattern: try varint())
        return Int(bitPattern: value >> 1) ^ -Int(bitPattern: value & 1)
    }

    mutating func double() throws(Damage) -> Double { Double(bitPattern: try word64()) }

    mutating func double(near expected: Double) throws(Damage) -> Double {
        let code = try varint()
        if code == 0 { return try double() }
        let zigzag = UInt64(bitPattern: Int64(code - 1))
        let distance = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
        return Double(bitPattern: UInt64(bitPattern: Int64(bitPattern: expected.bitPattern) &+ distance))
    }

    mutating func text() throws(Damage) -> String {
        let length = try count()
        guard length <= bytes.count - position else { throw Damage(problem: "a text ends too early") }
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    mutating func word32() throws(Damage) -> UInt32 {
        var value: UInt32 = 0
        for shift in stride(from: 0, to: 32, by: 8) { value |= UInt32(try byte()) << UInt32(shift) }
        return value
    }

    mutating func word64() throws(Damage) -> UInt64 {
        guard bytes.count - position >= 8 else { throw Damage(problem: "it ends too early") }
        var value: UInt64 = 0
        for offset in 0..<8 { value |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
        position += 8
        return value
    }

    /// Numbers of these many bits each; see ``ByteWriter/bits(_:)``.
    mutating func bits(widths: [Int]) throws(Damage) -> [Int] {
        let total = (widths.reduce(0, +) + 7) / 8
        guard total <= bytes.count - position else { throw Damage(problem: "a table of bits ends too early") }
        var values: [Int] = []
        values.reserveCapacity(widths.count)
        var pending: UInt64 = 0
        var filled = 0
        var next = position
        for width in widths {
            while filled < width {
                pending |= UInt64(bytes[next]) << UInt64(filled)
                next += 1
                filled += 8
            }
            values.append(Int(pending & ((1 << UInt64(width)) - 1)))
            pending >>= UInt64(width)
            filled -= width
        }
        position += total
        return values
    }
}
