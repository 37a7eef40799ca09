import Flow
import Household
import Testing

@Suite("Random households")
struct RandomHouseholdTests {
    /// 5,000 households in parts, so that all cores work.
    static let parts = 10
    static let householdsOfPart = 500

    @Test(
        "Row 40: of 5,000 random households every column and hub is conserved; any order of facts gives the same bytes",
        arguments: 0..<parts)
    func conserves(part: Int) throws {
        var lineCount = 0
        for index in 0..<Self.householdsOfPart {
            let seed = UInt64(part * Self.householdsOfPart + index)
            let input = RandomHousehold.input(seed: seed)
            let report = try FlowBuilder.build(input)
            lineCount += report.lines.count
            for column in FlowColumn.allCases {
                let problem = Self.problem(report, column)
                #expect(problem == nil, "seed \(seed), \(column): \(problem ?? "")")
            }
            let other = try FlowBuilder.build(RandomHousehold.shuffled(input, seed: seed))
            #expect(other.jsonl == report.jsonl, "seed \(seed)")
        }
        // Households without a line would prove nothing.
        #expect(lineCount > 10 * Self.householdsOfPart)
    }

    /// What does not add up, computed here and not by the code that asserts it on each report.
    private static func problem(_ report: FlowReport, _ column: FlowColumn) -> String? {
        var income = 0
        var rest = 0
        var net: [String: Int] = [:]
        var cashIn = 0
        var cashOut = 0
        for line in report.lines {
            let cents = line[column] ?? 0
            let isIncome = line.section == .income
            if isIncome { income += cents } else { rest += cents }
            switch (line.earner, isIncome) {
            case (let earner?, true): net[earner, default: 0] += cents
            case (let earner?, false): net[earner, default: 0] -= cents
            case (nil, true): cashIn += cents
            case (nil, false): cashOut += cents
            }
            let parts = (report.parts[line.id] ?? []).filter { $0.column == column }
            if line.section != .balance, parts.map(\.cents).reduce(0, +) != cents {
                return "parts of \(line.id)"
            }
            if (line[column] == nil) != (line.provenance[column] == nil) { return "provenance of \(line.id)" }
        }
        if income != rest { return "income \(income), all else \(rest)" }
        let household = net.values.reduce(cashIn, +)
        return household == cashOut ? nil : "cash takes in \(household), gives out \(cashOut)"
    }
}
