internal import ArgumentParser
private import Foundation
private import Kit
internal import Sweeps

/// `schedlab sweep submit`: hands a sweep to Slurm.
struct SweepSubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Hand the points of a sweep that are not done to Slurm, as one array.",
        discussion: """
            The store has to be on a disk that the nodes see. Many points go to one task, by the times of points \
            that are done, and no more tasks than the site's MaxArraySize. Points that wait or run already are not \
            handed over twice; those of tasks that failed, ran out of time, were cancelled or lost only with \
            --retry. Needs sbatch, squeue and scontrol, no accounting.

            Example: schedlab sweep submit figure-9.yaml --engine slurm --sbatch=--partition=long --time-limit 60
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(help: "Where it is run: slurm.")
    var engine: SweepEngine

    @Flag(help: "Hand over again what failed, ran out of time, was cancelled or lost.")
    var retry = false

    @OptionGroup(title: "Tasks") var slurm: SlurmOptions

    @Option(
        help: ArgumentHelp("Path of schedlab on the nodes (default: this program's).", valueName: "path"))
    var program: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let plan = try sweep.plan()
        let store = try sweep.resultStore()
        try store.prepare()
        let queue = SlurmQueue(plan, store: store, command: SlurmProcess.command)
        let handover = try queue.submit(
            plan, results: SweepResults(plan, store: store),
            limits: slurm.limits(arraySize: try queue.arraySize()), retries: retry,
            arguments: taskCommand(store), workingFolder: FileManager.default.currentDirectoryPath)
        if let job = handover.job {
            try output.printResult("\(job)\n")
            let time = handover.longestSeconds.map {
                ", the longest about \(Numbers.fixed($0, decimals: 0)) s"
            }
            output.say(
                """
                schedlab: job \(job): \(Numbers.grouped(handover.pointCount)) points in \
                \(Numbers.grouped(handover.taskCount)) tasks\(time ?? ", times unknown")
                """)
        } else {
            output.say("schedlab: nothing to hand over")
        }
        if handover.activeCount > 0 {
            output.say(
                "schedlab: \(Numbers.grouped(handover.activeCount)) points are waiting or running already")
        }
        if handover.endedCount > 0 {
            output.say(
                "schedlab: \(Numbers.grouped(handover.endedCount)) points are of tasks that ended without a result; "
                    + "'sweep status --engine slurm' lists them, --retry hands them over again")
        }
    }

    private func taskCommand(_ store: ResultStore) -> [String] {
        let program = program ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
        let absolute = URL(fileURLWithPath: store.path).standardizedFileURL.path
        return [program, "sweep", "run", sweep.file, "--store", absolute, "--threads", "1", "--quiet"]
    }
}
