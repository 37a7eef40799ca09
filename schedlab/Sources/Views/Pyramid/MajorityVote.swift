/// A majority vote over the busy time of a cell, by Boyer and Moore, with weights.
///
/// Whoever has more than half of the busy time is never missed, and the net weight is a lower bound of the time of the job
/// that it names: what was paired off against others is not counted. Votes merge in any order; the bounds hold
/// for each.
///
/// - Note: Boyer and Moore, MJRTY, 1981; merging as in Agarwal et al., Mergeable Summaries, PODS 2012 (one counter).
package struct MajorityVote: Sendable, Equatable {
    /// The job that leads; means nothing where nobody does.
    package private(set) var job: Int32 = 0
    /// What it leads by, in seconds of a whole GPU.
    package private(set) var net = 0.0
    /// Busy time, in seconds of a whole GPU.
    package private(set) var busy = 0.0

    /// Nothing has run.
    package init() {}

    /// Counts a job's time.
    package mutating func add(_ candidate: Int32, _ weight: Double) {
        busy += weight
        count(candidate, weight)
    }

    /// Takes another vote in.
    package mutating func merge(_ other: MajorityVote) {
        busy += other.busy
        count(other.job, other.net)
    }

    private mutating func count(_ candidate: Int32, _ weight: Double) {
        if candidate == job || net == 0 {
            job = candidate
            net += weight
        } else if weight > net {
            job = candidate
            net = weight - net
        } else {
            net -= weight
        }
    }
}
