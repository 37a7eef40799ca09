import KitTesting
import Metrics
import TestSupport
import Testing

@Suite("Statistics")
struct StatisticsTests {
    @Test("quantiles are by nearest rank")
    func quantiles() {
        let values = [5.0, 1, 4, 2, 3]
        #expect(Statistics.quantile(0.5, of: values) == 3)
        #expect(Statistics.quantile(0.2, of: values) == 1)
        #expect(Statistics.quantile(0.21, of: values) == 2)
        #expect(Statistics.quantile(1, of: values) == 5)
        #expect(Statistics.quantile(0.5, of: []) == nil)
        #expect(Statistics.mean([]) == nil)
    }

    /// Python 3 with numpy 2: `np.mean([0.1] * n)` for these n, whose plain sums differ in the last digits.
    @Test(
        "means add in numpy's order",
        arguments: [(7, 0.09999999999999999), (10, 0.1), (200, 0.1), (1000, 0.10000000000000002)])
    func numpyOrder(count: Int, expected: Double) {
        #expect(Statistics.mean(Array(repeating: 0.1, count: count)) == expected)
    }

    @Test("every length agrees with the plain sum within rounding", arguments: 1...300)
    func lengths(count: Int) throws {
        var random = SplitMix64(seed: UInt64(count))
        let values = (0..<count).map { _ in Double.random(in: 0...1, using: &random) }
        let mean = try #require(Statistics.mean(values))
        #expect(abs(mean - values.reduce(0, +) / Double(count)) < 1e-14)
    }

    /// By hand: values 1, 2, 3 have mean 2 and standard error 1/sqrt(3); t(2) = 4.303.
    @Test("intervals over seeds use Student's t")
    func seedInterval() throws {
        let interval = try #require(SeedInterval([1, 2, 3]))
        #expect(interval.mean == 2 && interval.count == 3)
        #expect(abs((interval.halfWidth ?? 0) - 4.303 / 3.0.squareRoot()) < 1e-12)
        #expect(SeedInterval([5])?.halfWidth == nil && SeedInterval([]) == nil)
        #expect(SeedInterval(Array(repeating: 7, count: 50))?.halfWidth == 0)
    }

    /// Quantiles of Student's t from published tables (scipy 1.11 `t.ppf(0.975, n)` gives the same digits).
    @Test(
        "beyond thirty degrees of freedom the quantile is Student's too, not the normal one",
        arguments: [(32, 2.03951), (41, 2.02108), (61, 2.00030), (121, 1.97993), (1001, 1.96234)])
    func manySeeds(count: Int, quantile: Double) throws {
        let values = (0..<count).map { Double($0 % 7) }
        let mean = try #require(Statistics.mean(values))
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
        let half = try #require(SeedInterval(values)?.halfWidth)
        #expect(abs(half / (variance / Double(count)).squareRoot() - quantile) < 1e-5)
    }

    @Test("jobs that had not ended raise a spread, and what they could still change is a lower bound")
    func lowerBounds() throws {
        // Nine of ten never started: nothing but that is known.
        let starved = try #require(Distribution([0], atLeast: Array(repeating: 3600, count: 9)))
        #expect(starved.median == 3600 && starved.p95 == 3600 && starved.mean == 3240)
        #expect(starved.atLeast == [.mean, .median, .p90, .p95, .p99])
        // One of ten: the median is that of the others, whatever becomes of it.
        let late = try #require(Distribution((1...9).map(Double.init), atLeast: [8]))
        #expect(late.median == 5 && late.p99 == 9 && late.atLeast == [.mean, .p90, .p95, .p99])
        #expect(Distribution([], atLeast: [5]) == nil)
        #expect(Distribution([1, 2]) == Distribution([2, 1], atLeast: []))
    }
}
