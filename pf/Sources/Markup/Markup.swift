/// Writes text into HTML and SVG so that it stays text.
public enum Markup {
    /// A text as the content of an element or of a quoted attribute.
    ///
    /// Characters that XML 1.0 does not allow are replaced: one of them in a payee's name would make a whole drawing
    /// unreadable.
    public static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case _ where !isAllowed(scalar): result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Attributes in the order given, each with a space before it; those that are nil are left out.
    public static func attributes(_ pairs: [(String, String?)]) -> String {
        pairs.compactMap { name, value in value.map { " \(name)=\"\(escaped($0))\"" } }.joined()
    }

    /// An element with content that is markup already.
    public static func element(
        _ name: String, _ pairs: [(String, String?)] = [], _ content: String = ""
    ) -> String {
        "<\(name)\(attributes(pairs))>\(content)</\(name)>"
    }

    /// An element with a text.
    public static func text(_ name: String, _ text: String, _ pairs: [(String, String?)] = []) -> String {
        element(name, pairs, escaped(text))
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
