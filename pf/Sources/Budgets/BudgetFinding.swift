public import JSONText

/// Something wrong in a budget document.
public struct BudgetFinding: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of findings.
    public enum Code: String, Sendable {
        /// No JSON.
        case syntax = "json.syntax"
        /// A key that is needed.
        case missing
        /// A value of another kind or outside its range.
        case type
        /// A key that nobody reads.
        case unknownKey
        /// A slug that `earners` does not list.
        case unknownEarner
        /// An id or kind that the mapping does not have.
        case unknownItem
        /// Something that stands there twice.
        case duplicate
        /// Cents with a point, or dollars with more than two decimals.
        case fraction
        /// Another year than asked for.
        case year
    }

    /// The kind.
    public let code: Code
    /// JSON pointer of RFC 6901, `/taxes/items/0`.
    public let pointer: String
    /// Line and column.
    public let position: TextPosition
    /// What was found, what was expected.
    public let message: String

    /// Where and what, on one line.
    public var description: String {
        "\(position): \(pointer.isEmpty ? "/" : pointer): \(code.rawValue): \(message)"
    }

    /// As commands print it.
    public var json: JSON {
        .object([
            "code": .string(code.rawValue), "pointer": .string(pointer), "line": .int(position.line),
            "column": .int(position.column), "message": .string(message),
        ])
    }
}

/// All that is wrong in a budget document.
public struct BudgetErrors: Error, Equatable, Sendable, CustomStringConvertible {
    /// At least one, by place.
    public let findings: [BudgetFinding]

    /// One a line.
    public var description: String { findings.map(\.description).joined(separator: "\n") }
}
