import Money

/// The grammar of printed days: `09/15/2026`, `9-15-2026`, `2026-09-15`.
enum DateToken {
    /// The day; nil when the text is none.
    static func day(_ text: String) -> CalendarDay? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "-" }
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
            return nil
        }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return nil }
        if parts[0].utf8.count == 4 {
            return CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2])
        }
        guard parts[2].utf8.count == 4 else { return nil }
        return CalendarDay(year: numbers[2], month: numbers[0], day: numbers[1])
    }
}
