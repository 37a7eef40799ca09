private import Foundation

/// Numbers as people read them; the same on every machine, whatever its language settings.
public enum Numbers {
    /// From here on whole numbers are not exact, and their digits would only look as if they were.
    private static let exactLimit = 0x1p53

    /// A number with a fixed count of decimals; a huge one with its power of ten.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        guard abs(value) < exactLimit || !value.isFinite else { return powered(value) }
        return String(format: "%.\(decimals)f", locale: nil, value)
    }

    /// A whole number with commas between thousands.
    public static func grouped(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// A number rounded to a whole one, with commas between thousands; a huge one with its power of ten; an en dash
    /// for nil.
    public static func grouped(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "–" }
        return abs(value) < exactLimit ? grouped(Int(value.rounded())) : powered(value)
    }

    private static func powered(_ value: Double) -> String { String(format: "%.3e", locale: nil, value) }

    /// A fraction as a percentage.
    public static func percent(_ fraction: Double?, decimals: Int = 1) -> String {
        guard let fraction, fraction.isFinite else { return "–" }
        return fixed(100 * fraction, decimals: decimals) + " %"
    }
}
