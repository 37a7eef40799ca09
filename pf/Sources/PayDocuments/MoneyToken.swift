/// The grammar of printed amounts: `1,234.56`, `1234.56`, `$`, `-1.00`, `(1.00)`, `1.00-`; two decimals required.
enum MoneyToken {
    /// Longer texts are no amounts of a household; a bound that keeps 64 bits from overflowing.
    private static let digitsLimit = 15

    /// The amount in cents; nil when the text is no amount.
    static func cents(_ text: String) -> Int? {
        var bytes = Array(text.utf8)[...]
        var signs = 0
        if bytes.first == ascii("("), bytes.last == ascii(")") {
            bytes = bytes.dropFirst().dropLast()
            signs += 1
        }
        if let rest = withoutMinus(bytes) { (bytes, signs) = (rest, signs + 1) }
        if bytes.first == ascii("$") { bytes = bytes.dropFirst() }
        if let rest = withoutMinus(bytes) { (bytes, signs) = (rest, signs + 1) }
        if bytes.last == ascii("-") { (bytes, signs) = (bytes.dropLast(), signs + 1) }
        // Two signs say two different things; nothing decides which holds.
        guard signs <= 1, let magnitude = magnitude(bytes) else { return nil }
        return signs == 1 ? -magnitude : magnitude
    }

    private static func ascii(_ scalar: Unicode.Scalar) -> UInt8 { UInt8(ascii: scalar) }

    /// Without a leading hyphen or minus sign (U+2212); nil when there is none.
    private static func withoutMinus(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        if bytes.first == ascii("-") { return bytes.dropFirst() }
        return bytes.starts(with: [0xE2, 0x88, 0x92]) ? bytes.dropFirst(3) : nil
    }

    private static func magnitude(_ bytes: ArraySlice<UInt8>) -> Int? {
        let parts = bytes.split(separator: ascii("."), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2 else { return nil }
        let groups = parts[0].split(separator: ascii(","), omittingEmptySubsequences: false)
        guard let first = groups.first, !first.isEmpty, groups.count == 1 || first.count <= 3,
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        let digits = groups.joined() + parts[1]
        guard digits.count <= digitsLimit, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
