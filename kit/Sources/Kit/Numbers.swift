private import Foundation

/// Numbers as people read them; the same on every machine, whatever its language settings.
public enum Numbers {
    /// A number with a fixed count of decimals.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        String(format: "%.\(decimals)f", locale: nil, value)
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

    /// A number rounded to a whole one, with commas between thousands; an en dash for nil.
    public static func grouped(_ value: Double?) -> String {
        guard let value, value.isFinite, abs(value) < 1e18 else { return "–" }
        return grouped(Int(value.rounded()))
    }

    /// A fraction as a percentage.
    public static func percent(_ fraction: Double?, decimals: Int = 1) -> String {
        guard let fraction, fraction.isFinite else { return "–" }
        return fixed(100 * fraction, decimals: decimals) + " %"
    }
}
