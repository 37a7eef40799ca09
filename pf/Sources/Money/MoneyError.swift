/// What cannot be computed exactly.
public enum MoneyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A sum or product beyond 64 bits.
    case overflow
    /// A text that is no amount of dollars.
    case notDollars(String)
    /// A text that is no decimal number.
    case notDecimal(String)

    /// What was found and what was expected.
    public var description: String {
        switch self {
        case .overflow: "an amount exceeds 92,233,720,368,547,758.07; amounts of a household do not"
        case .notDollars(let text):
            "\"\(text)\" is no amount; expected dollars with at most two decimals, such as 1234.56"
        case .notDecimal(let text): "\"\(text)\" is no decimal number; expected one such as 0.062"
        }
    }
}
