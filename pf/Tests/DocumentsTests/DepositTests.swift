import Household
import KitTesting
import Money
import PayDocuments
import PfTesting
import Testing

@Suite("Deposits against net pay")
struct DepositTests {
    /// A stub with net pay of 1,000.00 and one deposit.
    private static func stub(deposit cents: Int) -> PayDocument {
        func line(_ section: PaystubSection, _ cents: Int) -> PaystubLine {
            PaystubLine(section: section, label: "Any", rawLabel: "Any", currentCents: cents, ytdCents: nil)
        }
        return .paystub(
            Paystub(
                employer: "Mill", payDate: CalendarDay.firstDay(of: 2026),
                lines: [line(.earnings, 100_000), line(.deposits, cents)], grossCents: 100_000,
                grossYtdCents: 0,
                netCents: 100_000, netYtdCents: 0))
    }

    @Test(
        "E3: a small rest that nothing else explains is told and accepted",
        arguments: [99_863, 99_433, 99_089])
    func acceptsRest(cents: Int) throws {
        let stub = Self.stub(deposit: cents)
        #expect(try DocumentChecks.findings(for: stub, parameters: []).isEmpty)
        #expect(DocumentChecks.notes(for: stub).count == 1)
    }

    @Test(
        "E3: too much, one wrong digit, two swapped neighbours, whole dollars or over 1 % are refused",
        arguments: [
            100_001, 99_999, 99_940, 99_300, 99_982, 99_973, 99_730, 99_900, 99_500, 98_877, 50_000, 0, -137,
        ])
    func refuses(cents: Int) throws {
        let stub = Self.stub(deposit: cents)
        let findings = try DocumentChecks.findings(for: stub, parameters: [])
        #expect(findings.map(\.code) == ["paystub.depositMismatch"])
        #expect(DocumentChecks.notes(for: stub).isEmpty)
    }

    @Test("Deposits that add up are told of by nobody")
    func accepts() throws {
        let stub = Self.stub(deposit: 100_000)
        #expect(try DocumentChecks.findings(for: stub, parameters: []).isEmpty)
        #expect(DocumentChecks.notes(for: stub).isEmpty)
    }

    @Test("An amount that was lost from an equation is found, whichever it is")
    func findsLostAmounts() throws {
        let layout = try Shipped.layout()
        var losses = 0
        for seed in 0..<12 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var drawer = StubDrawer(isSideBySide: seed % 2 == 0)
            let stub = StubDrawer.stub(random: &random, hasDeposits: true)
            drawer.draw(stub, random: &random)
            let pages = drawer.drawing.pages(jitter: 0, random: &random)
            // What employers pay stands outside the equations; a lost zero leaves them as they were.
            let outside = Set(
                stub.lines.filter { $0.section == .employer }.flatMap { [$0.currentCents, $0.ytdCents] }
                    .compactMap { $0.map { AmountStyle.plain.text($0) } } + ["0.00"])
            for (page, content) in pages.enumerated() {
                for (index, word) in content.words.enumerated()
                where word.text.contains(".") && !outside.contains(word.text) {
                    var altered = pages
                    altered[page].words.remove(at: index)
                    let parsed = try? PaystubParser.parse(
                        pages: altered, layout: layout, employer: nil, sha256: "")
                    #expect(parsed?.status != .parsed, "seed \(seed): \(word.text)")
                    losses += 1
                }
            }
        }
        #expect(losses > 300)
    }
}
