private import Kit

/// A rule such as `policy=fifo and rate>4`; all of its parts have to hold.
public struct Condition: Sendable, Equatable, CustomStringConvertible {
    /// How two values are compared.
    public enum Comparison: String, Sendable, CaseIterable {
        /// At most.
        case atMost = "<="
        /// At least.
        case atLeast = ">="
        /// Different.
        case different = "!="
        /// The same, written as in most languages.
        case equals = "=="
        /// The same.
        case equal = "="
        /// Less.
        case less = "<"
        /// More.
        case more = ">"
    }

    /// One comparison.
    public struct Part: Sendable, Equatable {
        /// Field or figure.
        public let name: String
        /// How it is compared.
        public let comparison: Comparison
        /// What with.
        public let value: String
    }

    /// What is wrong with a rule.
    public struct Problem: Error, Equatable {
        /// The part that cannot be read.
        public let found: String
        /// What it should look like.
        public let expected: String
    }

    /// The comparisons.
    public let parts: [Part]
    /// The rule as it was written.
    public let description: String

    /// Reads a rule.
    ///
    /// - Throws: ``Problem``.
    public init(_ text: String) throws(Problem) {
        description = text
        var parts: [Part] = []
        for part in text.split(separator: " and ", omittingEmptySubsequences: false) {
            parts.append(try Self.part(String(part)))
        }
        self.parts = parts
    }

    private static func part(_ text: String) throws(Problem) -> Part {
        for comparison in Comparison.allCases {
            guard let place = text.firstRange(of: comparison.rawValue) else { continue }
            let name = text[..<place.lowerBound].filter { $0 != " " }
            let value = text[place.upperBound...].drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            guard !name.isEmpty, !value.isEmpty, !Self.isMoreThanAValue(String(value)) else { break }
            let isOrder = ![.equal, .equals, .different].contains(comparison)
            guard !isOrder || DecimalNumber.double(String(value)) != nil else {
                throw Problem(
                    found: "'\(text)' compares with '\(String(value))'",
                    expected: "a number behind \(comparison.rawValue)")
            }
            return Part(name: name, comparison: comparison, value: String(value))
        }
        throw Problem(
            found: "'\(text)'", expected: "NAME=VALUE, joined by and; also !=, <, <=, > and >= for numbers")
    }

    /// Whether a value looks like more of a rule, as of `policy=>fifo`, `rate=1 or rate=2` and `rate=1 AND hours=2`: taken
    /// as a text it would never match, and nobody would notice.
    private static func isMoreThanAValue(_ value: String) -> Bool {
        value.contains { "<>".contains($0) } || value.hasPrefix("=")
            || value.lowercased().split(separator: " ").contains { ["and", "or", "&&", "||"].contains($0) }
    }

    /// Whether all parts hold.
    ///
    /// - Parameter value: The value of a name; nil = it has none, so that nothing but `!=` holds.
    /// - Returns: Whether they do.
    public func holds(_ value: (String) -> String?) -> Bool {
        parts.allSatisfy { Self.holds($0, value($0.name)) }
    }

    private static func holds(_ part: Part, _ found: String?) -> Bool {
        guard let found else { return part.comparison == .different }
        let numbers = (DecimalNumber.double(found), DecimalNumber.double(part.value))
        guard let a = numbers.0, let b = numbers.1 else {
            switch part.comparison {
            case .equal, .equals: return found == part.value
            case .different: return found != part.value
            default: return false
            }
        }
        switch part.comparison {
        case .equal, .equals: return a == b
        case .different: return a != b
        case .less: return a < b
        case .more: return a > b
        case .atMost: return a <= b
        case .atLeast: return a >= b
        }
    }
}
