internal import ArgumentParser
internal import Experiments
private import Foundation
private import TextFormats

/// `schedlab verify`: holds schedlab against published results.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare schedlab with stored runs of the systems that it stands on.",
        discussion: "Example: schedlab verify gavel-run runs/g1_trace_single_2x2x2_fifo.json",
        subcommands: [GavelRun.self])

    /// `schedlab verify gavel-run`.
    struct GavelRun: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gavel-run", abstract: "Compare with stored runs of Gavel's simulator, job by job.",
            discussion: """
                A file with allocations is replayed: every completion time, the averages, makespan, utilization \
                and rounds must be equal to the last bit; FIFO and isolated allocations must be equal too, and \
                optima must agree call by call. A file without allocations is run anew: its average completion \
                time must agree within 1 %. Exit code 1 at a difference.

                Example: schedlab verify gavel-run --traces traces runs/g1*.json
                """)

        @Option(help: ArgumentHelp("Gavel throughput JSON instead of the built-in table.", valueName: "file"))
        var throughputs: String?

        @Option(
            help: ArgumentHelp(
                "Folder of the runs' traces; else ../traces beside each file, or its own folder.",
                valueName: "dir"))
        var traces: String?

        @Argument(help: "Stored runs.")
        var files: [String]

        @OptionGroup(title: "Output") var output: OutputOptions

        func run() throws {
            var outcomes: [GavelRunVerification.Outcome] = []
            var unreadableCount = 0
            for file in files {
                do {
                    let outcome = try verify(file)
                    outcomes.append(outcome)
                    if output.format == .table { output.printResult(line(outcome) + "\n") }
                } catch  where ExitStatus.status(of: error) == .badInput {
                    unreadableCount += 1
                    output.complain("\(error)")
                }
            }
            switch output.format {
            case .table: output.printResult(closing(outcomes, unreadableCount: unreadableCount))
            case .csv: output.printResult(csv(outcomes))
            case .json: output.printResult(json(outcomes).indented)
            }
            if outcomes.contains(where: { $0.difference != nil }) {
                throw ExitCode(ExitStatus.checkFailed.rawValue)
            }
        }

        private func line(_ outcome: GavelRunVerification.Outcome) -> String {
            let name = URL(fileURLWithPath: outcome.file).lastPathComponent
            if let difference = outcome.difference { return "DIFFERENT  \(name): \(difference)" }
            guard let deviation = outcome.averageDeviation else {
                return "equal      \(name): \(outcome.compared)"
            }
            let percent = Numbers.fixed(100 * deviation, decimals: 3)
            return "within 1 % \(name): \(outcome.compared) differs by \(percent) %"
        }

        private func closing(
            _ outcomes: [GavelRunVerification.Outcome], unreadableCount: Int
        ) -> String {
            let wrong = outcomes.count { $0.difference != nil }
            let skipped = unreadableCount == 0 ? "" : ", \(unreadableCount) more could not be checked"
            return "\(outcomes.count) files: \(wrong == 0 ? "all equal" : "\(wrong) different")\(skipped)\n"
        }

        private func verify(_ file: String) throws -> GavelRunVerification.Outcome {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
            return try GavelRunVerification(
                file: file, traceFolders: traces.map { [$0] } ?? ["\(folder)/../traces", folder],
                throughputs: throughputs
            ).run()
        }

        private func csv(_ outcomes: [GavelRunVerification.Outcome]) -> String {
            CSVLine.text(["file", "policy", "compared", "average_deviation", "difference"])
                + outcomes.map {
                    CSVLine.text([
                        $0.file, $0.policy, $0.compared, $0.averageDeviation.map { "\($0)" } ?? "",
                        $0.difference ?? "",
                    ])
                }.joined()
        }

        private func json(_ outcomes: [GavelRunVerification.Outcome]) -> JSONValue {
            .object([
                ("schemaVersion", .int(1)),
                (
                    "files",
                    .array(
                        outcomes.map {
                            .object([
                                ("file", .string($0.file)), ("policy", .string($0.policy)),
                                ("compared", .string($0.compared)), ("isEqual", .bool($0.difference == nil)),
                                ("averageDeviation", .number($0.averageDeviation)),
                                ("difference", $0.difference.map(JSONValue.string) ?? .null),
                            ])
                        })
                ),
            ])
        }
    }
}
