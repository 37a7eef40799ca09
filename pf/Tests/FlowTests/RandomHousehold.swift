import Budgets
import Flow
import Household
import KitTesting
import Money
import Rules

/// Households drawn at random: one to four earners, several employers, refunds, claw-backs, gaps and overlaps.
struct RandomHousehold {
    private var random: SplitMix64
    private let earners: [Earner]
    private var employments: [Employment] = []

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        let count = Int.random(in: 1...4, using: &random)
        earners = ["ada", "ben", "cy", "dee"].prefix(count).map {
            Earner(slug: $0, displayName: $0.uppercased())
        }
    }

    /// A flow's input.
    static func input(seed: UInt64) -> FlowInput {
        var household = RandomHousehold(seed: seed)
        return household.input()
    }

    /// The same facts in another order.
    static func shuffled(_ input: FlowInput, seed: UInt64) -> FlowInput {
        var random = SplitMix64(seed: seed)
        var other = input
        other.documents.shuffle(using: &random)
        other.ynabRows.shuffle(using: &random)
        return other
    }

    private mutating func cents(_ limit: Int = 3_000_000) -> Int {
        Int.random(in: 0..<8, using: &random) == 0
            ? -Int.random(in: 0...20_000, using: &random)
            : Int.random(in: 0...limit, using: &random)
    }

    private mutating func chance(_ share: Int) -> Bool { Int.random(in: 0..<share, using: &random) == 0 }

    private mutating func day() -> CalendarDay {
        CalendarDay.firstDay(of: 2026).adding(days: Int.random(in: 0..<365, using: &random))
    }

    private mutating func input() -> FlowInput {
        for earner in earners {
            for index in 0..<Int.random(in: 0...2, using: &random) {
                employments.append(
                    Employment(
                        earner: earner.slug, employer: "Mill \(index)", schedule: schedule(),
                        payee: chance(2) ? "Mill \(index) Payroll" : nil, start: chance(4) ? day() : nil,
                        end: chance(4) ? day() : nil))
            }
        }
        let budget = budget()
        var documents: [FiledDocument] = []
        for earner in earners where !chance(5) {
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let employer = "Mill \(Int.random(in: 0...2, using: &random))"
                let content = chance(3) ? form(employer) : stub(employer)
                documents.append(
                    FiledDocument(
                        earner: earner.slug, content: content, sha256: "\(documents.count)-\(random.next())"))
            }
        }
        let rows = (0..<Int.random(in: 0...25, using: &random)).map { row($0) }
        return FlowInput(
            budget: budget, budgetVersion: Int.random(in: 1...9, using: &random), documents: documents,
            ynabRows: rows,
            mapping: FlowFixture.mapping,
            parameters: Parameters(year: 2026, files: FlowFixture.parameterFiles),
            asOf: day())
    }

    private mutating func schedule() -> PaySchedule {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .weekly(anchor: day())
        case 1: .biweekly(anchor: day())
        default: .monthDays(chance(2) ? [15, 31] : [28])
        }
    }

    private mutating func amount() -> PlannedAmount {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: .annual(cents: cents(20_000_000))
        case 1: .perPeriod(cents: cents(500_000), periods: 26)
        default: .monthly(cents: cents(500_000))
        }
    }

    private mutating func budget() -> Budget {
        var items: [BudgetItem] = []
        for item in FlowFixture.mapping.items where chance(2) {
            if item.scope == .sumAll {
                items.append(BudgetItem(id: item.id, earner: nil, amount: amount()))
            } else {
                for earner in earners where chance(2) {
                    items.append(BudgetItem(id: item.id, earner: earner.slug, amount: amount()))
                }
            }
        }
        let groups = ["Rent", "Travel", "Savings Goals", "Food"].filter { _ in chance(2) }
        return Budget(
            year: 2026, name: "Random", earners: earners, employments: employments, items: items,
            groups: groups.map { BudgetGroup(group: $0, amount: amount()) },
            events: employments.prefix(2).map {
                IncomeEvent(
                    earner: $0.earner, employer: $0.employer, kind: chance(2) ? "rsu" : "bonus", date: day(),
                    amountCents: abs(cents()))
            })
    }

    private mutating func stub(_ employer: String) -> PayDocument {
        let labels: [(PaystubSection, [String])] = [
            (.earnings, ["Regular", "Bonus", "RSU", "Overtime"]),
            (
                .taxes,
                ["Federal Income Tax", "Social Security", "Medicare", "Additional Medicare", "WA PFML"]
            ),
            (.retirement, ["401K", "401K Roth", "401K After Tax"]),
            (.deductions, ["Medical", "HSA", "DCFSA", "ESPP", "ESPP Refund"]), (.equity, ["RSU Offset"]),
            (.employer, ["HSA Employer"]),
        ]
        var lines: [PaystubLine] = []
        for (section, names) in labels {
            for name in names where !chance(3) {
                lines.append(
                    PaystubLine(
                        section: section, label: name, rawLabel: name,
                        currentCents: chance(5) ? nil : cents(400_000),
                        ytdCents: chance(9) ? nil : cents()))
            }
        }
        // What a flow reads of a stub are its lines; the equations are the parser's business.
        return .paystub(
            Paystub(
                employer: employer, payDate: day(), lines: lines, grossCents: nil, grossYtdCents: nil,
                netCents: nil,
                netYtdCents: nil))
    }

    private mutating func form(_ employer: String) -> PayDocument {
        let boxes = ["1", "2", "3", "4", "5", "6", "10"].filter { _ in !chance(5) }
        return .w2(
            WageStatement(
                taxYear: 2026, employer: employer, ein: "00-000000\(Int.random(in: 1...3, using: &random))",
                copies: 1,
                boxes: boxes.map { WageStatement.Box(box: $0, cents: abs(cents(30_000_000))) },
                box12: ["D", "AA", "W"].filter { _ in chance(2) }.map {
                    .init(code: $0, cents: abs(cents()))
                },
                box14: ["WAPFML", "WACARES"].filter { _ in chance(2) }.map {
                    .init(label: $0, cents: abs(cents()))
                },
                states: chance(3) ? [.init(state: "OR", wagesCents: 1, taxCents: abs(cents()))] : []))
    }

    private mutating func row(_ index: Int) -> YnabRow {
        let payees = ["Mill 0 Payroll", "Bank Interest", "Market", "bank interest"]
        let groups = ["Rent", "Travel", "Savings Goals", "Food", "Uncategorized", "Café & Bar"]
        let kind: YnabRow.Kind =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: .inflow
            case 1: .excluded(.transfer)
            default: .spending(group: groups.randomElement(using: &random) ?? "Food", category: "Any")
            }
        return YnabRow(
            id: "r\(index)", day: day(), milliunits: -10 * cents(),
            payee: payees.randomElement(using: &random) ?? "",
            kind: kind)
    }
}
