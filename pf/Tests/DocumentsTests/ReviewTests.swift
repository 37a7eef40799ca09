import Household
import KitTesting
import PayDocuments
import PfTesting
import Rules
import Testing

@Suite("Corrections in review")
struct ReviewTests {
    @Test("Row 11: a label that is set makes the stub whole; a wrong net is named by its equation")
    func setsLabel() throws {
        let layout = try Shipped.layout()
        let unknown = try Shipped.parse(Fixtures.path("documents/stub-unknown-label.pdf"), kind: .paystub)
        guard case .paystub(let stub) = unknown.content else { return }
        let index = try #require(stub.lines.firstIndex { $0.label == nil })
        let edited = try DocumentEditor.setting(
            "lines.\(index).label=Parking", in: unknown.content, layout: layout)
        #expect(try DocumentChecks.findings(for: edited, parameters: Shipped.parameters()).isEmpty)
        let wrong = try Shipped.parse(Fixtures.path("documents/stub-net-wrong.pdf"), kind: .paystub)
        let findings = try DocumentChecks.findings(for: wrong.content, parameters: Shipped.parameters())
        #expect(findings.map(\.code) == ["paystub.netMismatch"])
        #expect(findings.first?.message.contains("E2") == true)
    }

    @Test(
        "what cannot be set is refused with what can",
        arguments: [
            "lines.99.label=Parking", "lines.0.label=Parkng", "lines.0.label", "kind=w2", "netCents=1.5",
            "payDate=2026-02-30",
            "periodBegin=x", "lines.0.section=zorp", "nothing=1",
        ])
    func refuses(assignment: String) throws {
        let stub = try Shipped.parse(Fixtures.path("documents/stub-avery-2026-09-15.pdf"), kind: .paystub)
        let layout = try Shipped.layout()
        #expect(throws: PayDocumentError.self) {
            try DocumentEditor.setting(assignment, in: stub.content, layout: layout)
        }
    }

    @Test("Row 23: a tax that only a layout file knows is read; without its row the stub goes to review")
    func readsNewTax() throws {
        var random = SplitMix64(seed: 5)
        var stub = StubDrawer.stub(random: &random, hasDeposits: true)
        let index = try #require(stub.lines.firstIndex { $0.section == .taxes })
        stub.lines[index].rawLabel = "OR STT"
        stub.lines[index].label = "OR STT"
        var drawer = StubDrawer()
        drawer.draw(stub, random: &random)
        let pages = drawer.drawing.pages(jitter: 0, random: &random)
        let text = try #require(ShippedRules.all.first { $0.kind == .layout }).text
        let extended = text.replacing(
            "  taxes:\n    Federal", with: "  taxes:\n    OR STT: [OR STT]\n    Federal")
        let layout = try RuleFiles.layout(text: extended, fileName: "own.yaml")
        let read = try PaystubParser.parse(pages: pages, layout: layout, employer: nil, sha256: "")
        #expect(GeneratedDocumentsTests.isSame(read.content, stub) && read.status == .parsed)
        let unread = try Shipped.parse(pages, kind: .paystub)
        #expect(unread.findings.map(\.code) == ["paystub.unknownLabel"])
    }
}
