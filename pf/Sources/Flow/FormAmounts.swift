import Household
import Money
import Rules

/// Reads the boxes of a W-2 that a source means.
struct FormAmounts {
    let parameters: ParameterTable

    /// The amount and the label of the boxes that are present; nil when none is.
    func amount(_ source: W2Source, of form: WageStatement) throws -> (cents: Int, label: String)? {
        var boxes: [String] = []
        var total = 0
        for box in source.boxes {
            for (name, cents) in amounts(box, source, form) {
                total = try Cents.add(total, cents)
                boxes.append(name)
            }
        }
        guard !boxes.isEmpty else { return nil }
        let label = "W-2 box " + boxes.joined(separator: " + ")
        guard let part = source.part else { return (total, label) }
        guard let cents = try self.part(part, of: total, form) else { return nil }
        return (cents, "\(label) (\(part.rawValue))")
    }

    private func amounts(_ box: String, _ source: W2Source, _ form: WageStatement) -> [(String, Int)] {
        let words = box.split(separator: " ")
        if words.count == 2, words[0] == "12" {
            let amounts = form.box12.filter { $0.code == words[1] }.map(\.cents)
            return amounts.enumerated().map { (box, $0.element) }
        }
        switch box {
        case "14":
            let labels = Set(source.labels.map(Self.folded))
            return form.box14.filter { labels.contains(Self.folded($0.label)) }.map {
                ("14 \($0.label)", $0.cents)
            }
        case "16": return states(box, form, \.wagesCents)
        case "17": return states(box, form, \.taxCents)
        case "18": return states(box, form, \.localWagesCents)
        case "19": return states(box, form, \.localTaxCents)
        default: return form.boxes.filter { $0.box == box }.map { (box, $0.cents) }
        }
    }

    /// The rows of several states are one box.
    private func states(
        _ box: String, _ form: WageStatement, _ value: (WageStatement.StateRow) -> Int?
    ) -> [(String, Int)] {
        let amounts = form.states.compactMap(value)
        return amounts.isEmpty ? [] : [(box, amounts.reduce(0) { $0 &+ $1 })]
    }

    /// Box 6 holds two taxes: the regular one is its rate of box 5, what is more is the additional one.
    private func part(_ part: W2Source.Part, of cents: Int, _ form: WageStatement) throws -> Int? {
        let wages = form.boxes.first { $0.box == "5" }?.cents ?? 0
        let threshold = try parameters.cents(StatutoryParameter.additionalMedicareThreshold)
        guard wages > threshold else { return part == .regular ? cents : nil }
        let regular = try parameters.rate(StatutoryParameter.medicareRate).of(wages)
        return part == .regular ? regular : try Cents.subtract(cents, regular)
    }

    /// Without case, spaces collapsed.
    static func folded(_ label: String) -> String {
        label.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// Looks up the facts of law.
struct ParameterTable {
    let parameters: Parameters

    /// A rate.
    func rate(_ name: String) throws -> Decimal { try find(name).parameter.value }

    /// An amount of dollars, in cents.
    func cents(_ name: String) throws -> Int { try find(name).parameter.value.of(100) }

    /// `us-2026/ss_rate`.
    func path(_ name: String) throws -> String { "\(try find(name).file)/\(name)" }

    /// `us-2026/ss_rate = 0.062`.
    func text(_ name: String) throws -> String { "\(try path(name)) = \(try find(name).parameter.value)" }

    private func find(_ name: String) throws -> (file: String, parameter: Parameter) {
        guard let found = parameters.find(name) else {
            throw FlowError.missingParameter(
                name: name, year: parameters.year, files: parameters.files.map(\.name))
        }
        return found
    }
}
