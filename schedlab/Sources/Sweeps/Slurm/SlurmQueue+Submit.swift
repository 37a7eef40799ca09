private import Foundation
private import Kit

extension SlurmQueue {
    /// What came of handing points over.
    public struct Handover: Sendable, Equatable {
        /// The array's number; nil = there was nothing to hand over.
        public var job: Int?
        /// Tasks of the array.
        public var taskCount = 0
        /// Points of the array.
        public var pointCount = 0
        /// Points that are with tasks which wait or run.
        public var activeCount = 0
        /// Points of tasks that ended without a result; left alone unless they are asked for again.
        public var endedCount = 0
        /// Seconds of the longest task by the plan's times; nil = unknown.
        public var longestSeconds: Double?
    }

    /// Hands the points that have no result to Slurm as one array.
    ///
    /// - Parameters:
    ///   - plan: The sweep.
    ///   - results: What is done.
    ///   - limits: What the tasks may use.
    ///   - retries: Whether points of tasks that failed, ran out of time or were lost are handed over again.
    ///   - arguments: The command of a task, without its points.
    ///   - workingFolder: Where paths of the sweep are read from.
    /// - Returns: What was handed over, and what was not.
    /// - Throws: ``SweepError`` when Slurm refuses or does not answer, `FileError`.
    public func submit(
        _ plan: SweepPlan, results: SweepResults, limits: SlurmLimits, retries: Bool, arguments: [String],
        workingFolder: String
    ) throws -> Handover {
        var handover = Handover()
        let tasks = try tasks()
        let active = Set(tasks.filter { $0.state.isActive }.flatMap(\.missingKeys))
        let ended = Set(tasks.filter { !$0.state.isActive }.flatMap(\.missingKeys)).subtracting(active)
        handover.activeCount = active.count
        let wanted = plan.points.indices.filter { index in
            let key = plan.points[index].key
            return results.judgements[index] == .missing && !active.contains(key)
                && (retries || !ended.contains(key))
        }
        handover.endedCount = retries ? 0 : ended.count
        let packing = TaskPacking(wanted, seconds: TimeEstimate(results).seconds, limits: limits)
        guard !packing.tasks.isEmpty else { return handover }
        let folder = try newFolder()
        let keys = packing.tasks.map { $0.map { plan.points[$0].key } }
        let script = SlurmScript(
            folder: folder, taskCount: keys.count, limits: limits, command: arguments,
            workingFolder: workingFolder)
        try SlurmSubmission.write(keys, script: script, in: folder)
        handover.job = try hand(folder, limits)
        handover.taskCount = keys.count
        handover.pointCount = wanted.count
        handover.longestSeconds = packing.longestSeconds
        return handover
    }

    /// Calls sbatch and notes the job's number.
    private func hand(_ folder: String, _ limits: SlurmLimits) throws -> Int {
        let script = "\(folder)/\(SlurmSubmission.scriptName)"
        let result = try command.run(["sbatch", "--parsable"] + limits.arguments + [script])
        // `123`, or `123;cluster`.
        let number = result.output.prefix { $0.isNumber }
        guard result.status == 0, let job = DecimalNumber.int(String(number)) else {
            // An array that was taken although no answer came finds its points in the folder.
            if !SlurmAnswer.isUnreachable(result) { try? FileManager.default.removeItem(atPath: folder) }
            let line = result.error.split(separator: "\n").first.map(String.init)
            throw SweepError.slurmFailed(
                command: "sbatch", reason: line ?? "it answered '\(result.output.prefix(80))'")
        }
        try AtomicFile.write("\(job)\n", to: "\(folder)/\(SlurmSubmission.jobName)")
        return job
    }

    /// How many tasks an array may have here: the site's MaxArraySize, or what is usual where it does not say.
    public func arraySize() throws -> Int {
        let result = try command.run(["scontrol", "show", "config"])
        guard result.status == 0 else { return SlurmLimits.usualArraySize }
        for line in result.output.split(separator: "\n") {
            let parts = line.split(separator: "=").map { $0.filter { $0 != " " } }
            if parts.count == 2, parts[0] == "MaxArraySize", let size = DecimalNumber.int(String(parts[1])) {
                // The greatest index is one less; the first is 0.
                return max(1, size)
            }
        }
        return SlurmLimits.usualArraySize
    }
}
