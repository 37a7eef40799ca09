/// The answers of an earlier run, as its record holds them.
public struct RecordedAnswers: Sendable, Equatable {
    /// The policy's contract, as it answered the greeting.
    public var greeting: [UInt8]
    /// Its answers, in order.
    public var answers: [[UInt8]]

    /// Puts answers together.
    public init(greeting: [UInt8], answers: [[UInt8]]) {
        self.greeting = greeting
        self.answers = answers
    }
}

/// Answers out of a record instead of a process.
final class ReplayChannel: PolicyChannel {
    let wantsLines = false
    private let recorded: RecordedAnswers
    private var nextAnswer = 0

    init(_ recorded: RecordedAnswers) { self.recorded = recorded }

    func exchange(_ line: [UInt8], isGreeting: Bool) throws(PolicyChannelProblem) -> [UInt8] {
        if isGreeting { return recorded.greeting }
        guard nextAnswer < recorded.answers.count else {
            throw PolicyChannelProblem(
                found: "the record ends after \(nextAnswer) answers",
                expected: "the record of a run that went as far as this one")
        }
        nextAnswer += 1
        return recorded.answers[nextAnswer - 1]
    }

    func close() {}
}
