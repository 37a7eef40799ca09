/// The spread of a figure over jobs; not an interval, since jobs of one run share a queue.
///
/// A job that a run's end cut short is known to have at least what it had then. It counts with that, and every
/// figure that it could still raise is a lower bound (``atLeast``): without it, whoever starves jobs looks best.
public struct Distribution: Sendable, Equatable {
    /// The figures of a distribution, by their names in results.
    public enum Figure: String, Sendable, CaseIterable {
        case mean, median, p90, p95, p99
    }

    /// Arithmetic mean.
    public let mean: Double
    /// Quantiles by nearest rank.
    public let median: Double
    /// Quantile 0.9.
    public let p90: Double
    /// Quantile 0.95.
    public let p95: Double
    /// Quantile 0.99.
    public let p99: Double
    /// The figures that are lower bounds; empty when every value is known.
    public let atLeast: Set<Figure>

    /// The spread of values in any order; nil without a value that is known.
    ///
    /// - Parameters:
    ///   - values: What is known.
    ///   - bounds: What others are known not to be below.
    public init?(_ values: [Double], atLeast bounds: [Double] = []) {
        let least = values + bounds
        guard !values.isEmpty, let mean = Statistics.mean(least) else { return nil }
        let most = values + bounds.map { _ in .infinity }
        var open: Set<Figure> = bounds.isEmpty ? [] : [.mean]
        func quantile(_ q: Double, _ figure: Figure) -> Double {
            let value = Statistics.quantile(q, of: least) ?? .nan
            if !bounds.isEmpty && Statistics.quantile(q, of: most) != value { open.insert(figure) }
            return value
        }
        self.mean = mean
        median = quantile(0.5, .median)
        p90 = quantile(0.9, .p90)
        p95 = quantile(0.95, .p95)
        p99 = quantile(0.99, .p99)
        atLeast = open
    }
}
