import Household
import Money
import Rules

extension PaystubSource {
    /// The lines of a stub that are meant.
    func lines(of stub: Paystub) -> [PaystubLine] {
        stub.lines.filter { line in
            guard line.section == section else { return false }
            switch selection {
            case .labels(let labels): return line.label.map(labels.contains) ?? false
            case .sumExcept(let labels): return !(line.label.map(labels.contains) ?? false)
            }
        }
    }

    /// The sum since 1 January, in cents; nil when no such line has an amount.
    func ytdCents(of stub: Paystub) throws(MoneyError) -> Int? {
        let amounts = lines(of: stub).compactMap(\.ytdCents)
        return amounts.isEmpty ? nil : try Cents.sum(amounts)
    }

    /// What comes again each pay date, in cents; a negative line is one-off.
    func recurringCents(of stub: Paystub) throws(MoneyError) -> Int {
        try Cents.sum(lines(of: stub).compactMap(\.currentCents).filter { $0 > 0 })
    }

    /// `retirement["401K"]`, several joined, or `sum(non-A/B)`.
    func provenance(of stub: Paystub) -> String {
        switch selection {
        case .labels(let labels):
            let present = Set(lines(of: stub).filter { $0.ytdCents != nil }.compactMap(\.label))
            return labels.filter(present.contains).map { "\(section.rawValue)[\"\($0)\"]" }.joined(
                separator: " + ")
        case .sumExcept(let labels): return "sum(non-\(labels.joined(separator: "/")))"
        }
    }
}
