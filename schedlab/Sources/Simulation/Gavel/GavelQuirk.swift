/// A habit of Gavel's simulator that no reader of the paper would expect, and that can be switched off.
///
/// `docs/gavel-mechanism.md` describes each, also those of policies and files, which are no switches.
public enum GavelQuirk: String, Sendable, CaseIterable {
    /// Rounds end with their slowest job and hold whole steps, so they are shorter than asked for.
    case variableRounds = "variable-rounds"
    /// The first round after an idle time is booked from the end of the last busy one.
    case idleHole = "idle-hole"
    /// A job that the last allocation did not know reserves GPUs and gets none.
    case strandedJob = "stranded-new-job"
    /// A piece with fewer steps than GPUs fails, and after five of them the job is given up.
    case lostTail = "lost-tail"
    /// Every job counts as having received half a round on every type.
    case initialCredit = "half-round-of-credit"
    /// A share of 1e-10 is a share.
    case dust = "dust-counts"
    /// Policies blind to GPU types get them in an order shuffled every round.
    case shuffledTypes = "shuffled-types"
    /// Types are filled one after the other, not the most urgent pair of job and type first.
    case typeByType = "type-by-type"
    /// While the last allocation was at time 0 the shortest interval does not hold.
    case freeAtZero = "no-interval-at-zero"

    /// What happens with the quirk, in a line.
    public var summary: String {
        switch self {
        case .variableRounds:
            "a round ends with its slowest job and holds whole steps: it lasts a little less than asked for"
        case .idleHole: "the first round after an idle time is booked from the end of the last busy one"
        case .strandedJob: "a job that is not in the allocation yet reserves GPUs, but gets none: they idle"
        case .lostTail: "a piece with fewer steps than GPUs fails; after five failures the job is given up"
        case .initialCredit: "after an allocation every job counts as served for half a round on every type"
        case .dust: "a share that is only a solver's remainder, such as 1e-10, counts as a share"
        case .shuffledTypes: "policies blind to GPU types fill them in an order shuffled every round"
        case .typeByType: "types are filled one after the other: a job runs on the first type where it fits"
        case .freeAtZero: "while the last allocation was at 0 s the next need not wait for the interval"
        }
    }

    /// What happens without it, in a line.
    public var alternative: String {
        switch self {
        case .variableRounds: "every round lasts exactly as long as asked for; parts of steps count"
        case .idleHole: "every round is booked from its own start"
        case .strandedJob: "it gets GPUs that no job with a share took"
        case .lostTail: "every piece with steps counts, no job is given up for it"
        case .initialCredit: "jobs begin with nothing; one that never ran on a type goes first there"
        case .dust: "a share below 1e-6 counts as 0"
        case .shuffledTypes: "the fastest type is always filled first"
        case .typeByType: "one list of jobs and types, the most urgent pair first"
        case .freeAtZero: "the interval always holds, except for the very first allocation"
        }
    }
}

/// Which quirks of Gavel's simulator are on.
public struct GavelQuirks: Sendable, Equatable {
    private var bits: UInt32

    /// All of them: the original.
    public static let all = GavelQuirks(bits: .max)

    /// All but some.
    public static func all(without quirks: some Sequence<GavelQuirk>) -> GavelQuirks {
        var bits = UInt32.max
        for quirk in quirks { bits &= ~bit(quirk) }
        return GavelQuirks(bits: bits)
    }

    /// Whether a quirk is on.
    func has(_ quirk: GavelQuirk) -> Bool { bits & Self.bit(quirk) != 0 }

    private static func bit(_ quirk: GavelQuirk) -> UInt32 {
        1 << UInt32(GavelQuirk.allCases.firstIndex(of: quirk) ?? 0)
    }
}
