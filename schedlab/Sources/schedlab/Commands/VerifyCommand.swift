internal import ArgumentParser
internal import Experiments
private import Foundation
private import Kit

/// `schedlab verify`: holds schedlab against published results.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare schedlab with stored runs of the systems that it stands on.",
        discussion: "Example: schedlab verify gavel-run runs/g1_trace_single_2x2x2_fifo.json",
        subcommands: [VerifyFGDCommand.self, GavelRun.self, VerifyLPCommand.self])

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
            var failures: [Failure] = []
            for file in files {
                do {
                    let outcome = try verify(file)
                    outcomes.append(outcome)
                    if output.format == .table { try output.printResult(line(outcome) + "\n") }
                } catch  where ExitStatus.status(of: error).map({ $0 != .missingPart }) ?? false {
                    failures.append(Failure(file: file, reason: "\(error)"))
                    output.complain(failures[failures.count - 1].text)
                }
            }
            switch output.format {
            case .table: try output.printResult(closing(outcomes, failureCount: failures.count))
            case .csv: try output.printResult(csv(outcomes, failures))
            case .json: try output.printResult(json(outcomes, failures).indented)
            }
            if outcomes.contains(where: { $0.difference != nil }) {
                throw ExitCode(ExitStatus.checkFailed.rawValue)
            }
            if !failures.isEmpty { throw ExitCode(ExitStatus.badInput.rawValue) }
        }

        /// A file that could not be compared.
        private struct Failure {
            var file: String
            var reason: String
            /// The reason, beginning with the file.
            var text: String { reason.hasPrefix(file) ? reason : "\(file): \(reason)" }
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

        private func closing(_ outcomes: [GavelRunVerification.Outcome], failureCount: Int) -> String {
            let same = outcomes.filter { $0.difference == nil }
            let parts = [
                (same.count { $0.averageDeviation == nil }, "equal"),
                (same.count { $0.averageDeviation != nil }, "with an average within 1 %"),
                (outcomes.count - same.count, "different"), (failureCount, "not comparable"),
            ].filter { $0.0 > 0 }
            if parts.count == 1 && parts[0].1 == "equal" { return "\(outcomes.count) files: all equal\n" }
            return "\(files.count) files: " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + "\n"
        }

        private func verify(_ file: String) throws -> GavelRunVerification.Outcome {
            let folder = URL(fileURLWithPath: file).deletingLastPathComponent().path
            return try GavelRunVerification(
                file: file, traceFolders: traces.map { [$0] } ?? ["\(folder)/../traces", folder],
                throughputs: throughputs
            ).run()
        }

        private func csv(_ outcomes: [GavelRunVerification.Outcome], _ failures: [Failure]) -> String {
            CSVLine.text(["file", "policy", "compared", "average_deviation", "difference", "error"])
                + outcomes.map {
                    CSVLine.text([
                        $0.file, $0.policy, $0.compared, $0.averageDeviation.map { "\($0)" } ?? "",
                        $0.difference ?? "", "",
                    ])
                }.joined() + failures.map { CSVLine.text([$0.file, "", "", "", "", $0.reason]) }.joined()
        }

        private func json(
            _ outcomes: [GavelRunVerification.Outcome], _ failures: [Failure]
        ) -> JSONValue {
            let compared = outcomes.map {
                JSONValue.object([
                    ("file", .string($0.file)), ("policy", .string($0.policy)),
                    ("compared", .string($0.compared)),
                    ("isEqual", .bool($0.difference == nil && $0.averageDeviation == nil)),
                    ("isWithinTolerance", .bool($0.difference == nil)),
                    ("averageDeviation", .number($0.averageDeviation)),
                    ("difference", $0.difference.map(JSONValue.string) ?? .null), ("error", .null),
                ])
            }
            let failed = failures.map {
                JSONValue.object([("file", .string($0.file)), ("error", .string($0.reason))])
            }
            return .object([("schemaVersion", .int(1)), ("files", .array(compared + failed))])
        }
    }
}
