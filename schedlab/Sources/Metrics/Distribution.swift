/// The spread of a figure over jobs; not an interval, since jobs of one run share a queue.
public struct Distribution: Sendable, Equatable {
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

    /// The spread of values in any order; nil for none.
    public init?(_ values: [Double]) {
        guard let mean = Statistics.mean(values), let median = Statistics.quantile(0.5, of: values),
            let p90 = Statistics.quantile(0.9, of: values), let p95 = Statistics.quantile(0.95, of: values),
            let p99 = Statistics.quantile(0.99, of: values)
        else { return nil }
        self.mean = mean
        self.median = median
        self.p90 = p90
        self.p95 = p95
        self.p99 = p99
    }
}
