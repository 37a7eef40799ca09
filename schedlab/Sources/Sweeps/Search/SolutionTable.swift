public import Kit
private import Metrics

/// Solutions for people and programs: the answers, what was tried for them, and the cheapest.
public struct SolutionTable {
    private let solutions: [Solution]
    private let field: String
    private let condition: Condition
    private let isPriced: Bool
    private var names: [String] { solutions.first?.fields.map(\.name) ?? [] }

    /// A table.
    ///
    /// - Parameters:
    ///   - solutions: One a group.
    ///   - vary: The field, with or without its values.
    ///   - condition: What had to hold.
    ///   - isPriced: Whether prices were given.
    public init(_ solutions: [Solution], vary: String, until condition: Condition, isPriced: Bool) {
        self.solutions = solutions
        field = String(vary.prefix { $0 != "=" })
        self.condition = condition
        self.isPriced = isPriced
    }

    /// The solution with the lowest price, the first of several; nil without prices or answers.
    public var cheapest: Solution? {
        solutions.filter { $0.answer?.pricePerHour != nil }
            .min { ($0.answer?.pricePerHour ?? 0) < ($1.answer?.pricePerHour ?? 0) }
    }

    private var figure: String { condition.parts.first?.name ?? "" }

    /// The tables for people.
    public var text: String {
        let headings =
            names + [field, figure, "95 % ±"] + (isPriced ? ["price per hour"] : []) + ["tried", "note"]
        var table = TextTable(
            heading: headings,
            alignments: headings.map { names.contains($0) || $0 == "note" ? .left : .right })
        for solution in solutions {
            let answer = solution.answer
            table.addRow(
                solution.fields.map { $0.value.isEmpty ? "–" : $0.value } + [answer?.value ?? "none"]
                    + numbers(answer) + ["\(solution.trials.count) of \(count(solution))", note(solution)])
        }
        var text = "\(condition) holds for the mean over seeds\n\n\(table.text)"
        if let cheapest, solutions.count > 1 {
            text += "\nThe cheapest: \(words(cheapest))\n"
        }
        return text + "\nWhat was tried:\n\n\(trialTable)"
    }

    private var trialTable: String {
        let headings =
            names + [field, figure, "95 % ±"] + (isPriced ? ["price per hour"] : []) + ["holds", "because"]
        var table = TextTable(
            heading: headings,
            alignments: headings.map {
                names.contains($0) || ["holds", "because"].contains($0) ? .left : .right
            })
        for solution in solutions {
            for trial in solution.trials {
                let holds = trial.holds ? "yes" : "no"
                table.addRow(
                    solution.fields.map { $0.value.isEmpty ? "–" : $0.value } + [trial.value] + numbers(trial)
                        + [trial.isSure ? holds : holds + ", not for sure", trial.judgement])
            }
        }
        return table.text
    }

    private func numbers(_ trial: Solution.Trial?) -> [String] {
        [trial?.interval?.mean, trial?.interval?.halfWidth].map(SeedTable.short)
            + (isPriced ? [trial?.pricePerHour.map { Numbers.fixed($0, decimals: 2) } ?? "–"] : [])
    }

    private func count(_ solution: Solution) -> Int { solution.trials.count + solution.untriedCount }

    private func note(_ solution: Solution) -> String {
        if let problem = solution.problem { return problem }
        guard let answer = solution.answer else { return "it holds for no value that was tried" }
        let sure = answer.isSure ? "" : "; its interval reaches over the limit"
        return (solution.isMonotone ? "monotone where it was looked" : "not monotone: it fails again later")
            + sure
    }

    private func words(_ solution: Solution) -> String {
        let fields =
            solution.fields.map { "\($0.name)=\($0.value)" } + ["\(field)=\(solution.answer?.value ?? "")"]
        let price = solution.answer?.pricePerHour.map { Numbers.fixed($0, decimals: 2) } ?? "–"
        return fields.joined(separator: ", ") + ", \(price) per hour"
    }

    /// One row for everything that was tried, all digits kept.
    public var csv: String {
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        var csv = CSVLine.text(
            names + [
                field, "figure", "mean", "half_width_95", "price_per_hour", "holds", "sure", "judgement",
                "answer",
            ])
        for solution in solutions {
            for trial in solution.trials {
                csv += CSVLine.text(
                    solution.fields.map(\.value) + [trial.value, figure]
                        + [trial.interval?.mean, trial.interval?.halfWidth, trial.pricePerHour].map(number)
                        + ["\(trial.holds)", "\(trial.isSure)", trial.judgement]
                        + ["\(trial.value == solution.answer?.value)"])
            }
        }
        return csv
    }

    /// The solutions for programs.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("field", .string(field)),
            ("condition", .string(condition.description)),
            ("solutions", .array(solutions.map(json))),
            ("cheapest", cheapest.map(json) ?? .null),
        ])
    }

    private func json(_ solution: Solution) -> JSONValue {
        .object([
            ("fields", .object(solution.fields.map { ($0.name, .string($0.value)) })),
            ("answer", solution.answer.map { .string($0.value) } ?? .null),
            ("pricePerHour", .number(solution.answer?.pricePerHour)),
            ("isMonotone", .bool(solution.isMonotone)), ("untriedCount", .int(solution.untriedCount)),
            ("note", .string(note(solution))),
            (
                "trials",
                .array(
                    solution.trials.map {
                        .object([
                            ("value", .string($0.value)), ("holds", .bool($0.holds)),
                            ("isSure", .bool($0.isSure)), ("mean", .number($0.interval?.mean)),
                            ("halfWidth95", .number($0.interval?.halfWidth)),
                            ("seedCount", .int($0.interval?.count ?? 0)),
                            ("judgement", .string($0.judgement)), ("pricePerHour", .number($0.pricePerHour)),
                        ])
                    })
            ),
        ])
    }
}
