private import ChildProcesses
internal import HeartbeatFile
internal import Ledger
private import Schedule
internal import Settings

/// Runs one slot: the gate, the agent, and what its answer means.
struct AgentRunner {
    let ledger: Ledger
    let clock: GatewayClock
    let log: Log
    let owner: String
    let environment: [String: String]
    /// How often an end is written down again when the disk has no room, a second apart; nil = until there is.
    let storeLimit: Int?

    /// Attempts of a slot.
    static let attemptLimit = 2

    /// Claims a waiting slot and brings it to its end.
    ///
    /// - Returns: Whether it could be claimed.
    func run(_ waiting: SlotRow, _ task: TaskSpec, _ files: Files) async -> Bool {
        var slot = waiting
        guard let attempt = try? ledger.claim(task: slot.task, due: slot.due, owner: owner) else {
            return false
        }
        slot.attempt = attempt
        slot.reason = nil
        let started = clock.now
        let (answer, exit) = await answer(&slot, task, files.settings)
        let ended = clock.now
        var message: MessageRow?
        if let answer {
            let last = try? ledger.task(task.id)
            let underWay = try? ledger.textUnderWay(task: task.id)
            let verdict = Verdict(
                answer, task.say, lastText: last?.deliveredText, textUnderWay: underWay ?? nil)
            (slot.state, slot.reason) = (verdict.state, verdict.reason)
            if let text = verdict.text {
                message = self.message(slot, task, text, isAlert: verdict.isAlert, files)
            }
        }
        let run = RunRow(started: started, ended: ended, exit: exit, text: answer?.words)
        await store {
            try ledger.finish(slot, run: exit == nil && answer == nil ? nil : run, message: message)
        }
        logEnd(slot, seconds: ended - started, message)
        return true
    }

    /// The line of a slot that has come to its end.
    func logEnd(_ slot: SlotRow, seconds: Int? = nil, _ message: MessageRow? = nil) {
        log.line(
            "slot",
            [
                ("task", slot.task), ("due", Instant.text(slot.due)), ("state", slot.state.rawValue),
                ("attempt", slot.attempt == 0 ? nil : "\(slot.attempt)"),
                ("seconds", seconds.map(String.init)),
                ("reason", slot.reason), ("message", message?.id), ("route", message?.route),
            ], slot.state == .failed ? .error : .info)
    }

    /// Asks gate and agent; nil with the slot's state set when no agent was asked.
    private func answer(
        _ slot: inout SlotRow, _ task: TaskSpec, _ settings: Settings
    ) async -> (Answer?, exit: Int?) {
        func fail(_ reason: String) -> (Answer?, exit: Int?) {
            (slot.state, slot.reason) = (.failed, Masking.text(reason))
            return (nil, nil)
        }
        guard let agent = settings.agent(task.agent) else {
            return fail("agent '\(task.agent)' is not in heartbeat.toml")
        }
        let own = [
            ("HEARTBEAT_TASK", task.id), ("HEARTBEAT_DUE", Instant.text(slot.due)),
            ("HEARTBEAT_ATTEMPT", "\(slot.attempt)"),
        ]
        let variables = ProgramEnvironment.variables(agent.environment, of: environment) + own
        do {
            if let gate = task.gate {
                guard let program = Workspace(path: settings.workspace).resolved(gate) else {
                    return fail("gate '\(gate)' is not in the workspace")
                }
                let ending = try await run([program], variables, "", slot, task, settings)
                if ending.status == 1, !ending.timedOut {
                    (slot.state, slot.reason) = (.skipped, "gate")
                    return (nil, nil)
                }
                guard ending.status == 0, !ending.timedOut else {
                    return fail(
                        "gate '\(gate)': \(ending.timedOut ? "no end in time" : "exit \(ending.status)")")
                }
            }
            let last = try ledger.task(task.id)
            let prompt = Prompt(
                settings: settings, environment: environment, last: (last?.lastRun, last?.lastDelivered))
            let ending = try await run(
                agent.arguments, variables, prompt.text(task, due: slot.due), slot, task, settings)
            return (Answer(ending, timeoutSeconds: task.timeoutSeconds), Int(ending.status))
        } catch let error as PromptError {
            return fail("prompt: \(error.problem)")
        } catch {
            return fail("\(error)")
        }
    }

    private func run(
        _ arguments: [String], _ variables: [(String, String)], _ input: String, _ slot: SlotRow,
        _ task: TaskSpec,
        _ settings: Settings
    ) async throws -> ChildProcess.Ending {
        let process = try ChildProcess(
            arguments, environment: variables, folder: settings.workspace, input: input)
        try? ledger.setProcessGroup(Owner.group(process.processID), task: slot.task, due: slot.due)
        return await process.ending(
            timeoutSeconds: Double(task.timeoutSeconds) / clock.rate, outputLimitBytes: Answer.limitBytes)
    }

    private func message(
        _ slot: SlotRow, _ task: TaskSpec, _ text: String, isAlert: Bool, _ files: Files
    ) -> MessageRow? {
        guard let route = task.route else { return nil }
        var finder = SlotFinder()
        let now = clock.now
        let end = task.quiet?.action == .hold && !isAlert ? finder.quietEnd(task, at: now) : nil
        let lifetime = files.settings.route(route)?.lifetimeSeconds ?? RouteSettings.standardLifetimeSeconds
        return MessageRow(
            id: MessageID.of("beat", slot.task, due: slot.due, route: route), kind: .beat, task: slot.task,
            due: slot.due, route: route, body: text, state: end == nil ? .pending : .held, ready: end ?? now,
            expires: (end ?? now) + lifetime)
    }

    /// Writes an end down; without room on the disk it waits, for nobody asks the agent again.
    private func store(_ write: () throws -> Void) async {
        var count = 0
        while true {
            do {
                return try write()
            } catch {
                count += 1
                if count == 1 { log.line("store", [("error", "\(error)")], .alert) }
                if Task.isCancelled || count == storeLimit { return }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
