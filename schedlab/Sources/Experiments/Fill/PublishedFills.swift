/// The published results of FGD's fills: means and standard deviations over ten seeds.
///
/// - Note: Source: analysis results of hkust-adsl/kubernetes-scheduler-simulator (Apache-2.0), Weng et al.,
///   ATC 2023.
public enum PublishedFills {
    /// A mean over seeds with its standard deviation.
    public struct Figure: Sendable, Equatable {
        /// The mean.
        public var mean: Double
        /// Standard deviation of one seed.
        public var standardDeviation: Double
    }

    /// The figures at one demand, in per cent.
    public struct Point: Sendable, Equatable {
        /// Pod list: `default`.
        public var list: String
        /// Placement rule.
        public var placement: String
        /// Demand over all GPUs, in per cent.
        public var demandPercent: Int
        /// GPU share taken over all GPUs.
        public var allocated: Figure
        /// Fragment over idle GPU share.
        public var rate: Figure
        /// Fragment over all GPUs.
        public var ofTotal: Figure
    }

    /// The rules, in the order of the paper.
    public static let placements = [
        "random", "dot-product", "gpu-clustering", "gpu-packing", "best-fit", "fgd",
    ]

    /// Every point.
    ///
    /// - Throws: ``ExperimentError/malformedReference(file:problem:)`` if the package was damaged.
    public static func points() throws(ExperimentError) -> [Point] {
        let text = String(decoding: PackageResources.fgd_published_means_csv, as: UTF8.self)
        var points: [Point] = []
        for line in text.split(separator: "\n").dropFirst(2) {
            let fields = line.split(separator: ",").map(String.init)
            let numbers = fields.dropFirst(2).compactMap(Double.init)
            guard numbers.count == 7 else {
                throw .malformedReference(file: "fgd_published_means.csv", problem: "found '\(line)'")
            }
            points.append(
                Point(
                    list: fields[0], placement: fields[1], demandPercent: Int(numbers[0]),
                    allocated: Figure(mean: numbers[1], standardDeviation: numbers[2]),
                    rate: Figure(mean: numbers[3], standardDeviation: numbers[4]),
                    ofTotal: Figure(mean: numbers[5], standardDeviation: numbers[6])))
        }
        return points
    }
}
