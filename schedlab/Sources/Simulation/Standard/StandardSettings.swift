public import Workload

/// Settings of the mechanism `standard`.
public struct StandardSettings: Sendable, Equatable {
    /// Length of a round in seconds.
    public var roundSeconds: Double
    /// Shortest time between two allocations in seconds.
    public var allocationIntervalSeconds: Double
    /// Whether GPUs that become free inside a round are offered at once instead of at the next boundary.
    public var backfillsWithinRound: Bool
    /// Time without progress after a job was moved or resumed.
    public var moveCosts: MoveCosts
    /// Seconds that a job stays on a GPU type at least before it is moved to another.
    public var minimumStaySeconds: Double

    /// Credit in seconds that a job has on top where it runs: how much another type must be owed more for a move.
    public var stayBonusSeconds: Double

    /// Rounds of 360 s, no shortest time between allocations, moves cost nothing
    /// and may follow each other at once, unless given.
    public init(
        roundSeconds: Double = 360, allocationIntervalSeconds: Double = 0, backfillsWithinRound: Bool = false,
        moveCosts: MoveCosts = .seconds(0), minimumStaySeconds: Double = 0,
        stayBonusSeconds: Double = 0
    ) {
        self.roundSeconds = roundSeconds
        self.allocationIntervalSeconds = allocationIntervalSeconds
        self.backfillsWithinRound = backfillsWithinRound
        self.moveCosts = moveCosts
        self.minimumStaySeconds = minimumStaySeconds
        self.stayBonusSeconds = stayBonusSeconds
    }
}
