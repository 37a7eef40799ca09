/// Reads numbers as files write them: digits, a point, an exponent, and nothing else.
///
/// Swift's own conversions also take hexadecimal numbers, `inf` and `nan`, and stop at a NUL byte; in a file
/// each of these is a mistake. Every reader uses this one.
public enum DecimalNumber {
    /// A finite number such as `12`, `-0.5`, `+1.5e3`; nil for any other text.
    ///
    /// - Complexity: Linear in the length of the text.
    public static func double(_ text: some StringProtocol) -> Double? {
        var bytes = text.utf8[...]
        skipSign(&bytes)
        let whole = skipDigits(&bytes)
        var fraction = 0
        if bytes.first == UInt8(ascii: ".") {
            bytes.removeFirst()
            fraction = skipDigits(&bytes)
        }
        guard whole + fraction > 0 else { return nil }
        if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
            bytes.removeFirst()
            skipSign(&bytes)
            guard skipDigits(&bytes) > 0 else { return nil }
        }
        guard bytes.isEmpty, let value = Double(String(text)), value.isFinite else { return nil }
        return value
    }

    /// A whole number such as `12`, `-3`, `+4` that fits an `Int`; nil for any other text.
    public static func int(_ text: some StringProtocol) -> Int? { Int(String(text)) }

    private static func skipSign<Bytes: Collection<UInt8>>(_ bytes: inout Bytes)
    where Bytes.SubSequence == Bytes {
        if bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-") { bytes.removeFirst() }
    }

    /// Passes over digits; returns their number.
    private static func skipDigits<Bytes: Collection<UInt8>>(_ bytes: inout Bytes) -> Int
    where Bytes.SubSequence == Bytes {
        var count = 0
        while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            bytes.removeFirst()
            count += 1
        }
        return count
    }
}
