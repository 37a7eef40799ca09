/// What a policy answers, with its reasons.
public enum Decision: Sendable {
    /// Fractions of time per job and GPU type; the mechanism turns them into rounds.
    case timeShares(TimeShares)
    /// Start these jobs, in this order.
    case orderedQueue(OrderedQueue)
    /// Start and stop exactly these, on these GPUs (joint schedulers).
    case startsAndStops(StartsAndStops)

    /// The decision's kind.
    public var kind: DecisionKind {
        switch self {
        case .timeShares: .timeShares
        case .orderedQueue: .orderedQueue
        case .startsAndStops: .startsAndStops
        }
    }
}

/// The kinds of ``Decision``, in words for messages.
public enum DecisionKind: String, Sendable {
    /// ``Decision/timeShares(_:)``.
    case timeShares = "time shares"
    /// ``Decision/orderedQueue(_:)``.
    case orderedQueue = "an ordered queue"
    /// ``Decision/startsAndStops(_:)``.
    case startsAndStops = "starts and stops"
}

/// An allocation matrix: which fraction of time each job runs on each GPU type.
public struct TimeShares: Sendable, Equatable {
    /// The jobs of the rows, ascending ids.
    public var jobIDs: [Int32]
    /// Number of GPU types: the width of a row.
    public var typeCount: Int
    /// `shares[row * typeCount + type]`, each in `[0, 1]`.
    public var shares: [Double]
    /// Why, where a program decided.
    public var reasons: AllocationReasons?

    /// Puts a matrix together.
    public init(jobIDs: [Int32], typeCount: Int, shares: [Double], reasons: AllocationReasons? = nil) {
        precondition(
            shares.count == jobIDs.count * typeCount,
            "\(shares.count) shares for \(jobIDs.count) jobs on \(typeCount) types")
        self.jobIDs = jobIDs
        self.typeCount = typeCount
        self.shares = shares
        self.reasons = reasons
    }

    /// The share of a row on a type.
    public subscript(row: Int, type: Int) -> Double {
        get { shares[row * typeCount + type] }
        set { shares[row * typeCount + type] = newValue }
    }
}

/// What the program behind an allocation says about it.
public struct AllocationReasons: Sendable, Equatable {
    /// What was maximised or minimised, in words, with its unit.
    public var objective: String
    /// The optimum in that unit.
    public var objectiveValue: Double
    /// Price of each GPU type, >= 0 also where the objective is minimised.
    ///
    /// By so much one more GPU would better ``objectiveValue``, in its unit, at the margin. Where ties are broken by
    /// what moving a share costs, prices bear that cost: a millionth of the most that any GPU can add.
    public var prices: [Double]
    /// Normalised level that each row receives: the quantity that the objective compares.
    public var levels: [Double]
    /// How strongly each row binds the objective (its dual value); 0 = it does not.
    public var bindings: [Double]
    /// Proven relative distance from the optimum.
    public var certificateGap: Double

    /// Puts reasons together.
    public init(
        objective: String, objectiveValue: Double, prices: [Double], levels: [Double], bindings: [Double],
        certificateGap: Double
    ) {
        self.objective = objective
        self.objectiveValue = objectiveValue
        self.prices = prices
        self.levels = levels
        self.bindings = bindings
        self.certificateGap = certificateGap
    }
}

/// Jobs in the order in which they are to start.
public struct OrderedQueue: Sendable, Equatable {
    /// Which of the GPU types with room a job starts on.
    public enum TypePreference: Sendable, Equatable {
        /// The one with most free GPUs, ties by lower type index.
        case mostFree
        /// The one where the job is fastest, ties by lower type index.
        case fastest
    }

    /// Ids of waiting jobs, first to start first.
    public var jobIDs: [Int32]
    /// Which type each starts on.
    public var preference: TypePreference
    /// Which jobs may pass one that does not fit.
    public var backfill: Backfill

    /// Which jobs may pass the first one that does not fit, the head of the line.
    public enum Backfill: Sendable, Equatable {
        /// None: the line waits for its head.
        case none
        /// Every job that fits, however long that makes the head wait.
        case whateverFits
        /// Those that leave the head's reservation as it is, by the jobs' own time limits (EASY). Only the
        /// mechanism `run-to-completion` can give one: where jobs are preempted a reservation means nothing.
        ///
        /// - Note: Lifka, "The ANL/IBM SP scheduling system", JSSPP 1995.
        case whatLeavesTheReservation
    }

    /// Puts a queue together.
    public init(jobIDs: [Int32], preference: TypePreference, backfill: Backfill) {
        self.jobIDs = jobIDs
        self.preference = preference
        self.backfill = backfill
    }
}

/// Explicit starts on chosen GPUs, and stops.
public struct StartsAndStops: Sendable, Equatable {
    /// A job and its GPUs.
    public struct Start: Sendable, Equatable {
        /// The job.
        public var jobID: Int32
        /// Its GPUs.
        public var gpus: [Int32]

        /// Names a start.
        public init(jobID: Int32, gpus: [Int32]) {
            self.jobID = jobID
            self.gpus = gpus
        }
    }

    /// Jobs to start.
    public var starts: [Start]
    /// Jobs to stop.
    public var stops: [Int32]

    /// Puts starts and stops together.
    public init(starts: [Start], stops: [Int32]) {
        self.starts = starts
        self.stops = stops
    }
}
