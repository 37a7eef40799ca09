public import Simulation

/// First in, first out with EASY backfilling: a job may pass the head of the line if, by the jobs' own time
/// limits, that does not make the head wait longer.
///
/// The policy orders the line; the mechanism `run-to-completion` keeps the reservation. Limits are wall time,
/// as users state them. Nothing is promised on the end of a job without a limit: it passes the head only onto
/// GPUs that the head does not need, and nobody passes a head that waits for it. A job over its limit is not
/// killed: it counts as ending at any moment, and what it delays nobody could have known.
///
/// - Note: Lifka, "The ANL/IBM SP scheduling system", JSSPP 1995; Mu'alem and Feitelson, IEEE TPDS 12(6), 2001.
public struct EASYBackfill: Policy {
    /// Name, knowledge and habits.
    public let contract = PolicyContract(
        name: "easy_backfill", decisionKind: .orderedQueue, lengthKnowledge: .estimate,
        distinguishesGPUTypes: true)

    /// The policy has no settings.
    public init() {}

    /// The waiting jobs in order of arrival.
    public func decide(_ snapshot: borrowing Snapshot) -> Decision {
        .orderedQueue(
            OrderedQueue(
                jobIDs: snapshot.waitingJobIDs, preference: .fastest, backfill: .whatLeavesTheReservation))
    }
}
