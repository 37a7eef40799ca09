/// A length of time as people write it: `90s`, `15m`, `6h`, `1d`, `1h30m`.
public enum Period {
    /// Longest that is accepted: ten years.
    public static let limitSeconds = 3650 * 86_400

    /// The seconds of a text; nil when it is none or beyond ``limitSeconds``.
    public static func seconds(_ text: String) -> Int? {
        if text == "0" { return 0 }
        var total = 0
        var digits = ""
        for character in text {
            if character.isASCIIDigit {
                digits.append(character)
                continue
            }
            guard let unit = unitSeconds(character), digits.count <= 9, let count = Int(digits) else {
                return nil
            }
            total += count * unit
            digits = ""
        }
        return digits.isEmpty && !text.isEmpty && total <= limitSeconds ? total : nil
    }

    /// The seconds as people say them, two units at most: `3 h 10 min`.
    public static func words(_ seconds: Int) -> String {
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"),
            (seconds % 60, "s"),
        ]
        let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return shown.isEmpty ? "0 s" : shown.joined(separator: " ")
    }

    private static func unitSeconds(_ unit: Character) -> Int? {
        switch unit {
        case "s": 1
        case "m": 60
        case "h": 3600
        case "d": 86_400
        default: nil
        }
    }
}
