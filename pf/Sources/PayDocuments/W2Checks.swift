import Household
import Money
import Rules

/// What the law says of the boxes of a W-2.
enum W2Checks {
    /// Employers round; the checks hold within this many cents.
    private static let toleranceCents = 50

    /// The codes of box 12.
    private static let codes: Set<String> = [
        "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "Q", "R", "S", "T", "V", "W",
        "Y",
        "Z", "AA", "BB", "DD", "EE", "FF", "GG", "HH", "II", "TA", "TP", "TT",
    ]

    static func findings(
        for form: WageStatement, parameters: [ParameterFile]
    ) throws(PayDocumentError) -> [Finding] {
        let facts = Parameters(year: form.taxYear, files: parameters)
        func fact(_ name: String) throws(PayDocumentError) -> Decimal {
            if let found = facts.find(name) { return found.parameter.value }
            throw PayDocumentError(
                code: "parameters.missing",
                description: "no parameter \(name) for \(form.taxYear); expected in us-\(form.taxYear).yaml; "
                    + "add it with pf mappings --use FILE")
        }
        let rates = (
            security: try fact(StatutoryParameter.socialSecurityRate),
            base: try fact(StatutoryParameter.socialSecurityWageBase),
            medicare: try fact(StatutoryParameter.medicareRate),
            additional: try fact(StatutoryParameter.additionalMedicareRate),
            threshold: try fact(StatutoryParameter.additionalMedicareThreshold)
        )
        do {
            let wages = try Cents.add(form.cents("3") ?? 0, form.cents("7") ?? 0)
            let base = try Cents.fromDollars(rates.base.description)
            let threshold = try Cents.fromDollars(rates.threshold.description)
            let medicareWages = form.cents("5") ?? 0
            let medicare = try Cents.add(
                try rates.medicare.of(medicareWages),
                try rates.additional.of(max(0, try Cents.subtract(medicareWages, threshold))))
            var findings = try rate(
                form, box: "4", expected: try rates.security.of(wages), "w2.socialSecurityRate",
                "\(rates.security) of boxes 3 and 7")
            if wages > base {
                findings.append(
                    Finding(
                        code: "w2.wageBase",
                        message:
                            "boxes 3 and 7 are \(Cents.text(wages)); at most \(Cents.text(base)) is taxed"))
            }
            findings += try rate(
                form, box: "6", expected: medicare, "w2.medicareRate",
                "\(rates.medicare) of box 5 and \(rates.additional) above \(Cents.text(threshold))")
            if medicareWages < wages {
                findings.append(
                    Finding(
                        code: "w2.medicareWages",
                        message: "box 5 is \(Cents.text(medicareWages)); expected at least boxes 3 and 7, "
                            + "\(Cents.text(wages))"))
            }
            return findings + unknownCodes(form)
        } catch {
            return [Finding(code: "w2.overflow", message: error.description)]
        }
    }

    private static func rate(
        _ form: WageStatement, box: String, expected: Int, _ code: String, _ rule: String
    ) throws(MoneyError) -> [Finding] {
        let found = form.cents(box) ?? 0
        let difference = try Cents.subtract(found, expected)
        guard difference.magnitude > UInt(toleranceCents) else { return [] }
        return [
            Finding(
                code: code,
                message: "box \(box) is \(Cents.text(found)); expected \(Cents.text(expected)), \(rule)")
        ]
    }

    private static func unknownCodes(_ form: WageStatement) -> [Finding] {
        let unknown = form.box12.map(\.code).filter { !codes.contains($0) }
        guard !unknown.isEmpty else { return [] }
        return [
            Finding(
                code: "w2.unknownCode",
                message:
                    "box 12 has \(unknown.joined(separator: ", ")); expected a code of the form's instructions"
            )
        ]
    }
}

extension WageStatement {
    /// The amount of a numbered box; nil when it is blank.
    func cents(_ box: String) -> Int? { boxes.first { $0.box == box }?.cents }
}
