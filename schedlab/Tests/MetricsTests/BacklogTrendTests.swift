import KitTesting
import Metrics
import TestSupport
import Testing

@Suite("Backlog trend")
struct BacklogTrendTests {
    @Test("a line is found with its slope per hour and no doubt")
    func line() {
        let trend = BacklogTrend(batchMeans: (0..<10).map { 5 + 3 * Double($0) }, batchHours: 2)
        #expect(abs(trend.slopeGPUHoursPerHour - 1.5) < 1e-12 && trend.halfWidth < 1e-12)
        #expect(trend.isGrowing)
    }

    @Test("slope and interval are those of a fit worked out by hand")
    func byHand() {
        // Means 0 1 0 1 0 1 0 1 0 1: slope 5/165, residual squares 2.5 - 82.5 (5/165)^2.
        let trend = BacklogTrend(batchMeans: (0..<10).map { Double($0 % 2) }, batchHours: 1)
        let slope = 2.5 / 82.5
        let residuals = 2.5 - 82.5 * slope * slope
        #expect(abs(trend.slopeGPUHoursPerHour - slope) < 1e-12)
        #expect(abs(trend.halfWidth - 2.306 * (residuals / 8 / 82.5).squareRoot()) < 1e-12)
        #expect(!trend.isGrowing)
    }

    @Test("noise around a level is rarely called growth")
    func noise() {
        var random = SplitMix64(seed: 7)
        var growingCount = 0
        for _ in 0..<2000 {
            let means = (0..<10).map { _ in Double(random.next() >> 40) }
            if BacklogTrend(batchMeans: means, batchHours: 1).isGrowing { growingCount += 1 }
        }
        // One side of a 95 % interval: 2.5 % of 2,000, give or take.
        #expect((20...85).contains(growingCount))
    }
}
