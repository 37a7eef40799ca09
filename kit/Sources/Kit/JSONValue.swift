/// A JSON value that keeps the order of its keys, for output that is equal byte for byte.
public enum JSONValue: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case int(Int)
    /// A finite number; others are written as `null`.
    case double(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// Keys with values, in the order of writing.
    case object([(String, JSONValue)])

    /// A number, or `null` for nil.
    public static func number(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }

    /// Compares keys in order, too.
    public static func == (a: JSONValue, b: JSONValue) -> Bool { a.oneLine == b.oneLine }

    /// The value on one line, with `, ` and `: ` between parts as Python's `json.dumps` writes it.
    public var oneLine: String { written(indent: nil, depth: 0) }

    /// The value over several lines, indented by two spaces, with a line feed at the end.
    public var indented: String { written(indent: 2, depth: 0) + "\n" }

    private func written(indent: Int?, depth: Int) -> String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .double(let value): value.isFinite ? "\(value)" : "null"
        case .string(let value): Self.quoted(value)
        case .array(let values):
            Self.group(values.map { $0.written(indent: indent, depth: depth + 1) }, "[", "]", indent, depth)
        case .object(let pairs):
            Self.group(
                pairs.map { "\(Self.quoted($0.0)): \($0.1.written(indent: indent, depth: depth + 1))" },
                "{", "}", indent, depth)
        }
    }

    private static func group(
        _ parts: [String], _ open: String, _ close: String, _ indent: Int?, _ depth: Int
    ) -> String {
        guard let indent, !parts.isEmpty else { return open + parts.joined(separator: ", ") + close }
        let outer = String(repeating: " ", count: indent * depth)
        let inner = outer + String(repeating: " ", count: indent)
        return open + "\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n" + outer + close
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where Visible.isActive(scalar):
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
