internal import ArgumentParser
internal import Sweeps

/// What the tasks of an array may use.
struct SlurmOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Tasks of the array at most (default: what the site allows).", valueName: "n"))
    var tasks: Int?

    @Option(
        help: ArgumentHelp(
            "Minutes that a task should take, by the times of points that are done.", valueName: "n"))
    var taskMinutes = 10

    @Option(
        help: ArgumentHelp("Tasks at the same time (default: as many as there is room for).", valueName: "n"))
    var concurrent: Int?

    @Option(
        help: ArgumentHelp("Minutes after which Slurm ends a task (default: the site's).", valueName: "n"))
    var timeLimit: Int?

    @Option(help: ArgumentHelp("Memory of a task in megabytes (default: the site's).", valueName: "mb"))
    var memory: Int?

    @Option(
        name: .customLong("sbatch"), parsing: .singleValue,
        help: ArgumentHelp(
            "An argument of sbatch, such as --sbatch=--partition=long; may be given several times.",
            valueName: "argument"))
    var arguments: [String] = []

    func validate() throws {
        for (name, value) in [
            ("--tasks", tasks), ("--task-minutes", taskMinutes), ("--concurrent", concurrent),
            ("--time-limit", timeLimit), ("--memory", memory),
        ] {
            if let value, !(1...1_000_000).contains(value) {
                throw ValidationError("\(name) is \(value), expected a whole number from 1 to 1000000")
            }
        }
    }

    /// The limits on a site whose arrays have at most so many tasks.
    func limits(arraySize: Int) -> SlurmLimits {
        SlurmLimits(
            taskCount: min(tasks ?? .max, arraySize), taskSeconds: 60 * Double(taskMinutes),
            memoryMegabytes: memory, timeLimitMinutes: timeLimit, concurrentCount: concurrent,
            arguments: arguments)
    }
}

/// Where a sweep is run.
enum SweepEngine: String, ExpressibleByArgument, CaseIterable {
    /// An array of Slurm.
    case slurm
}
