public import Simulation

/// First in, first out as the words mean it: jobs start in order of arrival and the line waits for its
/// head.
///
/// Blind to GPU types it starts a job on the type with most free GPUs, otherwise on the fastest with room.
public struct FIFOQueue: Policy {
    /// Name, knowledge and habits.
    public let contract: PolicyContract

    /// A queue that tells GPU types apart or not.
    public init(distinguishesGPUTypes: Bool) {
        contract = PolicyContract(
            name: distinguishesGPUTypes ? "fifo_perf" : "fifo", decisionKind: .orderedQueue,
            distinguishesGPUTypes: distinguishesGPUTypes, runsOnlyAllocatedJobs: true)
    }

    /// The waiting jobs in order of arrival.
    public func decide(_ snapshot: borrowing Snapshot) -> Decision {
        .orderedQueue(
            OrderedQueue(
                jobIDs: snapshot.waitingJobIDs,
                preference: contract.distinguishesGPUTypes ? .fastest : .mostFree, backfill: .none))
    }
}
