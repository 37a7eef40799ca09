public import Simulation

/// First in, first out, each job on the fastest type that has room; the line stops at the first job
/// that fits nowhere.
public struct FIFOPerf: Policy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(
        name: "fifo_perf", distinguishesGPUTypes: true, runsOnlyAllocatedJobs: true)

    /// The policy has no settings.
    public init() {}

    /// Time shares for the jobs of the snapshot.
    public func decide(_ snapshot: borrowing Snapshot) -> Decision {
        var free = snapshot.gpuCounts
        var shares = TimeShares(
            jobIDs: snapshot.activeJobIDs, typeCount: snapshot.typeCount,
            shares: Array(repeating: 0, count: snapshot.jobCount * snapshot.typeCount))
        for row in 0..<snapshot.jobCount {
            let scaleFactor = snapshot.scaleFactor(row)
            var best = -1
            for type in free.indices where free[type] > 0 && free[type] >= scaleFactor {
                if best < 0 || snapshot.rate(row, type: type) > snapshot.rate(row, type: best) { best = type }
            }
            guard best >= 0 else { break }
            guard snapshot.rate(row, type: best) > 0 else { continue }
            shares[row, best] = 1
            free[best] -= scaleFactor
        }
        return .timeShares(shares)
    }
}
