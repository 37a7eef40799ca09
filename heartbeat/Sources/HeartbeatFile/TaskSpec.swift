/// One task of a file: when it is due, what is asked, where the answer goes.
public struct TaskSpec: Equatable, Sendable {
    /// When slots fall.
    public enum Timing: Equatable, Sendable {
        /// At the minutes of an expression, in the task's zone.
        case cron(CronExpression)
        /// At `anchorSeconds + k · periodSeconds`, in seconds since 1970.
        case every(periodSeconds: Int, anchorSeconds: Int)
        /// Once, in seconds since 1970.
        case at(seconds: Int)
    }

    /// What happens to slots that were missed.
    public enum MissedPolicy: Equatable, Sendable {
        /// The newest one within the catch-up time runs.
        case once
        /// None runs.
        case skip
        /// The newest so many within the catch-up time run, in order.
        case all(limit: Int)
    }

    /// Which answers become messages.
    public enum Say: String, CaseIterable, Sendable {
        /// Those that differ from the last one delivered.
        case changes
        /// All that are not quiet.
        case always
        /// None.
        case never
    }

    /// Name in the ledger, unique in the file.
    public var id: String
    /// The heading.
    public var title: String
    /// Line of the heading.
    public var line: Int
    /// When it is due.
    public var timing: Timing
    /// Line of the key that says when.
    public var timingLine: Int
    /// IANA name of the zone.
    public var timeZone: String
    /// When it must not speak; nil = it always may.
    public var quiet: QuietHours?
    /// How late a slot may run, in seconds.
    public var catchupSeconds: Int
    /// What happens to missed slots.
    public var missed: MissedPolicy
    /// How long the agent may take, in seconds.
    public var timeoutSeconds: Int
    /// Where messages go; nil only when it says nothing.
    public var route: String?
    /// Which answers become messages.
    public var say: Say
    /// Name of the agent.
    public var agent: String
    /// A program in the workspace that decides whether the agent is asked; nil = it always is.
    public var gate: String?
    /// Whether it is due at all.
    public var isEnabled: Bool
    /// What the agent is asked, with placeholders.
    public var prompt: String
    /// Line of the prompt's first line.
    public var promptLine: Int
}
