/// The script of an array of tasks: `sbatch` reads its head, a node's shell its body.
public struct SlurmScript: Sendable {
    /// The text.
    public let text: String

    /// Writes a script.
    ///
    /// - Parameters:
    ///   - folder: The submission's folder, absolute, on a disk that all nodes see.
    ///   - taskCount: Tasks of the array.
    ///   - limits: What they may use.
    ///   - command: The command of a task; `$SLURM_ARRAY_TASK_ID` picks its points.
    ///   - workingFolder: Where paths of the sweep are read from.
    public init(
        folder: String, taskCount: Int, limits: SlurmLimits, command: [String], workingFolder: String
    ) {
        let slots = limits.concurrentCount.map { "%\($0)" } ?? ""
        var head = [
            "#!/bin/sh", "#SBATCH --job-name=schedlab-sweep", "#SBATCH --array=0-\(taskCount - 1)\(slots)",
            "#SBATCH --ntasks=1", "#SBATCH --cpus-per-task=1", "#SBATCH --requeue",
            // Slurm reads to the end of the line; %a is the task.
            "#SBATCH --output=\(ShellWords.line(["\(folder)/task-%a.log"]))", "#SBATCH --open-mode=append",
        ]
        if let minutes = limits.timeLimitMinutes { head.append("#SBATCH --time=\(minutes)") }
        if let megabytes = limits.memoryMegabytes { head.append("#SBATCH --mem=\(megabytes)M") }
        text =
            (head + [
                "cd \(ShellWords.line([workingFolder])) || exit 1",
                "exec \(ShellWords.line(command)) --points "
                    + ShellWords.line([folder]) + "/task-\"$SLURM_ARRAY_TASK_ID\".points",
            ]).joined(separator: "\n") + "\n"
    }
}
