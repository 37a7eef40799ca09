import Household
import Rules
import Testing

@Suite("Layout files")
struct LayoutTests {
    static func text() throws -> String { try #require(ShippedRules.all.first { $0.kind == .layout }).text }

    @Test("the shipped layout is read, and looked up without case and with any spaces")
    func readsShipped() throws {
        let layout = try RuleFiles.layout(text: Self.text(), fileName: "default.yaml")
        #expect(layout.column("year  TO date") == .ytd)
        #expect(layout.section("Earnings (continued)") == .earnings)
        #expect(layout.label("wa paid family leave - ee", in: .taxes) == "WA PFML")
        #expect(layout.label("WA PFML", in: .deductions) == nil)
        #expect(layout.total("Net Pay") == .net)
    }

    @Test("Row 22: typos, unknown sections and labels with two meanings are all named with their line")
    func namesAllFindings() throws {
        let text = try Self.text().replacing("  current:", with: "  curent:")
            .replacing("    Dental: [Dental]", with: "    Dental: [Dental, Vision]")
            .replacing("  employer:\n    401K Match", with: "  emplyer:\n    401K Match")
        let error = #expect(throws: RuleError.self) { try RuleFiles.layout(text: text, fileName: "own.yaml") }
        let messages = error?.description ?? ""
        #expect(messages.contains("unknown key \"curent\""))
        #expect(messages.contains("\"Vision\" is printed for \"Dental\" and for \"Vision\""))
        #expect(messages.contains("unknown key \"emplyer\""))
        #expect(error?.findings.allSatisfy { $0.file == "own.yaml" && $0.line > 1 } == true)
    }
}
