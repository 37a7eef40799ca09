private import Kit

/// Coordinates as files have them: two decimals at most, no zeros at the end.
enum DrawnNumber {
    static func text(_ value: Double) -> String {
        let fixed = Numbers.fixed(value, decimals: 2)
        guard fixed.contains(".") else { return fixed }
        let short = fixed.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
        return String(short) == "-0" ? "0" : String(short)
    }
}
