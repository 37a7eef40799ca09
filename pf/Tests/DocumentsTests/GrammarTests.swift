import Money
import Testing

@testable import PayDocuments

@Suite("Grammar of amounts, dates and secrets")
struct GrammarTests {
    @Test(
        "amounts have two decimals, one sign and groups of three",
        arguments: [
            ("1,234.56", 123_456), ("1234.56", 123_456), ("$1.00", 100), ("-1.00", -100), ("(1.00)", -100),
            ("1.00-", -100),
            ("-$1.00", -100), ("($1,000.00)", -100_000), ("0.00", 0),
        ])
    func readsAmount(text: String, cents: Int) { #expect(MoneyToken.cents(text) == cents) }

    @Test(
        "what is no amount is none",
        arguments: [
            "1,23.45", "1.5", "12", "1.234", "98.0731", "-(1.00)", "--1.00", "1.00-)", ".50", ",123.00",
            "12,3456.00", "",
            "99999999999999999.00", "1..00", "$", "-", "1,.00", "0x1.00",
        ])
    func refusesAmount(text: String) { #expect(MoneyToken.cents(text) == nil) }

    @Test(
        "days are months first, or years first",
        arguments: [
            ("09/15/2026", "2026-09-15"), ("9-5-2026", "2026-09-05"), ("2026-09-15", "2026-09-15"),
        ])
    func readsDay(text: String, day: String) { #expect(DateToken.day(text)?.description == day) }

    @Test(
        "what is no day is none",
        arguments: ["02/30/2026", "13/01/2026", "1/2/26", "1/2", "//", "a/b/c", "1/2/2026/3"])
    func refusesDay(text: String) { #expect(DateToken.day(text) == nil) }

    @Test(
        "numbers of people and accounts are taken out",
        arguments: [
            ("SSN 000-00-0001", "SSN [redacted]"), ("XXX-XX-0001", "[redacted]"),
            ("Checking ****1234", "Checking [redacted]"),
            ("xx9876", "[redacted]"), ("Acct 12345678", "Acct [redacted]"), ("401(k) Match", "401(k) Match"),
            ("Tax 2026", "Tax 2026"),
        ])
    func redacts(text: String, expected: String) { #expect(Redaction.redacted(text) == expected) }
}
