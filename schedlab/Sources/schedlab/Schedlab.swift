internal import ArgumentParser
private import Kit

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// The command `schedlab`.
@main
struct Schedlab {
    static func main() {
        Interrupts.install()
        InputGuard.begin()
        do {
            let arguments = try RunCommand.withReplayedSettings(
                try RunCommand.withExperimentFile(Array(CommandLine.arguments.dropFirst())))
            var command = try RootCommand.parseAsRoot(arguments)
            try command.run()
        } catch {
            ExitStatus.end(with: error)
        }
    }
}

/// The root of all commands.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedlab",
        abstract: "A laboratory for GPU-cluster schedulers.",
        discussion: """
            Simulates a GPU cluster under a scheduling policy, round by round.

            Results go to standard output, progress and messages to standard error.
            Exit codes: 0 done, 1 a check or comparison failed, 2 bad usage (also an output that cannot be \
            written), 65 bad input data, 69 a needed part is missing, 70 a broken promise inside schedlab, 75 stopped, the \
            same command goes on.

            Example: schedlab run --cluster philly-108 --workload gavel --policy max_min_fairness_perf \
            --rate 4 --steady-state --window 200:300
            """,
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, RunCommand.self, FillCommand.self, GenerateCommand.self, ListCommand.self,
            VerifyCommand.self, BenchCommand.self, CheckCommand.self, ExplainCommand.self, ShowCommand.self,
            ExportCommand.self, ServeCommand.self, ImportCommand.self, CompareCommand.self,
            SweepCommand.self, FiguresCommand.self, CiteCommand.self,
        ])
}
