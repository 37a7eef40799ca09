public import Metrics

/// Points that differ in their seed only, with one figure.
public struct SeedGroup: Sendable {
    /// The fields that vary besides the seed, in the order of the plan.
    public let fields: [(name: String, value: String)]
    /// One seed each: the seed, the figure (nil where the point has none), the judgement.
    public let seeds: [(seed: UInt64, value: Double?, judgement: Judgement)]

    /// A group.
    public init(
        fields: [(name: String, value: String)],
        seeds: [(seed: UInt64, value: Double?, judgement: Judgement)]
    ) {
        self.fields = fields
        self.seeds = seeds
    }

    /// The value of a field; nil where it does not vary.
    public func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Whether every seed has a result and every result is fine.
    public var isFine: Bool { seeds.allSatisfy { $0.judgement == .fine && $0.value != nil } }
    /// Values of the seeds that have one.
    public var values: [Double] { seeds.compactMap(\.value) }
    /// Mean with its 95 % interval over the seeds that have a value; nil for none.
    public var interval: SeedInterval? { SeedInterval(values) }
    /// Middle of the values; the mean of two when their number is even.
    public var median: Double? {
        let sorted = values.sorted()
        guard let middle = sorted.indices.last.map({ $0 / 2 }) else { return nil }
        return sorted.count.isMultiple(of: 2) ? (sorted[middle] + sorted[middle + 1]) / 2 : sorted[middle]
    }

    /// The judgements in words: `fine`, or how many are not.
    public var judgement: String { Judgement.words(seeds.map(\.judgement)) }

    /// All groups of a plan for one figure, in the order of the plan.
    ///
    /// - Throws: ``SweepError/unknownFigure(name:nearest:)``.
    static func all(_ results: SweepResults, figure: String) throws(SweepError) -> [SeedGroup] {
        let plan = results.plan
        let names = plan.groupNames
        let values = try results.values(of: figure)
        return plan.seedGroups(plan.points.indices).compactMap { indices in
            guard let first = indices.first else { return nil }
            return SeedGroup(
                fields: names.map { ($0, plan.points[first].value($0) ?? "") },
                seeds: indices.map {
                    (plan.points[$0].task.seed, values[$0].flatMap(Double.init), results.judgements[$0])
                })
        }
    }
}
