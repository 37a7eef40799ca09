/// Numbers as files have them: decimal digits, nothing else.
///
/// Swift itself also reads hexadecimal numbers, infinities and letters after a NUL byte; in a table of numbers each of
/// them is a mistake.
public enum DecimalNumber {
    /// A finite number such as `-12.5e3`; nil for every other text.
    public static func double(_ text: String) -> Double? {
        guard isDecimal(text.utf8), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// A whole number such as `-12`; nil for every other text, also for one that does not fit.
    public static func int(_ text: String) -> Int? {
        var digits = text.utf8[...]
        if let first = digits.first, isSign(first) { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    /// Sign, digits with a point among them, exponent.
    private static func isDecimal(_ text: String.UTF8View) -> Bool {
        var rest = text[...]
        if let first = rest.first, isSign(first) { rest = rest.dropFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest[whole.endIndex...]
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest[fraction.endIndex...]
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return false }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if let first = rest.first, isSign(first) { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }
}
