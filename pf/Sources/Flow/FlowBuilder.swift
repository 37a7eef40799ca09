import Household
import Money
import Rules

/// Makes the flow of a year.
public enum FlowBuilder {
    /// The flow of the budget's year: a pure function of its input, whatever the order of documents and rows.
    ///
    /// - Complexity: Linear in rows, documents and items.
    /// - Throws: ``FlowError``, `MoneyError`; no report is better than one that does not add up.
    public static func build(_ input: FlowInput) throws -> FlowReport {
        guard !input.parameters.files.isEmpty else {
            throw FlowError.noParameters(expectedNames: input.parameters.expectedNames)
        }
        let records = EmployerRecord.all(input)
        let missing = EmployerRecord.missing(records, input)
        let items = ItemLines(input: input, records: records, missing: missing)
        let ynab = try YnabLines(items: items)
        var made: [ItemLines.Made] = []
        for section in FlowSection.allCases where section != .balance {
            made += try items.lines(of: section)
            if section == .income { made += ynab.inflowLines() }
            if section == .savings || section == .spending { made += try ynab.groupLines(of: section) }
        }
        var lines = made.map(\.line)
        lines.append(try balance(lines, version: input.budgetVersion))
        try Conservation.check(lines)
        return FlowReport(
            header: header(input, missing), lines: lines,
            parts: Dictionary(made.map { ($0.line.id, $0.parts) }, uniquingKeysWith: { first, _ in first }))
    }

    private static func header(
        _ input: FlowInput, _ missing: [FlowReport.MissingEmployment]
    ) -> FlowReport.Header {
        FlowReport.Header(
            year: input.budget.year, asOf: input.asOf, budgetVersion: input.budgetVersion,
            earners: input.budget.earners, mappings: "\(input.mapping.name) v\(input.mapping.version)",
            missing: missing, parameters: input.parameters.files.map(\.name))
    }

    /// What is left of income after all else; unknown amounts count as 0.
    static func balance(_ lines: [FlowLine], version: Int) throws -> FlowLine {
        func leftover(_ column: FlowColumn) throws -> Int {
            var cents = 0
            for line in lines {
                let amount = line[column] ?? 0
                cents = try line.section == .income ? Cents.add(cents, amount) : Cents.subtract(cents, amount)
            }
            return cents
        }
        return FlowLine(
            id: "balance.leftover", section: .balance, label: "Leftover", earner: nil,
            planCents: try leftover(.plan), actualCents: try leftover(.actual),
            projectedCents: try leftover(.projected),
            provenance: Provenance(
                plan: "budget v\(version) (computed)", actual: "computed", projected: "computed"))
    }
}
