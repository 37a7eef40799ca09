/// A JSON value without positions, and the one way in which pf writes it.
///
/// Numbers are kept as their text: no amount passes through a floating-point number.
public enum JSON: Equatable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number as it is written.
    case number(String)
    /// A text.
    case string(String)
    /// A list.
    case array([JSON])
    /// Keys with values; written in the order of the keys' bytes.
    case object([String: JSON])

    /// A whole number.
    public static func int(_ value: Int) -> JSON { .number(String(value)) }

    /// A whole number, or `null` for nil.
    public static func int(_ value: Int?) -> JSON { value.map { .number(String($0)) } ?? .null }

    /// A text, or `null` for nil.
    public static func string(_ value: String?) -> JSON { value.map { JSON.string($0) } ?? .null }

    /// A list of texts.
    public static func strings(_ values: [String]) -> JSON { .array(values.map { .string($0) }) }

    /// On one line: keys by bytes, no spaces, `/` as it is, no line feed at the end.
    public var text: String {
        var output = ""
        write(to: &output, indent: nil, depth: 0)
        return output
    }

    /// Over several lines, two spaces a level; for people.
    public var prettyText: String {
        var output = ""
        write(to: &output, indent: 2, depth: 0)
        return output
    }

    private func write(to output: inout String, indent: Int?, depth: Int) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .number(let text): output += text
        case .string(let text): Self.quote(text, to: &output)
        case .array(let values):
            Self.list(values, "[", "]", to: &output, indent: indent, depth: depth) { value, output in
                value.write(to: &output, indent: indent, depth: depth + 1)
            }
        case .object(let members):
            let sorted = members.sorted { Self.precedes($0.key, $1.key) }
            Self.list(sorted, "{", "}", to: &output, indent: indent, depth: depth) { member, output in
                Self.quote(member.key, to: &output)
                output += indent == nil ? ":" : ": "
                member.value.write(to: &output, indent: indent, depth: depth + 1)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], _ open: String, _ close: String, to output: inout String, indent: Int?,
        depth: Int,
        write: (Element, inout String) -> Void
    ) {
        output += open
        for (index, element) in elements.enumerated() {
            if index > 0 { output += "," }
            if let indent { output += "\n" + String(repeating: " ", count: indent * (depth + 1)) }
            write(element, &output)
        }
        if let indent, !elements.isEmpty { output += "\n" + String(repeating: " ", count: indent * depth) }
        output += close
    }

    /// Whether a text comes first by its UTF-8 bytes.
    public static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

    private static func quote(_ text: String, to output: inout String) {
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\u{08}": output += "\\b"
            case "\u{0C}": output += "\\f"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
