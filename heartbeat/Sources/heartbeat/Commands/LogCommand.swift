internal import ArgumentParser
private import HeartbeatFile
private import Kit
private import Ledger

/// What became of the slots.
struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Show what became of the slots, the newest first.",
        discussion: "Example: heartbeat log morning-mindfulness --count 5")

    @Argument(help: "A task; default: all.")
    var task: String?
    @OptionGroup var state: StateOptions
    @Option(help: "Most slots that are shown.")
    var count = 40
    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...1_000_000).contains(count) else {
            throw ValidationError("--count: \(count) is not 1 to 1000000")
        }
    }

    func run() throws {
        let slots = try state.reading().slots(task: task, limit: count)
        if let task, slots.isEmpty { throw CommandError(.notFound, "no slot of a task '\(task)'") }
        var rows = Rows(["DUE", "TASK", "STATE", "ATTEMPT", "REASON"])
        for slot in slots {
            let due = Instant.text(slot.due)
            rows.add(
                [due, slot.task, slot.state.rawValue, "\(slot.attempt)", slot.reason ?? ""],
                [
                    ("task", .string(slot.task)), ("due", .string(due)),
                    ("state", .string(slot.state.rawValue)),
                    ("attempt", .int(slot.attempt)), ("reason", .text(slot.reason)),
                ])
        }
        try rows.print(json: json)
    }
}
