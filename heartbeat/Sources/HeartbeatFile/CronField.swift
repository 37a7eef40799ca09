/// The values that one field of a cron expression allows.
public struct CronField: Equatable, Sendable {
    /// Bit v is set when the value v is allowed.
    let mask: UInt64
    /// Whether the field begins with `*`, as in `*` and `*/5`.
    let isWildcard: Bool

    /// Whether a value is allowed.
    public func contains(_ value: Int) -> Bool { mask & (1 << UInt64(value)) != 0 }

    /// Allowed values, ascending.
    public var values: [Int] { (0..<64).filter(contains) }

    /// What stands in a field.
    enum Kind: String, CaseIterable {
        case minute, hour
        case day = "day of month"
        case month
        case weekday = "day of week"

        var range: ClosedRange<Int> {
            switch self {
            case .minute: 0...59
            case .hour: 0...23
            case .day: 1...31
            case .month: 1...12
            // 7 is Sunday as well as 0.
            case .weekday: 0...7
            }
        }

        var names: [String] {
            switch self {
            case .month:
                ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
            case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
            case .minute, .hour, .day: []
            }
        }
    }

    /// Reads lists of `*`, values, ranges and steps.
    ///
    /// - Throws: ``CronError`` with the part that cannot be read.
    init(_ text: some StringProtocol, _ kind: Kind) throws(CronError) {
        var mask: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            mask |= try Self.mask(of: part, kind)
        }
        // Sunday has two numbers.
        if kind == .weekday, mask & (1 << 7) != 0 { mask = (mask | 1) & ~(1 << 7) }
        self.mask = mask
        isWildcard = text.hasPrefix("*")
    }

    private static func mask(of part: some StringProtocol, _ kind: Kind) throws(CronError) -> UInt64 {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let bounds = String(halves.first ?? "")
        var step = 1
        if halves.count == 2 {
            guard let given = number(halves[1]), given >= 1, given <= kind.range.upperBound else {
                throw CronError(kind.rawValue, String(part), "a step from 1 to \(kind.range.upperBound)")
            }
            step = given
        }
        let range = try range(of: bounds, hasStep: halves.count == 2, kind, part: String(part))
        return stride(from: range.lowerBound, through: range.upperBound, by: step).reduce(0) {
            $0 | (1 << UInt64($1))
        }
    }

    private static func range(
        of text: String, hasStep: Bool, _ kind: Kind, part: String
    ) throws(CronError) -> ClosedRange<Int> {
        // A star for days of the week means each of the seven once.
        if text == "*" { return kind == .weekday ? 0...6 : kind.range }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = ends.first, let low = value(first, kind) else {
            throw CronError(
                kind.rawValue, part, "numbers from \(kind.range.lowerBound) to \(kind.range.upperBound)")
        }
        guard ends.count == 2 else {
            // Other programs disagree on what `5/15` means.
            if hasStep {
                throw CronError(
                    kind.rawValue, part,
                    "a range or * before the step, as in \(low)-\(kind.range.upperBound)/2")
            }
            return low...low
        }
        guard let high = rangeEnd(ends[1], kind), low <= high else {
            throw CronError(
                kind.rawValue, part,
                "a range that ascends, from \(kind.range.lowerBound) to \(kind.range.upperBound)")
        }
        return low...high
    }

    private static func value(_ text: some StringProtocol, _ kind: Kind) -> Int? {
        if let number = number(text) { return kind.range.contains(number) ? number : nil }
        guard !text.isEmpty else { return nil }
        return kind.names.firstIndex(of: text.lowercased())
    }

    /// Sunday ends a week that it also begins: `fri-sun`.
    private static func rangeEnd(_ text: some StringProtocol, _ kind: Kind) -> Int? {
        value(text, kind).map { kind == .weekday && $0 == 0 && text != "0" ? 7 : $0 }
    }

    private static func number(_ text: some StringProtocol) -> Int? {
        guard (1...2).contains(text.count), text.allSatisfy(\.isASCIIDigit) else { return nil }
        return Int(text)
    }
}
