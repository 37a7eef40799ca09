/// The Mersenne Twister MT19937, seeded and read exactly as CPython's `random.Random`.
///
/// Equal seeds give equal draws as in Python, to the last bit: Gavel's workloads depend on it.
///
/// - Note: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998 (generator and
///   `init_by_array`); the derived draws follow the documentation of Python's module `random`.
public struct CPythonRandom: Sendable {
    private static let size = 624
    private static let middle = 397
    private var state: [UInt32]
    private var position = size

    /// Seeds like `random.Random(seed)` for an integer seed >= 0.
    public init(seed: UInt64) {
        var key = [UInt32(truncatingIfNeeded: seed)]
        if seed >> 32 != 0 { key.append(UInt32(truncatingIfNeeded: seed >> 32)) }
        state = Self.seededByArray(key)
    }

    /// The next 32 random bits.
    public mutating func nextUInt32() -> UInt32 {
        if position == Self.size { refill() }
        var y = state[position]
        position += 1
        y ^= y >> 11
        y ^= (y << 7) & 0x9D2C_5680
        y ^= (y << 15) & 0xEFC6_0000
        return y ^ (y >> 18)
    }

    /// Python's `random()`: uniform on `[0, 1)` with 53 bits.
    public mutating func random() -> Double {
        let high = Double(nextUInt32() >> 5)
        let low = Double(nextUInt32() >> 6)
        return (high * 67_108_864 + low) / 9_007_199_254_740_992
    }

    /// Python's `uniform(a, b)`.
    mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
        lower + (upper - lower) * random()
    }

    /// Python's `randrange(count)`, which `choice` uses too: uniform on `0..<count`.
    ///
    /// - Parameter count: In `1..<2^32`.
    /// - Returns: The index.
    public mutating func index(below count: Int) -> Int {
        precondition(count > 0 && count <= Int(UInt32.max), "no random index below \(count)")
        let bits = Int.bitWidth - count.leadingZeroBitCount
        while true {
            let drawn = Int(nextUInt32() >> UInt32(32 - bits))
            if drawn < count { return drawn }
        }
    }

    /// Python's `shuffle(list)`, in place.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) {
            elements.swapAt(last, index(below: last + 1))
        }
    }

    private mutating func refill() {
        for k in 0..<Self.size {
            let mixed = (state[k] & 0x8000_0000) | (state[(k + 1) % Self.size] & 0x7FFF_FFFF)
            let twisted = (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
            state[k] = state[(k + Self.middle) % Self.size] ^ twisted
        }
        position = 0
    }

    private static func seededByArray(_ key: [UInt32]) -> [UInt32] {
        var state = seeded(19_650_218)
        var i = 1
        var j = 0
        for _ in 0..<max(size, key.count) {
            let previous = state[i - 1] ^ (state[i - 1] >> 30)
            state[i] = (state[i] ^ (previous &* 1_664_525)) &+ key[j] &+ UInt32(j)
            i += 1
            j += 1
            if i == size {
                state[0] = state[size - 1]
                i = 1
            }
            if j == key.count { j = 0 }
        }
        for _ in 1..<size {
            let previous = state[i - 1] ^ (state[i - 1] >> 30)
            state[i] = (state[i] ^ (previous &* 1_566_083_941)) &- UInt32(i)
            i += 1
            if i == size {
                state[0] = state[size - 1]
                i = 1
            }
        }
        state[0] = 0x8000_0000
        return state
    }

    private static func seeded(_ seed: UInt32) -> [UInt32] {
        var state = [UInt32](repeating: seed, count: size)
        for k in 1..<size {
            state[k] = 1_812_433_253 &* (state[k - 1] ^ (state[k - 1] >> 30)) &+ UInt32(k)
        }
        return state
    }
}
