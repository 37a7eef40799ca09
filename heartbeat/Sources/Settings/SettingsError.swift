/// What is wrong with heartbeat.toml.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What was found, where, and what was expected; one a line.
    public let problems: [String]

    /// All problems, each with the file in front.
    public var description: String { problems.map { "\(path): \($0)" }.joined(separator: "\n") }
}
