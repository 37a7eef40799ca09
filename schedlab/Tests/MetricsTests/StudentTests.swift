import Metrics
import Testing

@Suite("Student's t")
struct StudentTests {
    /// Upper 2.5 % points of Student's t, from published tables with three and more decimals.
    @Test(
        "intervals are as wide as Student's t says, for any number of seeds",
        arguments: [
            (2, 12.706), (31, 2.042), (32, 2.0395), (41, 2.0211), (61, 2.0003), (121, 1.9799), (1001, 1.9623),
        ])
    func width(seeds: Int, t: Double) throws {
        // Alternating values: the standard deviation is known.
        let values = (0..<seeds).map { $0.isMultiple(of: 2) ? 1.0 : -1.0 }
        let interval = try #require(SeedInterval(values))
        let mean = values.reduce(0, +) / Double(seeds)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(seeds - 1)
        let expected = t * (variance / Double(seeds)).squareRoot()
        let half = try #require(interval.halfWidth)
        // The tables have four digits behind the point.
        #expect(abs(half / expected - 1) < 5e-5)
    }
}
