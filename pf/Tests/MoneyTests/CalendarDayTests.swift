import Money
import Testing

@Suite("Days")
struct CalendarDayTests {
    @Test("Every day of 400 years has one number, and the number gives the day back")
    func numbers() throws {
        var day = try #require(CalendarDay("1900-01-01"))
        #expect(day.number == -25_567)
        #expect(day.weekday == 0)
        while day.year < 2300 {
            let next = day.adding(days: 1)
            guard next.number == day.number + 1, next > day, CalendarDay("\(next)") == next,
                next.weekday == (day.weekday + 1) % 7
            else {
                Issue.record("\(day) is followed by \(next)")
                return
            }
            day = next
        }
        #expect(CalendarDay("1970-01-01")?.number == 0)
    }

    @Test(
        "Texts that are no day are refused",
        arguments: [
            "", "2026-2-01", "2026-02-30", "2025-02-29", "2026-13-01", "0000-01-01", "2026/02/01",
            "2026-02-01 ",
            "+026-02-01", "٢٠٢٦-02-01",
        ])
    func refuses(text: String) { #expect(CalendarDay(text) == nil) }

    @Test("29 February is a day of leap years only")
    func leapYears() {
        let leap = (1896...2104).filter { CalendarDay(year: $0, month: 2, day: 29) != nil }
        #expect(!leap.contains(1900) && leap.contains(2000) && leap.contains(2024) && !leap.contains(2100))
        #expect(leap.count == 51)
    }
}
