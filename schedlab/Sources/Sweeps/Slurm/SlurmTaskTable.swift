public import Kit

/// Tasks of a sweep's arrays for people and programs: those that are open, and how many ended well.
public struct SlurmTaskTable {
    private let tasks: [SlurmQueue.Task]

    /// A table of tasks.
    public init(_ tasks: [SlurmQueue.Task]) { self.tasks = tasks }

    private var open: [SlurmQueue.Task] { tasks.filter { !$0.missingKeys.isEmpty } }

    /// The table for people.
    public var text: String {
        guard !tasks.isEmpty else { return "nothing was handed to Slurm\n" }
        var table = TextTable(
            heading: ["job", "task", "state", "points without result", "log"],
            alignments: [.right, .right, .left, .right, .left])
        for task in open {
            table.addRow([
                "\(task.job)", "\(task.index)", word(task), "\(task.missingKeys.count)", task.logPath,
            ])
        }
        let done = tasks.count - open.count
        return "\(Numbers.grouped(done)) of \(Numbers.grouped(tasks.count)) tasks have all their results\n"
            + (open.isEmpty ? "" : "\n" + table.text)
    }

    private func word(_ task: SlurmQueue.Task) -> String {
        switch task.state {
        // It ended well and left points without a result: they failed one by one.
        case .completed: "completed, points failed"
        // Slurm forgets a task at once that is cancelled while it waits.
        case .unknown where !task.hasBegun: "lost before it began"
        default: task.state.word
        }
    }

    /// The table for programs.
    public var json: JSONValue {
        .array(
            tasks.map { task in
                .object([
                    ("job", .int(task.job)), ("task", .int(task.index)), ("state", .string(task.state.word)),
                    ("missingCount", .int(task.missingKeys.count)), ("hasBegun", .bool(task.hasBegun)),
                    ("log", .string(task.logPath)),
                ])
            })
    }
}
