/// Whether a point's averages say what they seem to.
public enum Judgement: String, Sendable, Equatable {
    /// Every measured job was waited for, and the backlog did not grow.
    case fine
    /// More work arrived than was done, by the backlog or the offered load.
    case overloaded
    /// The time limit came before the measured jobs were done.
    case cut
    /// There is no result yet.
    case missing

    /// The judgement of a finished point by its figure `stopReason`; a fill has none and is always fine.
    init(stopReason: String?) {
        switch stopReason {
        case "overload": self = .overloaded
        case "horizon": self = .cut
        default: self = .fine
        }
    }
}
