import Foundation
import Household
import KitTesting
import PfTesting
import Testing

/// Thirteen PDFs of the two families, drawn here and read through `pdftotext`.
@Suite("Documents drawn as PDFs")
struct HeldOutDocumentsTests {
    static let stubs: [(name: String, drawer: StubDrawer)] = [
        ("other header words", StubDrawer(currentWord: "This Period", ytdWord: "Year to Date")),
        ("(1.00), side by side", StubDrawer(isSideBySide: true, style: .parentheses, isNegated: true)),
        ("1.00-, side by side", StubDrawer(isSideBySide: true, style: .trailingMinus, isNegated: true)),
        ("swapped columns", StubDrawer(isSwapped: true)),
        (
            "swapped columns, side by side",
            StubDrawer(isSideBySide: true, isSwapped: true, currentWord: "Amount")
        ),
        ("no deposits", StubDrawer(hasDeposits: false)),
        ("no separators", StubDrawer(style: .noSeparators)),
        ("dollar signs", StubDrawer(isSideBySide: true, style: .dollar)),
    ]

    @Test("Row 13: held-out stubs are read or go to review, never wrongly", arguments: 0..<8)
    func readsStub(index: Int) throws {
        var random = SplitMix64(seed: UInt64(index) + 7_000)
        var drawer = Self.stubs[index].drawer
        let stub = StubDrawer.stub(random: &random, hasDeposits: drawer.hasDeposits)
        drawer.draw(stub, random: &random)
        let parsed = try parse(drawer.drawing, .paystub)
        #expect(parsed.status == .parsed, "\(Self.stubs[index].name): \(parsed.findings)")
        #expect(GeneratedDocumentsTests.isSame(parsed.content, stub), "\(Self.stubs[index].name)")
    }

    @Test(
        "Row 13: held-out forms are read or go to review, never wrongly",
        arguments: [
            (1, AmountStyle.plain), (2, .dollar), (4, .plain), (4, .noSeparators), (1, .noSeparators),
        ])
    func readsForm(copies: Int, style: AmountStyle) throws {
        var random = SplitMix64(seed: UInt64(copies) + 9_000)
        var form = W2Drawer.form(random: &random)
        form.states = [
            .init(state: "WA"),
            .init(
                state: "OR", wagesCents: 900_000, taxCents: 61_250, localWagesCents: nil,
                localTaxCents: 4_400, locality: "PORTLAND"),
        ]
        form.copies = copies
        var drawer = W2Drawer(copies: copies, style: style)
        drawer.draw(form)
        let parsed = try parse(drawer.drawing, .w2)
        #expect(parsed.status == .parsed, "\(parsed.findings)")
        #expect(parsed.content == .w2(form))
    }

    @Test("copies that differ in any box go to review")
    func findsDifferentCopies() throws {
        var random = SplitMix64(seed: 3)
        let form = W2Drawer.form(random: &random)
        var other = form
        other.boxes[1].cents += 900
        var drawer = W2Drawer(copies: 4)
        drawer.draw(form, last: other)
        let parsed = try parse(drawer.drawing, .w2)
        #expect(parsed.findings.map(\.code) == ["w2.copiesDisagree"])
    }

    private func parse(_ drawing: Drawing, _ kind: PayDocument.Kind) throws -> ParsedDocument {
        let folder = try TemporaryFolder.make("held-out")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("document.pdf")
        try drawing.pdf().write(to: file)
        return try Shipped.parse(file.path, kind: kind)
    }
}
