/// One run of an agent.
public struct RunRow: Equatable, Sendable {
    /// When it began, in seconds since 1970.
    public var started: Int
    /// When it ended.
    public var ended: Int
    /// Exit code; nil when the agent did not start.
    public var exit: Int?
    /// What it said.
    public var text: String?

    /// A run.
    public init(started: Int, ended: Int, exit: Int?, text: String?) {
        self.started = started
        self.ended = ended
        self.exit = exit
        self.text = text
    }
}
