internal import HeartbeatFile
internal import Ledger
internal import Settings

/// Decides which alarms open, are told again, and close.
enum AlarmBook {
    /// A change and what it says.
    struct Entry: Equatable {
        var alarm: AlarmRow
        var change: AlarmChange
        var text: String
    }

    /// The changes that follow from causes.
    ///
    /// - Parameters:
    ///   - causes: What is wrong now.
    ///   - open: The alarms that are open.
    ///   - isComplete: Whether the causes are all there are; only then alarms close.
    ///   - now: Seconds since 1970.
    /// - Returns: Them, in the order of the causes, closings last.
    static func entries(_ causes: [Expectations.Cause], open: [AlarmRow], isComplete: Bool, now: Int)
        -> [Entry]
    {
        var entries: [Entry] = []
        for cause in causes {
            guard var alarm = open.first(where: { $0.key == cause.key }) else {
                let alarm = AlarmRow(key: cause.key, text: cause.text, opened: now, sent: now)
                entries.append(Entry(alarm: alarm, change: .opens, text: "heartbeat alarm: \(cause.text)"))
                continue
            }
            if now - alarm.sent >= AlarmSettings.repeatSeconds {
                alarm.text = cause.text
                let age = Period.words(now - alarm.opened)
                entries.append(
                    Entry(alarm: alarm, change: .repeats, text: "heartbeat alarm, for \(age): \(cause.text)"))
            }
        }
        guard isComplete else { return entries }
        for alarm in open where !causes.contains(where: { $0.key == alarm.key }) {
            let age = Period.words(max(0, now - alarm.opened))
            entries.append(
                Entry(
                    alarm: alarm, change: .closes, text: "heartbeat, well again after \(age): \(alarm.text)"))
        }
        return entries
    }
}
