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

    /// Judgements in words: `fine`, or how many are not.
    static func words(_ judgements: [Judgement]) -> String {
        let words: [(Judgement, String)] = [
            (.overloaded, "overloaded"), (.cut, "cut by the time limit"), (.missing, "without result"),
        ]
        let parts = words.compactMap { judgement, word in
            let count = judgements.count { $0 == judgement }
            return count == 0 ? nil : "\(count) of \(judgements.count) \(word)"
        }
        return parts.isEmpty ? "fine" : parts.joined(separator: ", ")
    }

    /// The judgement of a finished point by its figure `stopReason`; a fill has none and is always fine.
    init(stopReason: String?) {
        switch stopReason {
        case "overload": self = .overloaded
        case "horizon": self = .cut
        default: self = .fine
        }
    }
}
