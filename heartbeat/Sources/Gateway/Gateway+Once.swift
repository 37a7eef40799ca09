private import Foundation
private import HeartbeatFile
package import Ledger
private import Settings

extension Gateway {
    /// What became of a task that was run by hand.
    package struct OnceEnd {
        /// In words.
        package var words: String
        /// Whether nothing went wrong.
        package var isWell: Bool
    }

    /// Runs a task now and delivers what it says.
    ///
    /// - Throws: As ``pass()``.
    package func once(_ task: String) async throws -> OnceEnd {
        let files = try readFiles()
        guard let spec = files.tasks.first(where: { $0.id == task }) else {
            return OnceEnd(words: "no task '\(task)'", isWell: false)
        }
        let due = parts.clock.now
        let row = SlotRow(task: task, due: due, state: .due, reason: "by hand")
        try ledger.insert(row, seen: due)
        _ = await runner.run(row, spec, files)
        await deliver()
        let slot = try ledger.slots(task: task, limit: 1_000).first { $0.due == due } ?? row
        guard slot.state == .spoke, let route = spec.route else {
            let reason = slot.reason.map { ": \($0)" } ?? ""
            return OnceEnd(words: "\(slot.state.rawValue)\(reason)", isWell: slot.state != .failed)
        }
        let message = try ledger.message(MessageID.of("beat", task, due: due, route: route))
        let isSent = [.accepted, .done, .held].contains(message?.state)
        let error = message?.error.map { ": \($0)" } ?? ""
        let words = "\(message?.body ?? "")\n\n\(route): \(message?.state.rawValue ?? "no message")\(error)"
        return OnceEnd(words: words, isWell: isSent)
    }

    /// The prompt of a task as its agent would get it now.
    ///
    /// - Throws: When the files are bad, or something that the prompt needs is missing.
    package static func prompt(
        of task: String, paths: FilePaths, ledger: Ledger?, environment: [String: String], now: Int
    ) throws -> String {
        let text = try String(contentsOfFile: paths.settings, encoding: .utf8)
        let settings = try SettingsReader.read(text, path: paths.settings)
        let tasks = HeartbeatFile(try String(contentsOfFile: paths.tasks, encoding: .utf8)).tasks
        guard let spec = tasks.first(where: { $0.id == task }) else { return "" }
        let row = try ledger?.task(task)
        do throws(PromptError) {
            return try Prompt(
                settings: settings, environment: environment, last: (row?.lastRun, row?.lastDelivered)
            ).text(spec, due: now)
        } catch {
            throw FilesError(problems: ["\(paths.tasks):\(spec.promptLine): \(error.problem)"])
        }
    }

    /// Ends what listens.
    package func close() { postman.close() }
}
