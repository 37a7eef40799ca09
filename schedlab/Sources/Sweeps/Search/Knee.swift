public import Metrics

/// The greatest value of a field at which a group of points is not overloaded.
public struct Knee: Sendable {
    /// What was found for one seed.
    public struct Seed: Sendable {
        /// The seed.
        public let seed: UInt64
        /// The greatest value seen at which it is not overloaded; nil when it is at all of them.
        public let greatestNotOverloaded: Double?
        /// The least value seen at which it is; nil when it is at none.
        public let leastOverloaded: Double?
        /// The figure at ``greatestNotOverloaded``.
        public let figure: Double?
        /// The judgement there.
        public let judgement: Judgement
    }

    /// The other fields that vary besides the seed.
    public let fields: [(name: String, value: String)]
    /// Each seed.
    public let seeds: [Seed]
    /// Why there is no answer; nil where there is one.
    public let problem: String?
    /// Runs that were looked at.
    public let runCount: Int

    /// The knee with its 95 % interval over the seeds; nil unless every seed has one between the ends of the range.
    public var interval: SeedInterval? {
        guard problem == nil else { return nil }
        return SeedInterval(seeds.compactMap(\.greatestNotOverloaded))
    }

    /// The figure at the knee; nil where there is no knee or a seed has no figure.
    public var figure: SeedInterval? {
        let values = seeds.compactMap(\.figure)
        return interval != nil && values.count == seeds.count ? SeedInterval(values) : nil
    }

    /// Seeds whose run at the knee ended by its time limit.
    public var cutCount: Int { seeds.count { $0.judgement == .cut } }
}
