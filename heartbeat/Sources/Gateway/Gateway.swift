private import ChildProcesses
private import Delivery
internal import HeartbeatFile
package import Ledger
internal import Schedule
private import Settings

/// The clock, the post office and the smoke alarm around agents; one pass is the whole program.
package actor Gateway {
    /// What every pass works with.
    package struct Parts: Sendable {
        /// Where the files are.
        package var paths: FilePaths
        /// What happened.
        package var ledger: Ledger
        /// The gateway's environment.
        package var environment: [String: String]
        /// The time.
        package var clock: GatewayClock
        /// Lines for people.
        package var log: Log

        /// The parts.
        package init(
            paths: FilePaths, ledger: Ledger, environment: [String: String], clock: GatewayClock, log: Log
        ) {
            self.paths = paths
            self.ledger = ledger
            self.environment = environment
            self.clock = clock
            self.log = log
        }
    }

    /// Agents at a time.
    static let agentLimit = 16

    let parts: Parts
    let wake: Wake
    let postman: Postman
    let runner: AgentRunner
    /// Whether passes repeat in this process; else each waits for its agents and deliveries.
    let isDaemon: Bool
    var finder = SlotFinder()
    var isStopping = false
    private var reader: FilesReader
    private(set) var files: Files?
    private var agents: [String: Task<Void, Never>] = [:]
    private var isFirstPass = true

    var ledger: Ledger { parts.ledger }

    /// A gateway that has not begun.
    package init(_ parts: Parts, isDaemon: Bool) {
        self.parts = parts
        self.isDaemon = isDaemon
        wake = Wake()
        postman = Postman(ledger: parts.ledger, clock: parts.clock, log: parts.log, wake: wake)
        runner = AgentRunner(
            ledger: parts.ledger, clock: parts.clock, log: parts.log, owner: Owner.current(),
            environment: parts.environment, storeLimit: isDaemon ? nil : 5)
        reader = FilesReader(parts.paths, environment: parts.environment)
    }

    /// One pass: files, due slots, agents, the outbox, expectations.
    ///
    /// - Throws: ``FilesError`` when there are no good files; errors of SQLite, when the disk is full, for example.
    package func pass() async throws {
        let now = parts.clock.now
        let files = try readFiles()
        let expectations = Expectations(files: files, ledger: ledger, now: now)
        if isFirstPass { try recover(now: now) }
        if try raise(expectations.atLoad(), expectations, isComplete: false) { await deliver() }
        try record(files, now: now)
        isFirstPass = false
        try startAgents()
        if !isDaemon { while let agent = agents.values.first { await agent.value } }
        for message in try ledger.buryExpired(now: now) { postman.logEnd(message, .dead, "too old") }
        try ledger.releaseHeld(now: now)
        await deliver()
        let hasCanaries = try sendCanaries(files, now: now)
        let hasAlarms = try raise(expectations.all(), expectations, isComplete: true)
        if hasCanaries || hasAlarms { await deliver() }
        await ping(files)
        try endPass(now: now)
    }

    /// The files in force now.
    func readFiles() throws -> Files {
        let found = try reader.read(ledger, now: parts.clock.now)
        files = found
        return found
    }

    /// Slots that an earlier gateway left running wait again or have failed; what it had not begun may be too late.
    private func recover(now: Int) throws {
        for lost in try ledger.interruptedSlots(owner: runner.owner) {
            if let group = lost.processGroup.flatMap({ Owner.livingGroup($0, owner: lost.owner) }) {
                ChildProcess.killGroup(group)
            }
            var slot = lost.slot
            slot.state = try ledger.release(slot, attemptLimit: AgentRunner.attemptLimit)
            slot.reason = Ledger.interrupted
            runner.logEnd(slot)
        }
        for var slot in try ledger.waitingSlots() where slot.attempt == 0 {
            guard let task = files?.task(slot.task),
                MissedSlots.fates([slot.due], of: task, now: now).allSatisfy({ !$0.runs })
            else { continue }
            (slot.state, slot.reason) = (.missed, "the gateway ended before it began")
            try ledger.finish(slot, run: nil, message: nil)
            runner.logEnd(slot)
        }
    }

    /// Writes due slots down, with those that are skipped and missed.
    private func record(_ files: Files, now: Int) throws {
        let enabled = files.tasks.filter(\.isEnabled)
        let names = enabled.map(\.id).joined(separator: "\n")
        let known = try ledger.value(.tasks)
        let before = try ledger.value(.recordedUpTo).flatMap { Int($0) }
        let lastPass = try ledger.value(.lastPass).flatMap { Int($0) }
        if let lastPass, now < lastPass - 60 {
            parts.log.line("clock", [("back", Period.words(lastPass - now))], .warning)
            try ledger.clockWentBack(to: now)
        }
        let old = Set(known?.split(separator: "\n").map(String.init) ?? [])
        var rows: [SlotRow] = []
        for task in enabled {
            // A task that is new begins now; nobody asks for slots from before.
            let begin = Instant.floorDivided(now, 60) * 60 - 1
            let after = max(old.contains(task.id) ? before ?? begin : begin, now - Ledger.rowDays * 86_400)
            let slots = finder.dueSlots(task, after: after, upTo: now)
            if !slots.isEmpty { rows += self.rows(slots, task, now: now) }
        }
        var new: [SlotRow] = []
        if !rows.isEmpty || names != known || before.map({ $0 > now }) != false {
            let superseding = enabled.filter { if case .all = $0.missed { false } else { true } }.map(\.id)
            new = try ledger.record(
                rows, upTo: now, tasks: names == known ? nil : names, superseding: superseding)
        }
        for row in new where row.state != .due { runner.logEnd(row) }
        try welcomeBack(files, new, lastPass: lastPass, now: now)
    }

    private func rows(_ slots: [Int], _ task: TaskSpec, now: Int) -> [SlotRow] {
        MissedSlots.fates(slots, of: task, now: now).map { fate in
            let isQuiet =
                task.quiet?.action == .skip
                && (finder.quietEnd(task, at: fate.due) != nil
                    || fate.runs && finder.quietEnd(task, at: now) != nil)
            if isQuiet {
                return SlotRow(task: task.id, due: fate.due, state: .skipped, reason: "quiet hours")
            }
            if fate.runs { return SlotRow(task: task.id, due: fate.due, state: .due) }
            let late = Period.words(now - fate.due)
            return SlotRow(task: task.id, due: fate.due, state: .missed, reason: "seen \(late) late")
        }
    }

    /// Starts the agents of waiting slots, one a task.
    private func startAgents() throws {
        guard let files, !isStopping else { return }
        for var slot in try ledger.waitingSlots(limit: 2 * Self.agentLimit)
        where agents[slot.task] == nil {
            guard let task = files.task(slot.task) else {
                (slot.state, slot.reason) = (.missed, "its task is gone")
                try ledger.finish(slot, run: nil, message: nil)
                runner.logEnd(slot)
                continue
            }
            guard agents.count < Self.agentLimit else { return }
            let runner = runner
            let waiting = slot
            agents[slot.task] = Task {
                self.agentEnded(waiting.task, isWell: await runner.run(waiting, task, files))
            }
        }
    }

    private func agentEnded(_ task: String, isWell: Bool) {
        agents[task] = nil
        // A disk without room is the next pass's affair.
        if isWell { try? startAgents() }
        wake.call()
    }

    /// Ends the agents that still run, after a time for them to end by themselves.
    func endAgents(limitSeconds: Double) async {
        let end = ContinuousClock.now + .seconds(limitSeconds)
        while !agents.isEmpty || postman.isBusy, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(50))
        }
        for agent in agents.values { agent.cancel() }
        for agent in agents.values { await agent.value }
        postman.close()
    }

    /// Lets each route deliver by itself; a single pass waits for all of them.
    func deliver() async {
        guard let files else { return }
        let postman = postman
        let isDaemon = isDaemon
        let roads = files.settings.routes.compactMap { route in files.channels[route.name].map { (route, $0) }
        }
        if isDaemon {
            for (route, channel) in roads {
                Task {
                    await postman.deliver(route, channel, waitsForReceipts: false)
                }
            }
        } else {
            await withTaskGroup { group in
                for (route, channel) in roads {
                    group.addTask { await postman.deliver(route, channel, waitsForReceipts: true) }
                }
            }
        }
    }

    private func endPass(now: Int) throws {
        try ledger.endPass(now: now)
        let cleaned = try ledger.value(.lastCleaning).flatMap { Int($0) } ?? 0
        if now - cleaned >= 86_400 || cleaned > now {
            try ledger.clean(now: now)
            try ledger.set(.lastCleaning, String(now))
        }
    }

    /// Whether this is the first pass of the process.
    var isStart: Bool { isFirstPass }
}
