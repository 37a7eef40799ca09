import Household
import KitTesting
import PayDocuments
import PfTesting
import Rules
import Testing

@Suite("Generated documents")
struct GeneratedDocumentsTests {
    /// The aim for documents that go to review without need, in per cent.
    static let reviewLimitPercent = 5

    @Test("Row 14: of 1,000 stubs none is wrong with status parsed; few go to review")
    func readsStubs() throws {
        let layout = try Shipped.layout()
        var reviews = 0
        for seed in 0..<1_000 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var drawer = StubDrawer.random(&random)
            let stub = StubDrawer.stub(random: &random, hasDeposits: drawer.hasDeposits)
            drawer.draw(stub, random: &random)
            let pages = drawer.drawing.pages(jitter: 1.5, random: &random)
            let parsed = try PaystubParser.parse(
                pages: pages, layout: layout, employer: "Harbor Clinic", sha256: "")
            guard parsed.status == .parsed else {
                reviews += 1
                continue
            }
            #expect(Self.isSame(parsed.content, stub), "seed \(seed)")
        }
        print("generated stubs: \(reviews) of 1000 in review")
        #expect(reviews * 100 < Self.reviewLimitPercent * 1_000, "\(reviews) of 1000 stubs in review")
    }

    @Test("Row 14: of 300 W-2 forms none is wrong with status parsed; few go to review")
    func readsForms() throws {
        let parameters = try Shipped.parameters()
        var reviews = 0
        for seed in 0..<300 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var form = W2Drawer.form(random: &random)
            var drawer = W2Drawer()
            drawer.copies = [1, 2, 4].randomElement(using: &random) ?? 1
            drawer.style = [.plain, .dollar, .noSeparators].randomElement(using: &random) ?? .plain
            drawer.draw(form)
            form.copies = drawer.copies
            let pages = drawer.drawing.pages(jitter: 0.8, random: &random)
            let parsed = try W2Parser.parse(pages: pages, parameters: parameters, sha256: "")
            guard parsed.status == .parsed else {
                reviews += 1
                continue
            }
            #expect(parsed.content == .w2(form), "seed \(seed)")
        }
        print("generated W-2 forms: \(reviews) of 300 in review")
        #expect(reviews * 100 < Self.reviewLimitPercent * 300, "\(reviews) of 300 forms in review")
    }

    @Test("Row 15: one digit changed in any amount of an equation is found")
    func findsChangedDigits() throws {
        let layout = try Shipped.layout()
        var changes = 0
        for seed in 0..<16 as Range<UInt64> {
            var random = SplitMix64(seed: seed)
            var drawer = StubDrawer(isSideBySide: seed % 2 == 0)
            let stub = StubDrawer.stub(random: &random, hasDeposits: true)
            drawer.draw(stub, random: &random)
            let pages = drawer.drawing.pages(jitter: 0, random: &random)
            let whole = try PaystubParser.parse(pages: pages, layout: layout, employer: nil, sha256: "")
            try #require(whole.status == .parsed, "seed \(seed)")
            // Amounts of employers stand outside the equations.
            let outside = Set(
                stub.lines.filter { $0.section == .employer }.flatMap { [$0.currentCents, $0.ytdCents] }
                    .compactMap { $0.map { AmountStyle.plain.text($0) } })
            for (page, content) in pages.enumerated() {
                for (index, word) in content.words.enumerated()
                where word.text.contains(".") && !outside.contains(word.text) {
                    guard let changed = Self.changingDigit(word.text, &random) else { continue }
                    var altered = pages
                    altered[page].words[index].text = changed
                    let parsed = try PaystubParser.parse(
                        pages: altered, layout: layout, employer: nil, sha256: "")
                    #expect(parsed.status == .needsReview, "seed \(seed): \(word.text) -> \(changed)")
                    changes += 1
                }
            }
        }
        print("changed digits: \(changes) tried")
        #expect(changes > 400)
    }

    private static func changingDigit(_ text: String, _ random: inout SplitMix64) -> String? {
        var characters = Array(text)
        let digits = characters.indices.filter { characters[$0].isNumber }
        guard let index = digits.randomElement(using: &random), let digit = characters[index].wholeNumberValue
        else { return nil }
        characters[index] = Character(String((digit + Int.random(in: 1...9, using: &random)) % 10))
        return String(characters)
    }

    /// The order of sections may differ: the pages of two tables side by side have none of their own.
    static func isSame(_ content: PayDocument, _ expected: Paystub) -> Bool {
        guard case .paystub(var stub) = content else { return false }
        stub.pages = expected.pages
        stub.lines = PaystubSection.allCases.flatMap { section in stub.lines.filter { $0.section == section }
        }
        return stub == expected
    }
}

extension StubDrawer {
    /// A drawer of random habits.
    static func random(_ random: inout SplitMix64) -> StubDrawer {
        var drawer = StubDrawer()
        drawer.isSideBySide = Bool.random(using: &random)
        drawer.style = AmountStyle.allCases.randomElement(using: &random) ?? .plain
        drawer.isNegated = Bool.random(using: &random)
        drawer.isSwapped = Int.random(in: 0..<4, using: &random) == 0
        drawer.hasDeposits = Int.random(in: 0..<4, using: &random) > 0
        drawer.currentWord = ["Current", "Amount", "This Period"].randomElement(using: &random) ?? "Current"
        drawer.ytdWord = ["YTD", "Year to Date"].randomElement(using: &random) ?? "YTD"
        return drawer
    }
}
