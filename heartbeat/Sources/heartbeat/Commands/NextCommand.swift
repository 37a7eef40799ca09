internal import ArgumentParser
private import Gateway
internal import HeartbeatFile
private import Kit
private import Schedule

/// Shows when tasks are due.
struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Show the next slots of the tasks.",
        discussion: "Example: heartbeat next morning-mindfulness --count 3")

    @Argument(help: "A task; default: all.")
    var task: String?
    @OptionGroup var files: FileOptions
    @Option(help: "Slots of each task.")
    var count = 8
    @Option(help: "Slots after this time, as 2026-03-08T10:00:00Z; default: now.")
    var from: TimeArgument?
    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(count) else {
            throw ValidationError("--count: \(count) is not 1 to 10000")
        }
    }

    func run() throws {
        let now = from?.seconds ?? GatewayClock.system.now
        let tasks = try files.tasks(now: now).filter { task == nil || $0.id == task }
        if let task, tasks.isEmpty { throw CommandError(.notFound, "\(files.file): no task '\(task)'") }
        try Self.rows(tasks, count: count, after: now).print(json: json)
    }

    /// The next slots of tasks, each in the task's own zone and in UTC.
    static func rows(_ tasks: [TaskSpec], count: Int, after: Int) -> Rows {
        var rows = Rows(["TASK", "SLOT", "ZONE", "UTC"])
        var finder = SlotFinder()
        for task in tasks {
            let slots = task.isEnabled ? finder.nextSlots(task, after: after, count: count) : []
            let cells = slots.map { slot in
                let wall = finder.wallClock(task, at: slot)
                return [task.id, "\(wall.day) \(wall.clock)", task.timeZone, Instant.text(slot)]
            }
            let none = [[task.id, task.isEnabled ? "none any more" : "disabled", task.timeZone, ""]]
            let object: [(String, JSONValue)] = [
                ("task", .string(task.id)), ("tz", .string(task.timeZone)),
                ("slots", .array(slots.map { .string(Instant.text($0)) })),
            ]
            rows.add(cells.isEmpty ? none : cells, object)
        }
        return rows
    }
}
