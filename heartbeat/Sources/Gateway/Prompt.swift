internal import HeartbeatFile
private import Schedule
internal import Settings

/// Puts values into a prompt.
struct Prompt {
    let settings: Settings
    let environment: [String: String]
    /// When the task last ran and last arrived, in seconds since 1970.
    let last: (run: Int?, delivered: Int?)

    /// The prompt of a task's slot.
    func text(_ task: TaskSpec, due: Int) throws(PromptError) -> String {
        var finder = SlotFinder()
        let wall = finder.wallClock(task, at: due)
        var text = ""
        for piece in Placeholder.pieces(task.prompt) {
            switch piece {
            case .text(let words): text += words
            case .placeholder(nil, let source): text += "{{\(source)}}"
            case .placeholder(.date?, _): text += wall.day
            case .placeholder(.time?, _): text += wall.clock
            case .placeholder(.timeZone?, _): text += task.timeZone
            case .placeholder(.lastRun?, _): text += last.run.map(Instant.text) ?? "never"
            case .placeholder(.lastDelivered?, _): text += last.delivered.map(Instant.text) ?? "never"
            case .placeholder(.environment(let name)?, _):
                guard settings.promptEnvironment.contains(name) else {
                    throw PromptError(problem: "variable \(name) is not in prompt_env of heartbeat.toml")
                }
                text += environment[name] ?? ""
            case .placeholder(.file(let path)?, _):
                text += try Workspace(path: settings.workspace).block(path)
            }
        }
        return text
    }
}
