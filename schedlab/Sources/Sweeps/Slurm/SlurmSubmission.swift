private import Foundation
private import Kit

/// An array of tasks that was handed to Slurm: its folder has the points of each task and the job's number.
///
///     STORE/slurm/SWEEP/0001/script.sh       what sbatch was given
///     STORE/slurm/SWEEP/0001/task-0.points   keys of the points of a task, one a line
///     STORE/slurm/SWEEP/0001/task-0.log      what the task printed
///     STORE/slurm/SWEEP/0001/job.txt         number of the job, the last file to be written
public struct SlurmSubmission: Sendable {
    /// The folder, absolute.
    public let folder: String
    /// Slurm's number of the array.
    public let job: Int
    /// Keys of the points of each task.
    public let tasks: [[String]]

    static let jobName = "job.txt"
    static let scriptName = "script.sh"

    static func pointsName(_ task: Int) -> String { "task-\(task).points" }

    /// Reads a submission; nil for a folder that was not completed, whose job nobody knows.
    init?(folder: String) {
        guard let text = try? String(contentsOfFile: "\(folder)/\(Self.jobName)", encoding: .utf8),
            let line = text.split(separator: "\n").first, let job = DecimalNumber.int(String(line))
        else { return nil }
        self.folder = folder
        self.job = job
        var tasks: [[String]] = []
        while let text = try? String(
            contentsOfFile: "\(folder)/\(Self.pointsName(tasks.count))", encoding: .utf8)
        {
            tasks.append(text.split(separator: "\n").map(String.init).filter(ResultStore.isKey))
        }
        self.tasks = tasks
    }

    /// Writes the files of a submission that is about to be made.
    ///
    /// - Throws: `FileError`.
    static func write(_ tasks: [[String]], script: SlurmScript, in folder: String) throws {
        for (index, keys) in tasks.enumerated() {
            let text = keys.map { $0 + "\n" }.joined()
            try AtomicFile.write(text, to: "\(folder)/\(pointsName(index))")
        }
        try AtomicFile.write(script.text, to: "\(folder)/\(scriptName)")
    }
}
