internal import HeartbeatFile
internal import Ledger
private import Settings

/// What becomes of an answer: a message, silence or a failure.
struct Verdict: Equatable {
    let state: SlotState
    let reason: String?
    /// The message; nil = none.
    let text: String?
    /// Whether it passes quiet hours.
    var isAlert = false

    /// Judges an answer.
    ///
    /// - Parameters:
    ///   - answer: What the agent said.
    ///   - say: Which answers become messages.
    ///   - lastText: The text that last arrived.
    ///   - textUnderWay: The text of the newest message that is on its way; it will be the last one.
    init(_ answer: Answer, _ say: TaskSpec.Say, lastText: String?, textUnderWay: String?) {
        switch answer {
        case .failure(let reason): (state, self.reason, text) = (.failed, Masking.text(reason), nil)
        case .quiet: (state, reason, text) = (.quiet, nil, nil)
        case .text where say == .never: (state, reason, text) = (.quiet, "say: never", nil)
        case .text(let words, _) where say == .changes && words == (textUnderWay ?? lastText):
            (state, reason, text) = (.quiet, "the same text as before", nil)
        case .text(let words, let isAlert):
            (state, reason, text) = (.spoke, nil, words)
            self.isAlert = isAlert
        }
    }
}

extension Answer {
    /// What the agent said, for the ledger.
    var words: String? {
        switch self {
        case .text(let words, _): words
        case .quiet: Self.allWell
        case .failure: nil
        }
    }
}
