import Money
import Testing

@Suite("Pay schedules")
struct PayScheduleTests {
    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    @Test("Row 41: biweekly from 2027-01-01 has 27 pay dates; every 14 days, the last on 31 December")
    func biweekly() throws {
        let dates = PaySchedule.biweekly(anchor: try day("2027-01-01")).payDates(in: 2027)
        #expect(dates.count == 27)
        #expect(dates.first == (try day("2027-01-01")))
        #expect(dates.last == (try day("2027-12-31")))
        #expect(zip(dates, dates.dropFirst()).allSatisfy { $1.number - $0.number == 14 })
    }

    @Test(
        "Row 41: a pay date on a Saturday or Sunday counts on the Friday before, also over the turn of a year"
    )
    func weekends() throws {
        // 15 August 2026 is a Saturday, 31 May 2026 a Sunday.
        let dates = PaySchedule.monthDays([15, 31]).payDates(in: 2026)
        #expect(dates.count == 24)
        #expect(dates.contains(try day("2026-08-14")))
        #expect(dates.contains(try day("2026-05-29")))
        #expect(dates.contains(try day("2026-02-27")))
        #expect(dates.allSatisfy { $0.weekday < 5 })
        // 1 January 2028 is a Saturday: paid on 31 December 2027, and not in 2028.
        let first = PaySchedule.monthDays([1])
        #expect(first.payDates(in: 2027).last == (try day("2027-12-31")))
        #expect(first.payDates(in: 2027).count == 13)
        #expect(first.payDates(in: 2028).first == (try day("2028-02-01")))
    }

    @Test("No pay date is lost or doubled over ten years, whatever the anchor", arguments: 0..<28)
    func covers(offset: Int) throws {
        let anchor = try day("2024-01-01").adding(days: offset)
        for (schedule, step) in [(PaySchedule.weekly(anchor: anchor), 7), (.biweekly(anchor: anchor), 14)] {
            let dates = (2020...2029).flatMap(schedule.payDates)
            #expect(Set(dates).count == dates.count)
            #expect(zip(dates, dates.dropFirst()).allSatisfy { $1.number - $0.number == step })
        }
    }
}
