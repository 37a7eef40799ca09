private import Foundation
internal import Kit

/// Texts of the service as they may go to a terminal: nothing in them moves its cursor.
enum Printable {
    /// A text with control characters and those that turn the direction of writing spelt out.
    ///
    /// - `keepsLines`: Whether line feeds stay.
    static func text(_ text: String, keepsLines: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if !isUnsafe(scalar) || (keepsLines && scalar == "\n") {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }

    /// JSON with the same characters as escapes.
    static func json(_ value: JSONValue) -> String {
        var result = ""
        for scalar in value.indented.unicodeScalars {
            if isUnsafe(scalar), scalar != "\n" {
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
