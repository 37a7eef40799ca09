/// An exact decimal number: a whole numerator over a power of ten.
///
/// Rates are such numbers.
public struct Decimal: Equatable, Sendable, CustomStringConvertible {
    /// The digits as a whole number; `0.062` has 62.
    public let numerator: Int
    /// Digits after the point, in 0...18; `0.062` has 3.
    public let decimals: Int

    /// The most digits after the point; ten to this power still fits into 64 bits.
    static let decimalsLimit = 18

    /// The whole number 0.
    public static let zero = Decimal(numerator: 0, decimals: 0)

    private init(numerator: Int, decimals: Int) {
        self.numerator = numerator
        self.decimals = decimals
    }

    /// Reads `-12`, `0.062` and the like: digits, at most one point with digits on both sides.
    ///
    /// - Throws: ``MoneyError``.
    public init(_ text: String) throws(MoneyError) {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        var numerator = 0
        var decimals = 0
        var hasPoint = false
        var digits = 0
        for byte in text.utf8.dropFirst(isNegative ? 1 : 0) {
            if byte == UInt8(ascii: "."), !hasPoint, digits > 0 {
                hasPoint = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw .notDecimal(text) }
            digits += 1
            if hasPoint { decimals += 1 }
            guard decimals <= Self.decimalsLimit else { throw .notDecimal(text) }
            numerator = try Cents.multiply(numerator, 10)
            let digit = Int(byte - UInt8(ascii: "0"))
            numerator = try isNegative ? Cents.subtract(numerator, digit) : Cents.add(numerator, digit)
        }
        guard digits > 0, !hasPoint || decimals > 0 else { throw .notDecimal(text) }
        self.init(numerator: numerator, decimals: decimals)
    }

    /// This rate of an amount, in cents, rounded once, half away from zero.
    ///
    /// - Throws: ``MoneyError/overflow``.
    public func of(_ cents: Int) throws(MoneyError) -> Int {
        try Cents.scale(cents, by: numerator, over: denominator)
    }

    /// Ten to the power of ``decimals``.
    public var denominator: Int { (0..<decimals).reduce(1) { power, _ in power * 10 } }

    /// As it is written, `0.062`.
    public var description: String {
        let digits = String(numerator.magnitude)
        let sign = numerator < 0 ? "-" : ""
        guard decimals > 0 else { return sign + digits }
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}
