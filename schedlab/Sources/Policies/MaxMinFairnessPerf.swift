public import LinearPrograms
public import Simulation

/// Heterogeneity-aware max-min fairness (Gavel's LAS).
public struct MaxMinFairnessPerf: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "max_min_fairness_perf", distinguishesGPUTypes: true)
    private let engine: any AllocationEngine
    private let reading: PolicyReading
    private var canonical = CanonicalMaxMin()
    private var tradeOff: TradeOffProgram?
    private var view: RateView { reading == .original ? .measured : .measuredWherePossible }

    /// A policy that solves its programs with the engine.
    ///
    /// - Parameters:
    ///   - engine: Solves the programs.
    ///   - reading: As in the original unless another is given.
    ///   - migrationPenalty: Price of moving jobs, without unit (`docs/migration-penalty.md`); 0 = none.
    ///   - opportunityWeight: What a full share is worth where every node of the type has room, in equal shares;
    ///     0 = nothing.
    public init(
        engine: any AllocationEngine, reading: PolicyReading = .original, migrationPenalty: Double = 0,
        opportunityWeight: Double = 0
    ) {
        self.engine = engine
        self.reading = reading
        tradeOff = .ifPriced(
            .maxMin, view: reading == .original ? .measured : .measuredWherePossible,
            alpha: migrationPenalty, opportunity: opportunityWeight)
    }

    /// Time shares for the jobs of the snapshot.
    public mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        if tradeOff != nil {
            return try tradeOff?.solve(policy: contract.name, snapshot, engine: engine) ?? snapshot.noShares
        }
        if reading == .canonical {
            return try canonical.solve(policy: contract.name, snapshot, engine: engine, view: view)
        }
        return try MaxMinProgram.solve(policy: contract.name, snapshot, engine: engine, view: view)
    }

    /// The objective of an allocation, in the unit of the decision's reasons.
    public func objectiveValue(of shares: TimeShares, for snapshot: borrowing Snapshot) -> Double {
        MaxMinProgram.level(of: shares, snapshot, view: view)
    }
}
