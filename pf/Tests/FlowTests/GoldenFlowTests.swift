import Budgets
import Flow
import Foundation
import Household
import JSONText
import Money
import PfTesting
import Rules
import Testing

@Suite("Golden flows")
struct GoldenFlowTests {
    @Test("Row 33: the flow of 2026 is the golden file, byte for byte")
    func flow2026() throws {
        let report = try FlowBuilder.build(FlowFixture.input2026())
        try expectSame(report.jsonl, "golden/flow-2026.jsonl")
    }

    @Test("Row 26: after the delta the flow is the golden file")
    func afterDelta() throws {
        let report = try FlowBuilder.build(FlowFixture.input2026(withDelta: true))
        try expectSame(report.jsonl, "golden/flow-2026-after-delta.jsonl")
    }

    @Test("Row 35: several W-2s, two employers, a missing earner")
    func otherFlows() throws {
        try expectSame(try FlowBuilder.build(FlowFixture.input2025()).jsonl, "golden/flow-2025.jsonl")
        let avery = FlowFixture.stubs2026.filter { $0.contains("avery") }
        let report = try FlowBuilder.build(FlowFixture.input2026(stubs: avery))
        try expectSame(report.jsonl, "golden/flow-2026-only-avery.jsonl")
    }

    @Test("Row 34: the converted budget gives the same flow")
    func convertedBudget() throws {
        var input = try FlowFixture.input2026()
        input.budget = try FlowFixture.budget("2026-5-converted")
        try expectSame(try FlowBuilder.build(input).jsonl, "golden/flow-2026.jsonl")
    }

    @Test("Row 17: the conversion of version 1 is the golden file, and converts to itself")
    func conversion() throws {
        let once = try BudgetDocument.parse(
            [UInt8](Fixtures.data("budgets/2026-5.json")), rules: FlowFixture.rules)
        #expect(once.canonicalText + "\n" == (try Fixtures.text("budgets/2026-5-converted.json")))
        let twice = try BudgetDocument.parse(Array(once.canonicalText.utf8), rules: FlowFixture.rules)
        #expect(twice.canonicalText == once.canonicalText)
    }

    @Test("Row 36: the former program differs in three kinds only; a cent is unexplained")
    func comparison() throws {
        let former = try FlowFile.parse(try Fixtures.text("golden/flow-2026-former.jsonl"), name: "a")
        let now = try FlowFile.parse(try Fixtures.text("golden/flow-2026.jsonl"), name: "b")
        let comparison = try FlowComparison(former, now)
        try expectSame(comparison.json.text + "\n", "golden/compare-2026.json")
        var other = now
        other.lines[3].actualCents = 1
        #expect(try FlowComparison(former, other).verdict == .unexplained)
        #expect(try FlowComparison(now, now).verdict == .identical)
    }

    @Test("Row 37: figures computed by hand")
    func byHand() throws {
        let lines = try FlowBuilder.build(FlowFixture.input2026()).lines
        func figures(_ id: String) -> [Int?] {
            lines.filter { $0.id == id }.flatMap { [$0.planCents, $0.actualCents, $0.projectedCents] }
        }
        #expect(figures("tax.additional_medicare.avery") == [66787, 11308, 75787])
        #expect(figures("tax.social_security.avery") == [1_143_900, 1_143_900, 1_143_900])
        #expect(figures("saving.401k.avery") == [2_450_000, 2_040_000, 2_450_000])
        #expect(lines.first { $0.id == "saving.401k.avery" }?.flags == ["limit"])
    }

    @Test("Row 38: the parts of federal tax are both stubs and add up to the line")
    func explanation() throws {
        let report = try FlowBuilder.build(FlowFixture.input2026())
        let parts = try #require(report.parts["tax.federal"])
        let actual = parts.filter { $0.column == .actual }
        #expect(Set(actual.compactMap(\.sha256)).count == 2)
        let projected = parts.filter { $0.column == .projected }
        #expect(projected.map(\.payDatesLeft) == [7, 7])
        #expect(projected.allSatisfy { $0.parameters == ["us-2026/supplemental_rate = 0.22"] })
        for line in report.lines where line.section != .balance {
            for column in FlowColumn.allCases {
                let sum = (report.parts[line.id] ?? []).filter { $0.column == column }.map(\.cents).reduce(
                    0, +)
                #expect(sum == line[column] ?? 0, "\(line.id) \(column)")
            }
        }
    }

    @Test("Row 39: a W-2 and a December stub that differ by 12.00 are in conflict; the W-2 counts")
    func conflict() throws {
        var input = try FlowFixture.input2025()
        for index in input.documents.indices {
            guard case .paystub(var stub) = input.documents[index].content else { continue }
            for line in stub.lines.indices where stub.lines[line].label == "Federal Income Tax" {
                stub.lines[line].ytdCents = (stub.lines[line].ytdCents ?? 0) + 1200
            }
            input.documents[index].content = .paystub(stub)
        }
        let line = try FlowBuilder.build(input).lines.first { $0.id == "tax.federal" }
        #expect(line?.flags == ["conflict"])
        #expect(line?.actualCents == 5_621_334)
    }

    @Test("Row 24: a year without parameters names the files it needs")
    func missingYear() throws {
        var input = try FlowFixture.input2026()
        input.budget.year = 2028
        input.parameters = .init(year: 2028, files: FlowFixture.parameterFiles)
        #expect(throws: FlowError.noParameters(expectedNames: ["us-2028", "us-wa-2028"])) {
            try FlowBuilder.build(input)
        }
    }

    private func expectSame(_ text: String, _ fixture: String) throws {
        let expected = try Fixtures.text(fixture)
        guard text != expected else { return }
        let pairs = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
        for (found, wanted) in pairs where found != wanted {
            Issue.record("found \(found)\nwanted \(wanted)")
        }
        #expect(text.utf8.count == expected.utf8.count)
    }
}
