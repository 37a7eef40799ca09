public import Simulation

/// Shortest remaining time first: the job nearest to its end takes the fastest type with room.
public struct ShortestRemainingTimePerf: Policy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(
        name: "shortest_remaining_time_perf", lengthKnowledge: .truth, distinguishesGPUTypes: true)

    /// The policy has no settings.
    public init() {}

    /// Time shares for the jobs of the snapshot.
    public func decide(_ snapshot: borrowing Snapshot) -> Decision {
        var shares = TimeShares(
            jobIDs: snapshot.activeJobIDs, typeCount: snapshot.typeCount,
            shares: Array(repeating: 0, count: snapshot.jobCount * snapshot.typeCount))
        var free = snapshot.gpuCounts
        let seconds = (0..<snapshot.jobCount).map {
            snapshot.remainingSteps($0) / (snapshot.rates($0).max() ?? 0)
        }
        for row in seconds.indices.sorted(by: { (seconds[$0], $0) < (seconds[$1], $1) }) {
            let rates = snapshot.rates(row)
            let need = snapshot.scaleFactor(row)
            let types = free.indices.filter { free[$0] >= need && rates[$0] > 0 }
            guard let best = types.max(by: { rates[$0] < rates[$1] }) else { continue }
            shares[row, best] = 1
            free[best] -= need
        }
        return .timeShares(shares)
    }
}
