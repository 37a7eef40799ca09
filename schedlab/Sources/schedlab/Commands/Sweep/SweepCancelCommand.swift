internal import ArgumentParser
private import Kit
internal import Sweeps

/// `schedlab sweep cancel`: takes a sweep back from Slurm.
struct SweepCancelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel the tasks of a sweep that wait or run.",
        discussion: """
            What was finished is kept; 'sweep submit --retry' hands the rest over again.

            Example: schedlab sweep cancel figure-9.yaml
            """)

    @OptionGroup var sweep: SweepOptions

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let plan = try sweep.plan()
        let queue = SlurmQueue(plan, store: try sweep.resultStore(), command: SlurmProcess.command)
        let jobs = try queue.cancel()
        output.say(
            jobs.isEmpty
                ? "schedlab: nothing waits or runs"
                : "schedlab: cancelled job \(jobs.map { "\($0)" }.joined(separator: ", "))")
    }
}
