import Metrics
import Sweeps
import Testing

@Suite("Statistics over seeds")
struct SeedStatisticsTests {
    private func group(_ values: [Double?], _ judgements: [Judgement]? = nil) -> SeedGroup {
        SeedGroup(
            fields: [],
            seeds: values.enumerated().map { (UInt64($0), $1, judgements?[$0] ?? .fine) })
    }

    /// Whether a number is there and agrees with one of a textbook; Student's t comes from a table with three decimals.
    private func near(_ value: Double?, _ expected: Double) -> Bool {
        value.map { abs($0 - expected) < 5e-4 } ?? false
    }

    /// Student's sleep data (Biometrika 6, 1908): hours of sleep gained by ten people with two drugs.
    private static let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    private static let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

    @Test("Student's own example: means, medians, intervals and the paired difference are the textbooks'")
    func sleep() throws {
        let (a, b) = (group(Self.first), group(Self.second))
        let (own, other) = (try #require(a.interval), try #require(b.interval))
        #expect(abs(own.mean - 0.75) < 1e-12 && abs(other.mean - 2.33) < 1e-12)
        #expect(near(a.median, 0.35))
        #expect(near(b.median, 1.75))
        // 0.75 ± 2.262157 * 1.789010 / sqrt(10), 2.33 ± 2.262157 * 2.002249 / sqrt(10)
        #expect(near(own.halfWidth, 1.279780))
        #expect(near(other.halfWidth, 1.432322))
        // R: t.test(extra ~ group, data = sleep, paired = TRUE): -2.4598858 to -0.7001142, mean -1.58.
        let pair = try #require(PairedDifference(a, against: b).difference)
        #expect(abs(pair.mean + 1.58) < 1e-12 && pair.count == 10)
        #expect(near(pair.halfWidth, 0.8798858))
    }

    @Test("only seeds that both have are paired, and one pair has no interval")
    func pairs() throws {
        let pair = try #require(
            PairedDifference(group([1, nil, 5]), against: group([3, 4, nil])).difference)
        #expect(pair.mean == -2 && pair.count == 1 && pair.halfWidth == nil)
        #expect(PairedDifference(group([nil, 1]), against: group([1, nil])).difference == nil)
    }

    @Test("a group with a seed that is overloaded, cut or missing is not fine, and says so")
    func judged() {
        #expect(group([1, 2, 3]).isFine && group([1, 2, 3]).judgement == "fine")
        let mixed = group([1, 2, 3, nil], [.fine, .overloaded, .cut, .missing])
        #expect(!mixed.isFine)
        #expect(mixed.judgement == "1 of 4 overloaded, 1 of 4 cut by the time limit, 1 of 4 without result")
        #expect(!group([1, nil]).isFine)
    }
}
