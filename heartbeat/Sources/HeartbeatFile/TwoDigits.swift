/// Numbers from 0 to 99 with a leading zero.
enum TwoDigits {
    static func text(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Exactly two digits; nil for anything else.
    static func value(_ text: Substring) -> Int? {
        text.count == 2 && text.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
    }
}
