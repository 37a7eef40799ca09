import Ledger
import Testing

@testable import Gateway

@Suite("When alarms open, repeat and close")
struct AlarmBookTests {
    private let cause = Expectations.Cause(key: "route:me", text: "silent")
    private func row(sent: Int) -> AlarmRow {
        AlarmRow(key: "route:me", text: "silent", opened: 0, sent: sent)
    }

    private func changes(
        _ causes: [Expectations.Cause], _ open: [AlarmRow], isComplete: Bool = true, now: Int
    ) -> [AlarmChange] {
        AlarmBook.entries(causes, open: open, isComplete: isComplete, now: now).map(\.change)
    }

    @Test("an alarm opens once, is told again after six hours, and closes once")
    func life() {
        #expect(changes([cause], [], now: 0) == [.opens])
        #expect(changes([cause], [row(sent: 0)], now: 21_599) == [])
        #expect(changes([cause], [row(sent: 0)], now: 21_600) == [.repeats])
        #expect(changes([], [row(sent: 0)], now: 60) == [.closes])
        #expect(changes([], [], now: 60) == [])
    }

    @Test("a look at a part of the causes closes nothing")
    func part() {
        #expect(changes([], [row(sent: 0)], isComplete: false, now: 60) == [])
    }
}
