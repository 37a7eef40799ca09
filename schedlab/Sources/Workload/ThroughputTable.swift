/// Measured training speeds: steps per second of whole jobs, by GPU type and job class.
public struct ThroughputTable: Sendable, Equatable {
    /// One measurement.
    public struct Entry: Sendable, Equatable {
        /// Steps per second when the job's GPUs share a node; 0 = the job does not fit the GPU's memory.
        public var consolidated: Double
        /// Steps per second when they span nodes; nil = not measured.
        public var unconsolidated: Double?

        /// The rate across nodes over that on one; nil where one of them is missing or 0.
        public var spanningFraction: Double? {
            guard consolidated > 0, let unconsolidated, unconsolidated > 0 else { return nil }
            return unconsolidated / consolidated
        }

        /// Keeps a measurement.
        public init(consolidated: Double, unconsolidated: Double? = nil) {
            self.consolidated = consolidated
            self.unconsolidated = unconsolidated
        }
    }

    /// Where the figures come from.
    public let source: String
    private var entries: [String: [JobClass: Entry]] = [:]

    /// An empty table.
    public init(source: String) { self.source = source }

    /// Sets a measurement; replaces an earlier one.
    public mutating func set(_ entry: Entry, gpuType: String, jobClass: JobClass) {
        entries[gpuType, default: [:]][jobClass] = entry
    }

    /// The measurement of a class on a type, if there is one.
    public func entry(gpuType: String, jobClass: JobClass) -> Entry? { entries[gpuType]?[jobClass] }

    /// The measured GPU types, in alphabetical order.
    public var gpuTypes: [String] { entries.keys.sorted() }

    /// The measured models, in alphabetical order.
    public var models: [String] { Set(entries.values.flatMap(\.keys).map(\.model)).sorted() }

    /// The scale factors at which a model was measured, ascending; none for an unknown model.
    public func scaleFactors(of model: String) -> [Int] {
        Set(entries.values.flatMap(\.keys).filter { $0.model == model }.map(\.scaleFactor)).sorted()
    }

    /// Median of the measured rates across nodes over those on one, at a number of GPUs or, where none was
    /// measured, at the nearest (of two, the lower); 1 for a table without such measurements.
    public func medianSpanningFraction(scaleFactor: Int) -> Double {
        var fractions: [Int: [Double]] = [:]
        for classes in entries.values {
            for (jobClass, entry) in classes where jobClass.scaleFactor > 1 {
                if let fraction = entry.spanningFraction {
                    fractions[jobClass.scaleFactor, default: []].append(fraction)
                }
            }
        }
        let nearest = fractions.keys.min {
            (abs($0 - scaleFactor), $0) < (abs($1 - scaleFactor), $1)
        }
        guard let sorted = nearest.flatMap({ fractions[$0] })?.sorted() else { return 1 }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
