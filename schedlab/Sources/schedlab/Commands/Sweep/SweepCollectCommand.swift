internal import ArgumentParser
private import Foundation
private import Kit
internal import Sweeps

/// `schedlab sweep collect`: waits for a sweep's tasks.
struct SweepCollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Wait until no task of a sweep waits or runs, and tell what is there.",
        discussion: """
            Asks squeue and scontrol; while nobody answers it goes on asking, up to --patience. Exit codes: 0 every \
            point has a result, 75 some have none ('sweep submit --retry' hands them over again).

            Example: schedlab sweep collect figure-9.yaml && schedlab sweep merge figure-9.yaml -o figure-9.csv
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(help: ArgumentHelp("Seconds between questions.", valueName: "seconds"))
    var every = 10.0

    @Option(help: ArgumentHelp("Seconds to go on without an answer from Slurm.", valueName: "seconds"))
    var patience = 600.0

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        for (name, value) in [("--every", every), ("--patience", patience)] {
            guard value >= 0, value <= 86_400 else {
                throw ValidationError("\(name) is \(value), expected 0 to 86400 seconds")
            }
        }
    }

    func run() throws {
        let plan = try sweep.plan()
        let store = try sweep.resultStore()
        let queue = SlurmQueue(plan, store: store, command: SlurmProcess.command)
        let tasks = try wait(queue)
        let results = SweepResults(plan, store: store)
        let missing = plan.points.count - results.doneCount
        output.say(
            "schedlab: \(Numbers.grouped(results.doneCount)) of \(Numbers.grouped(plan.points.count)) points are done"
        )
        guard missing > 0 else { return }
        try output.printResult(SlurmTaskTable(tasks).text)
        throw ExitCode(SystemExit.tryAgain.rawValue)
    }

    /// Asks until nothing is active; time without an answer is counted in questions, not read from a clock.
    private func wait(_ queue: SlurmQueue) throws -> [SlurmQueue.Task] {
        var silentSeconds = 0.0
        while true {
            do {
                let tasks = try queue.tasks()
                let active = tasks.count { $0.state.isActive }
                guard active > 0 else { return tasks }
                silentSeconds = 0
            } catch let error as SweepError {
                guard case .slurmFailed = error, silentSeconds < patience else { throw error }
                silentSeconds += max(every, 1)
                output.say("schedlab: \(error)")
            }
            Thread.sleep(forTimeInterval: every)
        }
    }
}
