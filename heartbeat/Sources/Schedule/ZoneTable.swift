private import Foundation

/// The offsets of a time zone over a span of time, as stretches of constant offset.
///
/// Foundation's calendar maps a time inside a gap to a later one without a word, and a doubled time to its first
/// pass; from the stretches both can be seen.
public struct ZoneTable: Sendable {
    /// A stretch of time in which the offset does not change.
    struct Stretch: Equatable, Sendable {
        /// First second, since 1970.
        public let start: Int
        /// First second that does not belong to it.
        public let end: Int
        /// Seconds that the wall clock is ahead of UTC.
        public let offset: Int

        /// The wall clock at its start, as seconds since 1970 that a clock without a zone would show.
        var wallStart: Int { start + offset }
        /// The wall clock at its end.
        var wallEnd: Int { end + offset }
    }

    /// The stretches, in order, without holes.
    let stretches: [Stretch]

    /// Wall clocks differ from UTC by less than this.
    static let marginSeconds = 26 * 3600
    /// No zone changes its offset twice within this time.
    private static let stepSeconds = 3 * 3600

    /// Reads a zone's offsets; nil when there is no such zone.
    ///
    /// - Parameters:
    ///   - zone: IANA name.
    ///   - span: Seconds since 1970 that are asked about; the table holds a day and a bit more at either side.
    /// - Complexity: O(span / 3 h).
    public init?(zone: String, covering span: ClosedRange<Int>) {
        guard let zone = TimeZone(identifier: zone) else { return nil }
        func offset(_ seconds: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        }
        let end = span.upperBound + Self.marginSeconds
        var start = span.lowerBound - Self.marginSeconds
        var time = start
        var current = offset(start)
        var found: [Stretch] = []
        while time < end {
            let next = min(time + Self.stepSeconds, end)
            if offset(next) != current {
                // The first second of the new offset, by bisection.
                var (low, high) = (time, next)
                while high - low > 1 {
                    let middle = (low + high) / 2
                    if offset(middle) == current { low = middle } else { high = middle }
                }
                found.append(Stretch(start: start, end: high, offset: current))
                (start, time, current) = (high, high, offset(high))
            } else {
                time = next
            }
        }
        found.append(Stretch(start: start, end: end, offset: current))
        stretches = found
    }

    /// Seconds that the wall clock is ahead of UTC at a time inside the table.
    public func offset(at seconds: Int) -> Int {
        (stretches.first { seconds < $0.end } ?? stretches[stretches.count - 1]).offset
    }

    /// When the wall clock first shows a time or a later one; a time in a gap gives the first instant after the gap.
    ///
    /// - Parameter wallSeconds: What a clock without a zone would show, in seconds since 1970.
    /// - Returns: Seconds since 1970; nil outside the table.
    public func firstInstant(ofWall wallSeconds: Int) -> Int? {
        stretches.first { wallSeconds < $0.wallEnd }.map { max($0.start, wallSeconds - $0.offset) }
    }
}
