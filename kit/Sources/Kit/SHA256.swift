/// SHA-256 digests, to name input files by their content.
///
/// Written out here because the usual package builds a whole cryptography library, which would double
/// the time of a first build (decision 0007).
///
/// - Note: FIPS 180-4, sections 5 and 6.2.
public struct SHA256 {
    private var state = Self.initialState
    private var schedule = [UInt32](repeating: 0, count: 64)
    private var pending: [UInt8] = []
    private var byteCount = 0

    /// Begins with no bytes.
    public init() {}

    /// Adds bytes.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        byteCount += bytes.count
        pending += bytes
        let whole = pending.count - pending.count % 64
        for block in stride(from: 0, to: whole, by: 64) {
            for t in 0..<16 {
                schedule[t] = (0..<4).reduce(0) { $0 << 8 | UInt32(pending[block + 4 * t + $1]) }
            }
            Self.compress(&state, &schedule)
        }
        pending.removeFirst(whole)
    }

    /// The digest of all bytes in hexadecimal, 64 characters.
    public func hexDigest() -> String {
        var padded = self
        let length = byteCount * 8
        var padding: [UInt8] = [0x80]
        padding += repeatElement(0, count: (119 - byteCount % 64) % 64)
        for shift in stride(from: 56, through: 0, by: -8) {
            padding.append(UInt8(truncatingIfNeeded: length >> shift))
        }
        padded.update(padding)
        return padded.state.map { word in
            let hex = String(word, radix: 16)
            return String(repeating: "0", count: 8 - hex.count) + hex
        }.joined()
    }

    /// The digest of bytes in hexadecimal, 64 characters.
    ///
    /// - Complexity: O(bytes).
    public static func hexDigest(_ bytes: [UInt8]) -> String {
        var digest = SHA256()
        digest.update(bytes)
        return digest.hexDigest()
    }

    private static func compress(_ state: inout [UInt32], _ w: inout [UInt32]) {
        for t in 16..<64 {
            let s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3
            let s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10
            w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for t in 0..<64 {
            let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let t1 = h &+ sum1 &+ (e & f ^ ~e & g) &+ roundConstants[t] &+ w[t]
            let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let t2 = sum0 &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
        }
        for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
    }

    private static func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 {
        word >> bits | word << (32 - bits)
    }

    /// First 32 bits of the fractional parts of the square roots of the first 8 primes.
    private static let initialState: [UInt32] = primes(8).map { fraction($0, root: 2) }
    /// First 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let roundConstants: [UInt32] = primes(64).map { fraction($0, root: 3) }

    private static func primes(_ count: Int) -> [UInt64] {
        var found: [UInt64] = []
        var candidate: UInt64 = 2
        while found.count < count {
            if !found.contains(where: { candidate.isMultiple(of: $0) }) { found.append(candidate) }
            candidate += 1
        }
        return found
    }

    /// Bits 0 to 31 of floor(prime^(1/root) · 2^32), by bisection in integers.
    private static func fraction(_ prime: UInt64, root: Int) -> UInt32 {
        var low: UInt64 = 0
        var high: UInt64 = 1 << 37
        while high - low > 1 {
            let middle = (low + high) / 2
            if isPower(middle, root, atMost: prime) { low = middle } else { high = middle }
        }
        return UInt32(truncatingIfNeeded: low)
    }

    /// Whether (value / 2^32)^root <= prime.
    private static func isPower(_ value: UInt64, _ root: Int, atMost prime: UInt64) -> Bool {
        let wide = UInt128(value)
        let square = wide * wide
        return root == 2 ? square <= UInt128(prime) << 64 : square <= (UInt128(prime) << 96) / wide
    }
}
