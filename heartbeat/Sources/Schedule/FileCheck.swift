public import HeartbeatFile

/// What only the calendar can say about a file.
public enum FileCheck {
    /// Findings for tasks that are never due.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - now: Seconds since 1970.
    /// - Returns: Them, in the file's order.
    public static func findings(_ file: HeartbeatFile, now: Int) -> [Finding] {
        var finder = SlotFinder()
        return file.tasks.compactMap { task in
            guard case .cron = task.timing, finder.nextSlots(task, after: now, count: 1).isEmpty else {
                return nil
            }
            return Finding(
                line: task.timingLine, key: "cron",
                problem: "no slot in the next five years; is there such a day?")
        }
    }
}
