/// Settings of the mechanism `gavel`.
public struct GavelSettings: Sendable, Equatable {
    /// Length of a full round in seconds.
    public var roundSeconds: Double
    /// Shortest time between two allocations in seconds; the original's 1,920.
    public var allocationIntervalSeconds: Double
    /// Seed of the experiment; the stream that shuffles GPU types derives from it.
    public var seed: UInt64
    /// Whether jobs come from a trace: the clock then starts at the first arrival, and an empty queue
    /// forces a new allocation.
    public var isTrace: Bool
    /// GPU types in the order in which a round fills them; the original's v100, p100, k80.
    public var typeOrder: [Int]
    /// Which of the original's quirks are on.
    public var quirks: GavelQuirks

    /// The original's settings.
    public init(
        roundSeconds: Double = 360, allocationIntervalSeconds: Double = 1920, seed: UInt64, isTrace: Bool,
        typeOrder: [Int], quirks: GavelQuirks = .all
    ) {
        self.roundSeconds = roundSeconds
        self.allocationIntervalSeconds = allocationIntervalSeconds
        self.seed = seed
        self.isTrace = isTrace
        self.typeOrder = typeOrder
        self.quirks = quirks
    }
}
