/// Decides who gets what share of which GPU type.
///
/// A policy is a value with its own state and random stream:
/// copying it saves the state, assigning the copy back restores it.
///
/// A policy sees a ``Snapshot`` and returns a ``Decision`` with its reasons; it never touches the
/// engine, files, clocks or standard output. `docs/adding-a-policy.md` shows one from start to end.
public protocol Policy {
    /// What the policy is, when it wants to be asked and what it may know.
    var contract: PolicyContract { get }

    /// Answers for the jobs of the snapshot.
    ///
    /// - Throws: When no answer exists, for example because a solver is missing.
    mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision

    /// The last answer as it must be kept so that the run can be replayed without the policy.
    ///
    /// Nil for policies of this program: running them again gives the same answers.
    var recordedAnswer: [UInt8]? { get }
}

extension Policy {
    /// Nothing: the policy is part of this program.
    public var recordedAnswer: [UInt8]? { nil }
}

/// What a policy promises about itself.
public struct PolicyContract: Sendable, Equatable {
    /// Code name, as in Gavel: `max_min_fairness_perf`.
    public let name: String
    /// The kind of decision that it returns.
    public var decisionKind: DecisionKind
    /// When mechanisms that leave the choice to the policy ask it.
    public var consultation: Consultation
    /// What it may know of a job's length.
    public var lengthKnowledge: LengthKnowledge
    /// Whether its shares tell GPU types apart; the original shuffles the types for the others.
    public var distinguishesGPUTypes: Bool
    /// Whether a job waits for a share on a GPU type before it gets any of it, instead of filling up idle GPUs.
    ///
    /// Under `standard` and `gavel` alike. It says nothing of an ordered queue, which is the
    /// whole answer itself.
    public var runsOnlyAllocatedJobs: Bool

    /// Describes a policy; by default it returns time shares, is asked when jobs come or go, and is blind to lengths.
    public init(
        name: String, decisionKind: DecisionKind = .timeShares, consultation: Consultation = .whenJobsChange,
        lengthKnowledge: LengthKnowledge = .nothing,
        distinguishesGPUTypes: Bool, runsOnlyAllocatedJobs: Bool = false
    ) {
        self.name = name
        self.decisionKind = decisionKind
        self.consultation = consultation
        self.lengthKnowledge = lengthKnowledge
        self.distinguishesGPUTypes = distinguishesGPUTypes
        self.runsOnlyAllocatedJobs = runsOnlyAllocatedJobs
    }
}

/// When a policy wants to be asked.
///
/// The mechanism `gavel` asks all policies as the original does: after a change, at most once per interval.
public enum Consultation: Sendable, Equatable {
    /// At every round.
    case everyRound
    /// After the set of jobs or the capacity changed, no sooner than the mechanism's minimum interval.
    case whenJobsChange
}

/// What a policy may know of how long a job still runs.
public enum LengthKnowledge: String, Sendable {
    /// Nothing.
    case nothing
    /// The user's own estimate.
    case estimate
    /// The exact number of remaining steps.
    case truth
}
