private import Kit

/// Reads the answers of `squeue` and `scontrol`.
enum SlurmAnswer {
    /// What an answer says.
    enum Reading: Equatable {
        /// States by task.
        case states([Int: SlurmTaskState])
        /// Slurm has no such job, or no longer.
        case unknownJob
        /// Nobody answered in time; the job may well go on.
        case unreachable(String)
    }

    /// What Slurm says when it has forgotten a job or never had it.
    private static let unknownJobTexts = ["invalid job id", "unknown job"]

    /// Reads `squeue -h -r -t all -j JOB -o '%K %T'`.
    static func squeue(_ result: SlurmCommand.Result) -> Reading {
        if let reading = failure(result) { return reading }
        var states: [Int: SlurmTaskState] = [:]
        for line in result.output.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2, let task = DecimalNumber.int(words[0]), task >= 0 else { continue }
            states[task] = SlurmTaskState(word: words[1])
        }
        return .states(states)
    }

    /// Reads `scontrol show job -o JOB`: a line a task, or a line for several that have not begun (`ArrayTaskId=3-7`).
    static func scontrol(_ result: SlurmCommand.Result) -> Reading {
        if let reading = failure(result) { return reading }
        var states: [Int: SlurmTaskState] = [:]
        for line in result.output.split(separator: "\n") {
            let fields = line.split(separator: " ")
            let value = { (name: String) in
                fields.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
            }
            guard let word = value("JobState"), let tasks = value("ArrayTaskId") else { continue }
            for task in indices(tasks) { states[task] = SlurmTaskState(word: word) }
        }
        return .states(states)
    }

    /// Tasks of `3`, `0-7`, `1,4-6` or `0-7%2`; at most as many as an array can have.
    private static func indices(_ text: String) -> [Int] {
        let limit = 4_000_000
        return text.prefix { $0 != "%" }.split(separator: ",").flatMap { part -> [Int] in
            let ends = part.split(separator: "-").compactMap { DecimalNumber.int(String($0)) }
            guard let first = ends.first, let last = ends.last, first >= 0, first <= last, last < limit else {
                return []
            }
            return Array(first...last)
        }
    }

    /// Whether a command failed because nobody answered, so that what it asked for may have been done all the same.
    static func isUnreachable(_ result: SlurmCommand.Result) -> Bool {
        let text = result.error.lowercased()
        return ["timed out", "unable to contact", "connection refused", "zero bytes"].contains(
            where: text.contains)
    }

    private static func failure(_ result: SlurmCommand.Result) -> Reading? {
        guard result.status != 0 else { return nil }
        let text = result.error.lowercased()
        if unknownJobTexts.contains(where: text.contains) { return .unknownJob }
        let line = result.error.split(separator: "\n").first.map(String.init) ?? ""
        return .unreachable(line.isEmpty ? "it ended with code \(result.status)" : line)
    }
}
