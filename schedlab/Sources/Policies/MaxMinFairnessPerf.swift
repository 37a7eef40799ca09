public import LinearPrograms
public import Simulation

/// Heterogeneity-aware max-min fairness (Gavel's LAS).
public struct MaxMinFairnessPerf: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "max_min_fairness_perf", distinguishesGPUTypes: true)
    private let engine: any AllocationEngine
    private let reading: PolicyReading
    private var canonical = CanonicalMaxMin()
    private var view: RateView { .measured }

    /// A policy that solves its programs with the engine; as in the original unless another reading is given.
    public init(engine: any AllocationEngine, reading: PolicyReading = .original) {
        self.engine = engine
        self.reading = reading
    }

    /// Time shares for the jobs of the snapshot.
    public mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        if reading == .canonical {
            return try canonical.solve(policy: contract.name, snapshot, engine: engine, view: view)
        }
        return try MaxMinProgram.solve(policy: contract.name, snapshot, engine: engine, view: view)
    }

    /// Whether a larger objective is better.
    public var isMaximised: Bool { true }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        MaxMinProgram.level(of: shares, snapshot, view: view)
    }
}
