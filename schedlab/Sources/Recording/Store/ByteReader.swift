/// Takes numbers and texts out of bytes of a file; the counterpart of ``ByteWriter``.
///
/// This is the only way to a number of a record, and it never traps: whoever asks says what is legal, and gets
/// ``Damage`` where the bytes say something else. Numbers come as indices below a limit, as counts of things that
/// still fit into the bytes left, as distances from a known place, or as finite times.
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

    /// Bytes that were not read yet.
    var restCount: Int { bytes.count - position }

    mutating func byte() throws(Damage) -> UInt8 {
        guard position < bytes.count else { throw Damage(problem: "it ends too early") }
        defer { position += 1 }
        return bytes[position]
    }

    // MARK: Whole numbers

    /// Seven bits a byte, whatever they say; callers say what is legal.
    private mutating func varint() throws(Damage) -> UInt {
        var value: UInt = 0
        var shift: UInt = 0
        while true {
            let next = try byte()
            guard shift < 63 || (shift == 63 && next < 2) else {
                throw Damage(problem: "a number has more than 64 bits")
            }
            value |= UInt(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    /// All 64 bits of a number, for codes with flags.
    mutating func code() throws(Damage) -> UInt { try varint() }

    /// How many things follow.
    ///
    /// - Parameters:
    ///   - limit: How many there can be at most.
    ///   - thingsPerByte: How many of them a byte can hold: the bytes left must have room for all.
    /// - Returns: A count that may be trusted with memory.
    /// - Throws: ``Damage`` when there cannot be so many.
    mutating func count(atMost limit: Int = .max, thingsPerByte: Int = 1) throws(Damage) -> Int {
        let value = try varint()
        let room = restCount.multipliedReportingOverflow(by: thingsPerByte)
        guard value <= UInt(max(0, min(limit, room.overflow ? .max : room.partialValue))) else {
            throw Damage(problem: "a count is \(value), of which the \(restCount) bytes left hold fewer")
        }
        return Int(value)
    }

    /// A number below a limit, for indices.
    mutating func index(below limit: Int) throws(Damage) -> Int {
        let value = try varint()
        guard limit > 0, value < UInt(limit) else {
            throw Damage(problem: "an index is \(value), expected less than \(limit)")
        }
        return Int(value)
    }

    /// A number that stands for itself and makes no room for anything.
    mutating func amount(in range: ClosedRange<Int> = 0...Int.max) throws(Damage) -> Int {
        let value = try varint()
        guard let amount = Int(exactly: value), range.contains(amount) else {
            throw Damage(
                problem: "a number is \(value), expected \(range.lowerBound) to \(range.upperBound)")
        }
        return amount
    }

    /// A place told by its signed distance from another.
    mutating func place(from other: Int, in range: ClosedRange<Int>) throws(Damage) -> Int {
        try Self.place(from: other, zigzag: try varint(), in: range)
    }

    /// A place told by its signed distance, taken from a code with flags.
    static func place(from other: Int, zigzag: UInt, in range: ClosedRange<Int>) throws(Damage) -> Int {
        let distance = Int(bitPattern: zigzag >> 1) ^ (0 &- Int(bitPattern: zigzag & 1))
        let (place, overflow) = other.addingReportingOverflow(distance)
        guard !overflow, range.contains(place) else {
            throw Damage(
                problem: "a number is \(distance) from \(other), expected \(range.lowerBound) to "
                    + "\(range.upperBound)")
        }
        return place
    }

    // MARK: Other numbers

    /// Any number, also none and infinite ones.
    mutating func double() throws(Damage) -> Double { Double(bitPattern: try word64()) }

    /// Any number, told by the distance of its bit pattern from that of another.
    mutating func double(near expected: Double) throws(Damage) -> Double {
        let code = UInt64(try varint())
        if code == 0 { return try double() }
        let zigzag = code - 1
        let distance = zigzag >> 1 ^ (0 &- (zigzag & 1))
        return Double(bitPattern: expected.bitPattern &+ distance)
    }

    /// A time, a speed or an amount of work: finite.
    mutating func finite() throws(Damage) -> Double { try Self.finite(try double()) }

    /// The same, told by its distance from another.
    mutating func finite(near expected: Double) throws(Damage) -> Double {
        try Self.finite(try double(near: expected))
    }

    /// Refuses numbers that are not finite.
    static func finite(_ value: Double) throws(Damage) -> Double {
        guard value.isFinite else {
            throw Damage(problem: "a time, speed or amount of work is \(value), expected a finite number")
        }
        return value
    }

    // MARK: Texts and words

    mutating func text() throws(Damage) -> String {
        let length = try count()
        defer { position += length }
        return String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    mutating func word32() throws(Damage) -> UInt32 {
        var value: UInt32 = 0
        for shift in stride(from: 0, to: 32, by: 8) { value |= UInt32(try byte()) << UInt32(shift) }
        return value
    }

    mutating func word64() throws(Damage) -> UInt64 {
        guard restCount >= 8 else { throw Damage(problem: "it ends too early") }
        var value: UInt64 = 0
        for offset in 0..<8 { value |= UInt64(bytes[position + offset]) << UInt64(8 * offset) }
        position += 8
        return value
    }

    /// Numbers of these many bits each, at most 56; see ``ByteWriter/bits(_:)``.
    mutating func bits(widths: [Int]) throws(Damage) -> [Int] {
        let total = (widths.reduce(0, +) + 7) / 8
        guard total <= restCount else { throw Damage(problem: "a table of bits ends too early") }
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
