internal import HeartbeatFile
internal import Ledger
internal import Settings

/// What should be so and is not; one function for the gateway and its watchdog.
struct Expectations {
    /// A reason for an alarm.
    struct Cause: Equatable {
        /// What it is about; one alarm a key is open at a time.
        var key: String
        var text: String
    }

    let files: Files
    let ledger: Ledger
    let now: Int

    /// What can be seen before any beat: broken files, routes and agents that are not there.
    func atLoad() -> [Cause] {
        var causes =
            files.problem.map { [Cause(key: "file", text: "the last good state goes on, for now:\n\($0)")] }
            ?? []
        for (name, problem) in files.unusable {
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            let users = files.tasks.filter {
                $0.isEnabled
                    && (parts[0] == "route" ? $0.route == parts[1] && $0.say != .never : $0.agent == parts[1])
            }
            guard !users.isEmpty else { continue }
            let names = users.map { "'\($0.id)'" }.joined(separator: ", ")
            causes.append(
                Cause(key: "config:\(name)", text: "\(parts[0]) '\(parts[1])' of task \(names) \(problem)"))
        }
        return causes
    }

    /// Everything.
    func all() throws -> [Cause] {
        try atLoad() + undelivered() + failing() + routes() + deadLetters()
    }

    private func undelivered() throws -> [Cause] {
        try ledger.undelivered().compactMap { task, due, since in
            guard let spec = files.task(task) else { return nil }
            let end = max(due, since) + spec.timeoutSeconds + files.settings.alarm.graceSeconds
            guard now >= end else { return nil }
            let route = spec.route.map { " on route '\($0)'" } ?? ""
            return Cause(
                key: "task:\(task)",
                text:
                    "task '\(task)': the beat of \(Instant.text(due)) has not arrived\(route), nor a later one"
            )
        }
    }

    private func failing() throws -> [Cause] {
        try ledger.tasks(failingOnly: true).compactMap { row in
            guard files.task(row.name) != nil, let failure = row.failure,
                row.failuresInARow >= 2 || failure.hasPrefix(Ledger.interrupted)
            else { return nil }
            let count = row.failuresInARow == 1 ? "its last beat" : "its last \(row.failuresInARow) beats"
            return Cause(
                key: "failing:\(row.name)",
                text: "task '\(row.name)' failed, \(count): \(Masking.text(failure))")
        }
    }

    private func routes() throws -> [Cause] {
        let rows = try ledger.routes()
        return try files.routesInUse.compactMap { route in
            let key = "route:\(route.name)"
            let within = route.acknowledgeWithinSeconds
            if let (task, due) = try ledger.overdueAcknowledgement(
                route: route.name, acceptedBefore: now - within)
            {
                return Cause(
                    key: key,
                    text:
                        "route '\(route.name)' took the message of '\(task)' of \(Instant.text(due)), but no "
                        + "acknowledgement (\(route.acknowledgement)) came within \(Period.words(within))")
            }
            guard let row = rows.first(where: { $0.name == route.name }) else { return nil }
            let silent = now - (row.lastAcknowledged ?? row.firstSeen)
            guard silent >= files.settings.alarm.canarySeconds else { return nil }
            return Cause(
                key: key, text: "route '\(route.name)': nothing was acknowledged for \(Period.words(silent))")
        }
    }

    private func deadLetters() throws -> [Cause] {
        try ledger.deadLetters().map { route, count, error in
            let letters = count == 1 ? "a message was" : "\(count) messages were"
            return Cause(
                key: "dead:\(route)",
                text: "\(letters) given up on route '\(route)': \(error); see 'heartbeat dead list'")
        }
    }

    /// The route that an alarm is about, which must not carry it.
    func route(of key: String) -> String? {
        let parts = key.split(separator: ":").map(String.init)
        switch parts.first {
        case "route", "dead": return parts.last
        case "config": return parts.count == 3 && parts[1] == "route" ? parts[2] : nil
        case "task": return parts.last.flatMap { files.task($0)?.route }
        default: return nil
        }
    }

    /// The routes that carry an alarm.
    func roads(for key: String) -> [String] {
        let concerned = route(of: key)
        return files.settings.alarm.routes.filter { $0 != concerned && files.channels[$0] != nil }
    }
}
