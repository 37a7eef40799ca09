/// What the ledger remembers beside its tables.
public enum MetaKey: String, Sendable {
    /// When the last pass ended, in seconds since 1970.
    case lastPass = "last_pass"
    /// Up to when slots have been recorded.
    case recordedUpTo = "recorded_up_to"
    /// The tasks whose slots were recorded then, one a line.
    case tasks = "tasks"
    /// What is wrong with the files as they are now; empty = nothing.
    case fileProblem = "file_problem"
    /// The content of the last good HEARTBEAT.md.
    case goodFile = "good_file"
    /// When rows were last thrown away.
    case lastCleaning = "last_cleaning"
}
