import KitTesting
import Money
import Testing

@Suite("Cents and exact rates")
struct CentsTests {
    @Test("Rates are rounded once, half away from zero")
    func rounds() throws {
        let half = try Decimal("0.5")
        #expect(try [1, 3, -1, -3].map(half.of) == [1, 2, -1, -2])
        #expect(try Decimal("0.062").of(17_610_000) == 1_091_820)
        // The product of numerator and amount needs more than 64 bits.
        #expect(try Decimal("0.123456789012345678").of(900_000_000_000_000) == 111_111_110_111_111)
        #expect(try Cents.scale(100, by: 12, over: 8) == 150)
        #expect(try Cents.scale(-5, by: 1, over: 3) == -2)
    }

    @Test("Scaling agrees with long division for every small case")
    func enumerates() throws {
        for cents in -40...40 {
            for numerator in 0...12 {
                for denominator in 1...12 {
                    let twice = 2 * abs(cents) * numerator + denominator
                    let expected = twice / (2 * denominator) * (cents < 0 ? -1 : 1)
                    #expect(try Cents.scale(cents, by: numerator, over: denominator) == expected)
                }
            }
        }
    }

    @Test("What does not fit is an error, not a trap")
    func overflows() {
        #expect(throws: MoneyError.overflow) { try Cents.add(.max, 1) }
        #expect(throws: MoneyError.overflow) { try Cents.subtract(.min, 1) }
        #expect(throws: MoneyError.overflow) { try Cents.multiply(.max, 2) }
        #expect(throws: MoneyError.overflow) { try Cents.sum([.max, 1]) }
        #expect(throws: MoneyError.overflow) { try Cents.scale(.max, by: 3, over: 2) }
        #expect(throws: MoneyError.overflow) { try Decimal("99999999999999999999") }
    }

    @Test("Dollars are read exactly and printed back; unknown is -, zero is 0.00")
    func texts() throws {
        #expect(try Cents.fromDollars("3975.02") == 397_502)
        #expect(try Cents.fromDollars("54000") == 5_400_000)
        #expect(try Cents.fromDollars("-1.5") == -150)
        #expect(Cents.text(nil) == "-")
        #expect(Cents.text(0) == "0.00")
        #expect(Cents.text(-5) == "-0.05")
        #expect(Cents.text(.min) == "-92233720368547758.08")
        var random = SplitMix64(seed: 1)
        for _ in 0..<1_000 {
            let cents = Int.random(in: -1_000_000_000...1_000_000_000, using: &random)
            #expect(try Cents.fromDollars(Cents.text(cents)) == cents)
        }
    }

    @Test(
        "Other texts are no amount",
        arguments: ["", "1.234", ".5", "1.", "1e3", "0x10", "1,000", "NaN", " 1", "--1"])
    func refuses(text: String) { #expect(throws: MoneyError.self) { try Cents.fromDollars(text) } }
}
