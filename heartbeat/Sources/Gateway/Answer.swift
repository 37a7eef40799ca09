internal import ChildProcesses

/// What an agent's ending means.
enum Answer: Equatable {
    /// It has something to say.
    case text(String, isAlert: Bool)
    /// Nothing to tell.
    case quiet
    /// It failed.
    case failure(String)

    /// Most that an agent may print, in bytes.
    static let limitBytes = 1 << 20
    /// The word of an agent that has nothing to tell, first or last in its answer.
    static let allWell = "HEARTBEAT_OK"
    /// Most other characters of such an answer.
    static let quietLimit = 300

    init(_ ending: ChildProcess.Ending, timeoutSeconds: Int) {
        if ending.timedOut {
            self = .failure("no answer within \(timeoutSeconds) s")
        } else if ending.printedTooMuch {
            self = .failure("more than 1 MiB of answer")
        } else if ending.status != 0 {
            self = .failure(
                "exit \(ending.status)\(ending.lastMessage.isEmpty ? "" : ": \(ending.lastMessage)")")
        } else {
            self.init(String(decoding: ending.output, as: UTF8.self))
        }
    }

    init(_ output: String) {
        let text = output.trimmingWhitespace
        if text.isEmpty {
            self = .failure("empty answer")
        } else if text.hasPrefix(Self.allWell) || text.hasSuffix(Self.allWell),
            text.count - Self.allWell.count <= Self.quietLimit
        {
            self = .quiet
        } else {
            self = .text(text, isAlert: text.hasPrefix("ALERT:"))
        }
    }
}

extension String {
    /// The text without white space at its ends.
    fileprivate var trimmingWhitespace: String {
        let kept = drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}
