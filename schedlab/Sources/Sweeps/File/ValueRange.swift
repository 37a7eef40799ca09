/// Numbers at equal distances, such as `0.4..8.0 step 0.4`, exact in decimals.
public struct ValueRange: Equatable, Sendable {
    /// The values in their shortest form.
    public let values: [String]

    /// What is wrong with a range.
    public struct Problem: Error, Equatable {
        let found: String
        let expected: String
    }

    /// Most values of one range; more are refused before any is made.
    static let limit = 250_000
    private static let form = "FIRST..LAST step STEP, for example 0.4..8.0 step 0.4, or FIRST..LAST/STEP"

    /// Whether a text can only be meant as a range.
    static func isRange(_ text: String) -> Bool {
        guard let dots = text.firstRange(of: "..") else { return false }
        return Decimal(text[..<dots.lowerBound].filter { $0 != " " }) != nil
    }

    /// Reads a range.
    ///
    /// Without a step whole numbers are counted one by one.
    ///
    /// - Throws: ``Problem`` for what never ends, has no values or too many.
    public init(_ text: String) throws(Problem) {
        guard let dots = text.firstRange(of: "..") else {
            throw Problem(found: "'\(text)' is no range", expected: Self.form)
        }
        let (last, step) = Self.lastAndStep(text[dots.upperBound...])
        guard let first = Decimal(Self.trimmed(text[..<dots.lowerBound])), let last = Decimal(last),
            let step = Decimal(step ?? "1")
        else { throw Problem(found: "'\(text)' is no range", expected: Self.form) }
        if Self.lastAndStep(text[dots.upperBound...]).step == nil, first.scale > 0 || last.scale > 0 {
            throw Problem(found: "'\(text)' has no step", expected: Self.form)
        }
        let scale = max(first.scale, last.scale, step.scale)
        let (from, upTo) = (first.mantissa(atScale: scale), last.mantissa(atScale: scale))
        let by = step.mantissa(atScale: scale)
        guard by != 0 else {
            throw Problem(found: "'\(text)' never ends", expected: "a step that is not 0")
        }
        guard (upTo - from) * by.signum() >= 0 else {
            throw Problem(
                found: "'\(text)' has no values",
                expected: "steps that lead from the first number to the last")
        }
        let count = (upTo - from) / by + 1
        guard count <= Self.limit else {
            throw Problem(found: "'\(text)' has \(count) values", expected: "at most \(Self.limit)")
        }
        values = (0..<count).map { Decimal(mantissa: from + $0 * by, scale: scale).text }
    }

    private static func lastAndStep(_ text: Substring) -> (last: String, step: String?) {
        let parts =
            text.contains("/") ? text.split(separator: "/", maxSplits: 1).map { trimmed($0) } : words(text)
        guard parts.count == 2 else { return (trimmed(text), nil) }
        return (parts[0], parts[1])
    }

    /// Both sides of the word `step`.
    private static func words(_ text: Substring) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        return words.count == 3 && words[1] == "step" ? [words[0], words[2]] : [trimmed(text)]
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
