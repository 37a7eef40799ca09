/// How amounts are printed.
enum AmountStyle: CaseIterable {
    case plain, dollar, parentheses, trailingMinus, noSeparators

    func text(_ cents: Int) -> String {
        var digits = String(cents.magnitude / 100)
        let rest = String(cents.magnitude % 100)
        if self != .noSeparators {
            var grouped = ""
            for (index, digit) in digits.enumerated() {
                if index > 0 && (digits.count - index) % 3 == 0 { grouped += "," }
                grouped.append(digit)
            }
            digits = grouped
        }
        let amount = (self == .dollar ? "$" : "") + digits + "." + (rest.count < 2 ? "0" : "") + rest
        guard cents < 0 else { return amount }
        switch self {
        case .parentheses: return "(\(amount))"
        case .trailingMinus: return amount + "-"
        default: return "-" + amount
        }
    }
}
