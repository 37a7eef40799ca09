/// The way to a policy and back: one line there, one line here.
protocol PolicyChannel: AnyObject {
    /// Sends a line and waits for the one that answers it.
    ///
    /// - Parameters:
    ///   - line: The line with its line feed.
    ///   - isGreeting: Whether the answer is the policy's contract.
    /// - Returns: The answer without its line feed.
    /// - Throws: ``PolicyChannelProblem``.
    func exchange(_ line: [UInt8], isGreeting: Bool) throws(PolicyChannelProblem) -> [UInt8]

    /// Ends the exchange after an answer that makes no sense.
    func close()

    /// Whether the lines that are sent are read by anybody.
    var wantsLines: Bool { get }
}

/// Why there is no answer.
struct PolicyChannelProblem: Error, Equatable {
    /// What happened.
    public var found: String
    /// What should have.
    public var expected: String

    /// States a problem.
    public init(found: String, expected: String) {
        self.found = found
        self.expected = expected
    }
}
