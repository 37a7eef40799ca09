/// A program that answers prompts.
public struct AgentSettings: Equatable, Sendable {
    /// Its name in HEARTBEAT.md.
    public var name: String
    /// Program and arguments; no shell sees them.
    public var arguments: [String]
    /// Names of the variables of the environment that it may see.
    public var environment: [String]
}
