/// All that is wrong in a rule file.
public struct RuleError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Something wrong at a line.
    public struct Finding: Equatable, Sendable, CustomStringConvertible {
        /// Name of the file.
        public var file: String
        /// From 1.
        public var line: Int
        /// What was found, what was expected.
        public var message: String

        /// Where and what, on one line.
        public var description: String { "\(file):\(line): \(message)" }
    }

    /// At least one, by line.
    public var findings: [Finding]

    /// One a line.
    public var description: String { findings.map(\.description).joined(separator: "\n") }
}
