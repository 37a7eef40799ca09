private import Kit

/// What is wrong with a policy in another process.
public enum PolicyProcessError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A command that is no list of words.
    case badCommand(command: String, problem: String)
    /// A program that cannot be started.
    case cannotStart(command: String, reason: String)
    /// An exchange that failed: what happened instead of an answer.
    case failed(command: String, moment: Moment, problem: String, expected: String)
    /// A record that does not fit what is to be replayed.
    case cannotReplay(problem: String, remedy: String)

    /// When something happened.
    public struct Moment: Equatable, Sendable {
        /// The mechanism's number of the round; nil = before the first.
        public var round: Int?
        /// The simulated clock in seconds.
        public var nowSeconds: Double
        /// Lines that the policy has written so far, the bad one included.
        public var line: Int

        /// Names a moment.
        public init(round: Int?, nowSeconds: Double, line: Int) {
            self.round = round
            self.nowSeconds = nowSeconds
            self.line = line
        }
    }

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .badCommand(let command, let problem):
            "--policy 'exec:\(command)': \(problem); expected exec:PROGRAM ARGUMENTS, words with blanks in quotes"
        case .cannotStart(let command, let reason):
            "policy '\(command)' cannot be started: \(reason)"
        case .failed(let command, let moment, let problem, let expected):
            """
            policy '\(command)', \(moment.round.map { "round \($0)" } ?? "greeting") at \(moment.nowSeconds) s, line \
            \(moment.line) of its output: \(problem); expected \(expected) (docs/policy-protocol.md)
            """
        case .cannotReplay(let problem, let remedy): "\(problem); \(remedy)"
        }
    }
}
