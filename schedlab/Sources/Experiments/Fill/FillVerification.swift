public import Metrics

/// Our fills of one list under one rule, held against the published means.
public struct FillVerification: Sendable {
    /// One figure at one demand.
    public struct Comparison: Sendable, Equatable {
        /// Demand over all GPUs, in per cent.
        public var demandPercent: Int
        /// What is compared: a column of the fill.
        public var figure: String
        /// Our mean over seeds.
        public var ours: Double
        /// The published mean with its standard deviation.
        public var published: PublishedFills.Figure
        /// Our mean minus the published one, in published standard deviations.
        public var deviation: Double
    }

    /// Pod list: `default`.
    public let list: String
    /// Placement rule.
    public let placement: String
    /// Every figure at every published demand.
    public let comparisons: [Comparison]

    /// How far our mean may be from the published one, in standard deviations of one seed.
    public static let deviationLimit = 3.0
    /// Published figures have two decimals, so smaller standard deviations say nothing.
    private static let smallestDeviation = 0.01

    /// Compares.
    ///
    /// - Parameters:
    ///   - list: Pod list.
    ///   - placement: Placement rule.
    ///   - curves: The rows of one fill per seed.
    /// - Throws: ``ExperimentError/malformedReference(file:problem:)`` if the package was damaged.
    public init(list: String, placement: String, curves: [[FillCurve.Row]]) throws(ExperimentError) {
        self.list = list
        self.placement = placement
        var comparisons: [Comparison] = []
        for point in try PublishedFills.points() where point.list == list && point.placement == placement {
            let rows = curves.compactMap {
                $0.indices.contains(point.demandPercent) ? $0[point.demandPercent] : nil
            }
            for (name, published, values) in [
                ("allocatedPercent", point.allocated, rows.compactMap(\.allocatedPercent)),
                ("fragmentationRatePercent", point.rate, rows.compactMap(\.fragmentationRatePercent)),
                (
                    "fragmentationOfTotalPercent", point.ofTotal,
                    rows.compactMap(\.fragmentationOfTotalPercent)
                ),
            ] {
                let ours = values.reduce(0, +) / Double(values.count)
                comparisons.append(
                    Comparison(
                        demandPercent: point.demandPercent, figure: name, ours: ours, published: published,
                        deviation: (ours - published.mean)
                            / max(published.standardDeviation, Self.smallestDeviation)))
            }
        }
        self.comparisons = comparisons
    }

    /// The comparison that is furthest off.
    public var worst: Comparison? {
        comparisons.max { abs($0.deviation) < abs($1.deviation) }
    }

    /// Whether every figure is there and within the limit.
    public var isWithinLimit: Bool {
        !comparisons.isEmpty && comparisons.allSatisfy { abs($0.deviation) <= Self.deviationLimit }
    }

    /// A figure at a demand, if it was published.
    public func comparison(_ figure: String, demandPercent: Int) -> Comparison? {
        comparisons.first { $0.figure == figure && $0.demandPercent == demandPercent }
    }
}
