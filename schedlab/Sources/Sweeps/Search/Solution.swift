public import Metrics

/// The first value of a field for which a condition holds.
public struct Solution: Sendable {
    /// How a value fared.
    public struct Trial: Sendable {
        /// The value.
        public let value: String
        /// Whether the condition holds: every seed is fine and the means satisfy it.
        public let holds: Bool
        /// Whether the whole 95 % interval says the same as the mean; of one seed there is no interval.
        public let isSure: Bool
        /// The first figure of the condition: mean with its interval; nil where no seed has it.
        public let interval: SeedInterval?
        /// Judgements of the seeds in words: `fine`, or how many are not.
        public let judgement: String
        /// Price of the cluster per hour; nil without prices.
        public let pricePerHour: Double?
    }

    /// The other fields that vary besides the seed.
    public let fields: [(name: String, value: String)]
    /// What was tried, in the order of preference: the wanted end first.
    public let trials: [Trial]
    /// Values that were not tried.
    public let untriedCount: Int
    /// Why there is no answer although one was looked for; nil where nothing stopped the search.
    public let problem: String?

    /// The first value for which the condition holds; nil for none.
    public var answer: Trial? { problem == nil ? trials.first(where: \.holds) : nil }

    /// Whether the condition, once it holds, goes on holding, as far as was looked.
    public var isMonotone: Bool {
        guard let first = trials.firstIndex(where: \.holds) else { return true }
        return trials[first...].allSatisfy(\.holds)
    }
}
