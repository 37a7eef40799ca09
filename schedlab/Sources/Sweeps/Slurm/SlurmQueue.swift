private import Foundation
private import Kit

/// The submissions of a sweep, and Slurm's word on them.
public struct SlurmQueue: Sendable {
    /// What is known of a task.
    public struct Task: Sendable, Equatable {
        /// The array.
        public var job: Int
        /// Index in the array.
        public var index: Int
        /// Slurm's state.
        public var state: SlurmTaskState
        /// Keys of its points that have no result.
        var missingKeys: [String]
        /// What it printed.
        public var logPath: String
        /// Whether it printed anything or was about to: the log is there.
        public var hasBegun: Bool
    }

    private let folder: String
    private let store: ResultStore
    let command: SlurmCommand

    /// The submissions of a sweep in a store.
    ///
    /// - Parameters:
    ///   - plan: The sweep.
    ///   - store: Where its results and submissions are.
    ///   - command: Runs Slurm's commands.
    public init(_ plan: SweepPlan, store: ResultStore, command: SlurmCommand) {
        let path = URL(fileURLWithPath: store.path).standardizedFileURL.path
        let keys = plan.points.map(\.key).sorted().joined(separator: "\n")
        folder = "\(path)/slurm/\(SHA256.hexDigest(Array(keys.utf8)).prefix(16))"
        self.store = store
        self.command = command
    }

    /// Submissions, the first first.
    public var submissions: [SlurmSubmission] {
        ResultStore.names(folder).compactMap { SlurmSubmission(folder: "\(folder)/\($0)") }
    }

    /// A folder for the next submission.
    ///
    /// - Throws: `FileError`.
    func newFolder() throws -> String {
        let number = (ResultStore.names(folder).compactMap { DecimalNumber.int($0) }.max() ?? 0) + 1
        let path = "\(folder)/\(String(repeating: "0", count: max(0, 4 - String(number).count)))\(number)"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            // Fails where another submission took the number just now.
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        } catch {
            throw FileError.cannotWrite(path: path, reason: FileError.reason(error))
        }
        return path
    }

    /// The last task of each point that has been handed over; asks Slurm.
    ///
    /// - Returns: Tasks of all submissions. A task whose points all have results is completed, whatever Slurm still
    ///   knows of it.
    /// - Throws: ``SweepError/slurmFailed(command:reason:)`` when Slurm does not answer.
    public func tasks() throws -> [Task] {
        var tasks: [Task] = []
        for submission in submissions {
            let missing = submission.tasks.map { $0.filter { !store.isFinished($0) } }
            // Slurm is asked only about what is still open.
            let states = missing.allSatisfy(\.isEmpty) ? [:] : try states(submission.job)
            for (index, keys) in missing.enumerated() {
                let log = "\(submission.folder)/task-\(index).log"
                tasks.append(
                    Task(
                        job: submission.job, index: index,
                        state: keys.isEmpty ? .completed : states[index] ?? .unknown, missingKeys: keys,
                        logPath: log, hasBegun: FileManager.default.fileExists(atPath: log)))
            }
        }
        return tasks
    }

    /// States by task: by squeue, and by scontrol where squeue has none.
    private func states(_ job: Int) throws -> [Int: SlurmTaskState] {
        let list = ["squeue", "--noheader", "--array", "--states=all", "--jobs=\(job)", "--format=%K %T"]
        var states: [Int: SlurmTaskState] = [:]
        switch SlurmAnswer.squeue(try command.run(list)) {
        case .states(let found): states = found
        case .unknownJob: break
        case .unreachable(let reason): throw SweepError.slurmFailed(command: "squeue", reason: reason)
        }
        switch SlurmAnswer.scontrol(try command.run(["scontrol", "--oneliner", "show", "job", "\(job)"])) {
        case .states(let found): states.merge(found) { first, _ in first }
        case .unknownJob: break
        case .unreachable(let reason): throw SweepError.slurmFailed(command: "scontrol", reason: reason)
        }
        return states
    }

    /// Cancels every task that is still to do something.
    ///
    /// - Returns: The jobs that were cancelled.
    /// - Throws: ``SweepError/slurmFailed(command:reason:)``.
    public func cancel() throws -> [Int] {
        let jobs = Set(try tasks().filter { $0.state.isActive }.map(\.job)).sorted()
        for job in jobs {
            let result = try command.run(["scancel", "\(job)"])
            guard result.status == 0 else {
                throw SweepError.slurmFailed(
                    command: "scancel",
                    reason: result.error.split(separator: "\n").first.map(String.init) ?? "")
            }
        }
        return jobs
    }
}
