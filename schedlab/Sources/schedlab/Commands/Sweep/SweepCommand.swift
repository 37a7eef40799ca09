internal import ArgumentParser

/// `schedlab sweep`: many runs or fills from one file.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Run every combination of values of a file, and read the results.",
        discussion: """
            A sweep file is YAML with the names of the flags of 'schedlab run' (or of 'fill', with command: fill), \
            each with a value, a list or a range (rate: 0.4..5.6 step 0.4), seeds (0-4), lists in step (zip), \
            groups that are added up, and rules that leave points out (skip). Every finished point is a folder \
            named by what determines it and is never run again.

            Example: schedlab sweep run figure-9.yaml
            """,
        subcommands: [
            SweepPlanCommand.self, SweepRunCommand.self, SweepStatusCommand.self, SweepResultsCommand.self,
            SweepTableCommand.self, SweepPlotCommand.self, SweepKneeCommand.self, SweepSolveCommand.self,
            SweepListCommand.self, SweepMergeCommand.self, SweepSubmitCommand.self, SweepCancelCommand.self,
            SweepCollectCommand.self, SweepPackCommand.self, SweepAgainCommand.self, SweepCheckCommand.self,
            SweepGCCommand.self,
        ])
}
