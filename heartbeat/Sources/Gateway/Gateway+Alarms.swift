private import Foundation
internal import HeartbeatFile
internal import Ledger
private import Schedule
internal import Settings

extension Gateway {
    /// How long before a route's time is up its canary leaves, in seconds.
    private static let canaryMarginSeconds = 3600
    /// A gap between passes that is told about, in seconds.
    static let gapSeconds = 300

    /// Opens, repeats and closes alarms.
    ///
    /// - Returns: Whether there are messages to send.
    func raise(_ causes: [Expectations.Cause], _ expectations: Expectations, isComplete: Bool) throws -> Bool
    {
        var hasMessages = false
        let now = expectations.now
        for entry in AlarmBook.entries(
            causes, open: try ledger.openAlarms(), isComplete: isComplete, now: now)
        {
            let key = entry.alarm.key
            let roads = expectations.roads(for: key)
            parts.log.line(
                "alarm", [("key", key), ("change", entry.change.rawValue), ("text", entry.text)],
                entry.change == .closes ? .warning : .alert)
            if roads.isEmpty {
                parts.log.line("alarm", [("key", key), ("error", "no other route to tell it")], .alert)
            }
            let messages = roads.map {
                message(
                    .alarm, "alarm:\(key):\(entry.change.rawValue)", entry.text, route: $0,
                    expectations.files, now)
            }
            try ledger.change(entry.alarm, to: entry.change, messages: messages, now: now)
            hasMessages = hasMessages || !messages.isEmpty
        }
        return hasMessages
    }

    /// A line on each route of which nothing was heard for long: it proves the road.
    ///
    /// - Returns: Whether there are messages to send.
    func sendCanaries(_ files: Files, now: Int) throws -> Bool {
        let limit = files.settings.alarm.canarySeconds
        let margin = min(Self.canaryMarginSeconds, limit / 4)
        var hasMessages = false
        let rows = try ledger.routes()
        for route in files.routesInUse {
            guard let row = rows.first(where: { $0.name == route.name }) else { continue }
            let since = row.lastAcknowledged ?? row.firstSeen
            guard now - since >= limit - margin,
                try !ledger.hasOpenCanary(route: route.name, since: now - limit)
            else { continue }
            let tasks = files.speaking(on: route.name)
            let count = try ledger.beatCount(of: tasks.map(\.id), since: since)
            var text = "quiet: \(count) beats fine"
            let next = tasks.compactMap { task in
                finder.nextSlots(task, after: now, count: 1).first.map { ($0, task) }
            }
            if let (slot, task) = next.min(by: { $0.0 < $1.0 }) {
                text += ", next \(finder.wallClock(task, at: slot).clock)"
            }
            _ = try ledger.enqueue(message(.canary, "canary", text, route: route.name, files, now))
            hasMessages = true
        }
        return hasMessages
    }

    /// Says on each route that the gateway was away.
    ///
    /// A gap between two ticks is nothing by itself: nobody but cron knows how often they come. It counts when slots
    /// were late.
    func welcomeBack(_ files: Files, _ new: [SlotRow], lastPass: Int?, now: Int) throws {
        guard isStart, let lastPass, now - lastPass > Self.gapSeconds else { return }
        let isLate = new.contains { $0.state == .missed || now - $0.due > Self.gapSeconds }
        guard isDaemon || isLate else { return }
        let count = new.count { $0.state == .missed }
        let text =
            "back after \(Period.words(now - lastPass)); \(count) \(count == 1 ? "slot" : "slots") missed"
        parts.log.line("back", [("after", Period.words(now - lastPass)), ("missed", "\(count)")], .warning)
        for route in files.routesInUse {
            var line = message(.back, "back", text, route: route.name, files, now)
            // While all its tasks keep quiet, this one does, too.
            let ends = files.speaking(on: route.name).map { finder.quietEnd($0, at: now) }
            if let end = ends.compactMap(\.self).min(), !ends.contains(nil) {
                (line.state, line.ready, line.expires) = (.held, end, line.expires + end - now)
            }
            _ = try ledger.enqueue(line)
        }
    }

    /// Calls the dead man's switch after an acknowledged message, while no alarm is open.
    func ping(_ files: Files) async {
        guard postman.takeAcknowledgedCount() > 0, let ping = files.settings.alarm.ping,
            let url = ping.value(environment: parts.environment),
            (try? ledger.openAlarms().isEmpty) == true
        else { return }
        let postman = postman
        let call = Task { await postman.ping(url) }
        if !isDaemon { await call.value }
    }

    private func message(
        _ kind: MessageKind, _ about: String, _ text: String, route: String, _ files: Files, _ now: Int
    ) -> MessageRow {
        let lifetime = files.settings.route(route)?.lifetimeSeconds ?? RouteSettings.standardLifetimeSeconds
        return MessageRow(
            id: MessageID.of(kind.rawValue, about, due: now, route: route), kind: kind, task: about, due: now,
            route: route, body: text, state: .pending, ready: now, expires: now + lifetime)
    }
}
