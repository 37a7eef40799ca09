import Budgets
import Foundation
import JSONText
import Money
import PfTesting
import Rules
import Testing
import Ynab

@testable import PDFText
@testable import PayDocuments

/// Row 68 of the acceptance.
///
/// `PF_FUZZ_COUNT=1000000` gives the row's count (`Scripts/fuzz`); without it a short, honest version runs.
@Suite("Fuzzers", .serialized)
struct FuzzTests {
    static let count = ProcessInfo.processInfo.environment["PF_FUZZ_COUNT"].flatMap { Int($0) } ?? 2000
    private static let seed = ProcessInfo.processInfo.environment["PF_FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

    /// Runs inputs.
    ///
    /// A crash ends the run, an input that takes over a second fails it. Prints how many were taken.
    private func run(_ name: String, seeds: [String], words: [String], _ take: ([UInt8]) -> Bool) {
        var mutator = Mutator(seeds: seeds, words: words, seed: Self.seed)
        var taken = 0
        let clock = ContinuousClock()
        for index in 0..<Self.count {
            let input = mutator.next()
            let start = clock.now
            if take(input) { taken += 1 }
            let spent = clock.now - start
            #expect(spent < .seconds(1), "\(name), input \(index): \(spent)")
        }
        print("fuzz \(name): \(Self.count) inputs, \(taken) taken")
        // Inputs that are all refused, or all taken, would test one path only.
        #expect(taken > 0 && taken < Self.count)
    }

    @Test("Row 68: the reader of pdftotext's XHTML")
    func boxes() {
        let page = """
            <page width="612.000000" height="792.000000">
              <word xMin="10.000000" yMin="20.5" xMax="90.25" yMax="31">Regular</word>
              <word xMin="200" yMin="20.5" xMax="240" yMax="31">1,234.56</word>
              <word xMin="1e3" yMin="-5" xMax="2" yMax="0">a &amp; b &#x41; &lt;</word>
            </page>

            """
        run(
            "XHTML", seeds: [page, page + page, "<word xMin=\"1\">", ""],
            words: [
                "<page ", "<word ", "</word>", "xMin=\"", "&#x110000;", "&#", "&amp;", "nan", "1e309", "\"",
            ]
        ) {
            BoxReader.pages($0).map { !$0.isEmpty } ?? false
        }
    }

    @Test("Row 68: amounts and days")
    func tokens() {
        let seeds = [
            "1,234.56", "(1.00)", "1.00-", "$99.10", "-0.01", "09/15/2026", "2026-09-15", "9-1-2026",
            "\u{2212}5.00",
        ]
        run(
            "money and days", seeds: seeds,
            words: ["-", "(", ")", "$", ",", ".", "/", "9999999999", "\u{2212}", "00"]
        ) {
            let text = String(decoding: $0, as: UTF8.self)
            let cents = MoneyToken.cents(text)
            let day = DateToken.day(text)
            // What is taken for an amount reads back as the same amount.
            if let cents { #expect(MoneyToken.cents(Cents.text(cents)) == cents, "\(text)") }
            if let day { #expect(CalendarDay(day.description) == day, "\(text)") }
            _ = try? Decimal(text)
            _ = try? Cents.fromDollars(text)
            _ = Redaction.redacted(text)
            return cents != nil || day != nil
        }
    }

    @Test("Row 68: budget documents")
    func budgets() throws {
        let seeds = try ["2026-1", "2026-5-converted"].map { try Fixtures.text("budgets/\($0).json") }
        let parameters = ShippedRules.all.filter { $0.kind == .parameters }.compactMap {
            try? RuleFiles.parameters(text: $0.text, fileName: $0.name)
        }
        let mapping = try RuleFiles.mapping(
            text: ShippedRules.all.first { $0.kind == .mapping }?.text ?? "", fileName: "m",
            parameterNames: Set(parameters.flatMap { $0.values.map(\.name) }))
        let rules = BudgetRules(
            items: Dictionary(
                mapping.items.map {
                    ($0.id, BudgetRules.Item(section: $0.section, isPerEarner: $0.scope == .perEarner))
                }, uniquingKeysWith: { $1 }),
            eventKinds: ["bonus", "rsu"])
        run(
            "budget JSON", seeds: seeds,
            words: [
                "{", "}", "[", "]", ",", "\"", "null", "1e999", "9223372036854775807", "-", "\\ud800",
                "\"annualCents\":", "\u{0}",
            ]
        ) {
            guard let document = try? BudgetDocument.parse($0, rules: rules) else { return false }
            let again = try? BudgetDocument.parse(Array(document.canonicalText.utf8), rules: rules)
            #expect(again?.canonicalText == document.canonicalText)
            return true
        }
    }

    @Test("Row 68: layout files")
    func layouts() {
        let text = ShippedRules.all.first { $0.kind == .layout }?.text ?? ""
        let seeds = [text, String(text.prefix(900)), "layout: x\nversion: 1\n"]
        run(
            "layout YAML", seeds: seeds,
            words: [":", "- ", "\n", "  ", "*a", "&a ", "!!", "{", "[", "|", "'", "? ", "<<: *a"]
        ) {
            (try? RuleFiles.layout(text: String(decoding: $0, as: UTF8.self), fileName: "fuzz.yaml")) != nil
        }
    }

    @Test("Row 68: bodies of YNAB")
    func bodies() throws {
        let names = ["plans", "accounts", "categories", "transactions", "transactions-delta", "error-401"]
        let seeds =
            try names.map { try String(Fixtures.text("ynab/\($0).json").prefix(6000)) } + [
                "{\"data\":{\"transactions\":[],\"server_knowledge\":1}}"
            ]
            + [try Fixtures.text("ynab/accounts.json"), try Fixtures.text("ynab/plans.json")]
        run(
            "YNAB bodies", seeds: seeds,
            words: [
                "{", "}", "null", "\"deleted\":true", "1e400", "-9223372036854775808",
                "\"date\":\"2026-02-30\"", "[]", "\\u0000",
            ]
        ) { bytes in
            let taken = [
                (try? YnabBodies.plans(bytes)) != nil, (try? YnabBodies.accounts(bytes)) != nil,
                (try? YnabBodies.groups(bytes)) != nil, (try? YnabBodies.transactions(bytes)) != nil,
            ]
            _ = YnabBodies.error(bytes)
            return taken.contains(true)
        }
    }
}
