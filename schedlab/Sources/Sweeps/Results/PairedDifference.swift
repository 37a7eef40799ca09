public import Metrics

/// How two groups of points differ on the seeds that both have.
///
/// Runs with one seed see the same arrivals, so their difference varies less than either.
public struct PairedDifference: Sendable {
    /// The group.
    public let group: SeedGroup
    /// What it is held against.
    public let baseline: SeedGroup
    /// Mean of the differences, group minus baseline, with its 95 % interval; nil without a seed in common.
    public let difference: SeedInterval?

    /// Compares seed by seed.
    public init(_ group: SeedGroup, against baseline: SeedGroup) {
        self.group = group
        self.baseline = baseline
        let pairs = group.seeds.compactMap { seed in
            baseline.seeds.first { $0.seed == seed.seed }.flatMap { other in
                seed.value.flatMap { value in other.value.map { value - $0 } }
            }
        }
        difference = SeedInterval(pairs)
    }
}
