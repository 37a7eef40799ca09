public import Simulation

/// Every job gets an equal part of every GPU type.
public struct Isolated: Policy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(name: "isolated", distinguishesGPUTypes: false)

    /// The policy has no settings.
    public init() {}

    /// Time shares for the jobs of the snapshot.
    public func decide(_ snapshot: borrowing Snapshot) -> Decision {
        var shares: [Double] = []
        for row in 0..<snapshot.jobCount { shares += snapshot.equalShares(row) }
        return .timeShares(
            TimeShares(jobIDs: snapshot.activeJobIDs, typeCount: snapshot.typeCount, shares: shares))
    }
}
