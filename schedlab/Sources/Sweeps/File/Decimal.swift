/// A decimal number as it is written, exact: 0.1 is a tenth.
struct Decimal: Equatable {
    /// The number times 10 to the ``scale``.
    var mantissa: Int
    /// Digits behind the point.
    var scale: Int

    private static let scaleLimit = 9
    private static let mantissaLimit = 1_000_000_000_000

    init(mantissa: Int, scale: Int) {
        self.mantissa = mantissa
        self.scale = scale
    }

    /// Digits with an optional sign and point; nil for other texts and for more digits than any setting has.
    init?(_ text: some StringProtocol) {
        let sides = text.split(separator: ".", omittingEmptySubsequences: false)
        let whole = sides[0].first == "-" || sides[0].first == "+" ? sides[0].dropFirst() : sides[0]
        let fraction = sides.count == 2 ? String(sides[1]) : ""
        let digits = whole + fraction
        guard sides.count <= 2, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            fraction.utf8.count <= Self.scaleLimit, let number = Int(digits), number <= Self.mantissaLimit
        else { return nil }
        mantissa = sides[0].first == "-" ? -number : number
        scale = fraction.utf8.count
    }

    /// The mantissa of the same number with more digits behind the point.
    func mantissa(atScale wanted: Int) -> Int {
        (scale..<max(wanted, scale)).reduce(mantissa) { value, _ in value * 10 }
    }

    /// The nearest number that a computer reckons with.
    var double: Double { Double(text) ?? .nan }

    /// The shortest way to write the number.
    var text: String {
        var digits = String(mantissa.magnitude)
        if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
        var fraction = String(digits.suffix(scale))
        while fraction.last == "0" { fraction.removeLast() }
        let sign = mantissa < 0 ? "-" : ""
        return sign + digits.dropLast(scale) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
