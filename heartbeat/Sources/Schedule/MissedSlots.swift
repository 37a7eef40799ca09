public import HeartbeatFile

/// Sorts the due slots of a task into those that run and those that were missed.
public enum MissedSlots {
    /// How late a slot may be seen and still count as on time, in seconds: timers that fire every minute, and the
    /// minute by which systemd may delay them.
    static let onTimeSeconds = 120

    /// What becomes of a slot.
    public struct Fate: Equatable, Sendable {
        /// The slot, in seconds since 1970.
        public let due: Int
        /// Whether it runs.
        public let runs: Bool
    }

    /// The fates of slots, in order.
    ///
    /// - Parameters:
    ///   - slots: Seconds since 1970, ascending.
    ///   - task: The task with its policy and catch-up time.
    ///   - now: Seconds since 1970.
    /// - Returns: One for each slot.
    public static func fates(_ slots: [Int], of task: TaskSpec, now: Int) -> [Fate] {
        let allowed = max(task.catchupSeconds, onTimeSeconds)
        let eligible = slots.filter { slot in
            let late = now - slot
            return late <= (task.missed == .skip ? onTimeSeconds : allowed)
        }
        let limit: Int
        switch task.missed {
        case .once, .skip: limit = 1
        case .all(let count): limit = count
        }
        let running = Set(eligible.suffix(limit))
        return slots.map { Fate(due: $0, runs: running.contains($0)) }
    }
}
