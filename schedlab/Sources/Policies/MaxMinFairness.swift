public import LinearPrograms
public import Simulation

/// Max-min fairness that does not tell GPU types apart (LAS): every type counts as equally fast.
///
/// In the original reading, also a job that cannot run on a type gets a share there.
public struct MaxMinFairness: ObjectivePolicy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "max_min_fairness", distinguishesGPUTypes: false)
    private let engine: any AllocationEngine
    private let reading: PolicyReading
    private var canonical = CanonicalMaxMin()
    private var tradeOff: TradeOffProgram?
    private var view: RateView { reading == .original ? .ones : .onesWherePossible }

    /// A policy that solves its programs with the engine.
    ///
    /// - Parameters:
    ///   - engine: Solves the programs.
    ///   - reading: As in the original unless another is given.
    ///   - migrationPenalty: Price of moving shares, without unit (`docs/migration-penalty.md`); 0 = none.
    public init(
        engine: any AllocationEngine, reading: PolicyReading = .original, migrationPenalty: Double = 0
    ) {
        self.engine = engine
        self.reading = reading
        tradeOff = .ifPriced(
            .maxMin, view: reading == .original ? .ones : .onesWherePossible, alpha: migrationPenalty)
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
