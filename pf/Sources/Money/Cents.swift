/// Arithmetic on whole cents that reports an overflow instead of trapping.
public enum Cents {
    /// The sum of two amounts, in cents.
    ///
    /// - Throws: ``MoneyError/overflow``.
    public static func add(_ a: Int, _ b: Int) throws(MoneyError) -> Int {
        let (sum, overflow) = a.addingReportingOverflow(b)
        guard !overflow else { throw .overflow }
        return sum
    }

    /// The difference of two amounts, in cents.
    ///
    /// - Throws: ``MoneyError/overflow``.
    public static func subtract(_ a: Int, _ b: Int) throws(MoneyError) -> Int {
        let (difference, overflow) = a.subtractingReportingOverflow(b)
        guard !overflow else { throw .overflow }
        return difference
    }

    /// An amount taken a whole number of times, in cents.
    ///
    /// - Throws: ``MoneyError/overflow``.
    public static func multiply(_ cents: Int, _ count: Int) throws(MoneyError) -> Int {
        let (product, overflow) = cents.multipliedReportingOverflow(by: count)
        guard !overflow else { throw .overflow }
        return product
    }

    /// The sum of amounts, in cents; 0 for none.
    ///
    /// - Throws: ``MoneyError/overflow``.
    public static func sum(_ amounts: some Sequence<Int>) throws(MoneyError) -> Int {
        var total = 0
        for amount in amounts { total = try add(total, amount) }
        return total
    }

    /// `cents * numerator / denominator`, in full width, rounded once, half away from zero.
    ///
    /// - Parameters:
    ///   - cents: The amount.
    ///   - numerator: Any.
    ///   - denominator: Positive.
    /// - Returns: The amount in cents.
    /// - Throws: ``MoneyError/overflow``.
    public static func scale(_ cents: Int, by numerator: Int, over denominator: Int) throws(MoneyError) -> Int
    {
        let product = Int128(cents) * Int128(numerator)
        let half = Int128(denominator) / 2
        let isOdd = denominator % 2 == 1
        let magnitude = product.magnitude
        let quotient = magnitude / UInt128(denominator)
        let rest = magnitude % UInt128(denominator)
        // Half away from zero: an odd denominator has no exact half.
        let roundsUp = isOdd ? rest > UInt128(half) : rest >= UInt128(half) && rest > 0
        let rounded = quotient + (roundsUp ? 1 : 0)
        guard rounded <= UInt128(Int.max) else { throw .overflow }
        return product < 0 ? -Int(rounded) : Int(rounded)
    }

    /// Dollars and cents, such as `-1234.56`; an unknown amount is `-`.
    public static func text(_ cents: Int?) -> String {
        guard let cents else { return "-" }
        let magnitude = cents.magnitude
        let rest = magnitude % 100
        return "\(cents < 0 ? "-" : "")\(magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Reads dollars with at most two decimals, such as `3975.02`, `54000` or `-1.5`.
    ///
    /// - Throws: ``MoneyError``.
    public static func fromDollars(_ text: String) throws(MoneyError) -> Int {
        let decimal: Decimal
        do { decimal = try Decimal(text) } catch { throw .notDollars(text) }
        guard decimal.decimals <= 2 else { throw .notDollars(text) }
        var factor = 1
        for _ in decimal.decimals..<2 { factor *= 10 }
        return try multiply(decimal.numerator, factor)
    }
}
