internal import ArgumentParser
private import Experiments
private import Foundation
private import Kit

/// `schedlab verify lp`: the structured engine against HiGHS.
struct VerifyLPCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lp",
        abstract: "Hold the structured engine against HiGHS on many programs.",
        discussion: """
            Optimum (HiGHS's simplex at 1e-9), feasibility and certificate of every program; exits with 1 when \
            an optimum differs by more than 1e-7 or a row is violated by more than 1e-9.

            Example: schedlab verify lp --count 2000
            """)

    @Option(parsing: .unconditional, help: "Random programs per kind, 0 to 1,000,000.")
    var count = 2000

    @Option(
        help: ArgumentHelp(
            "Folder of programs of real runs (run --save-programs), besides the random ones.",
            valueName: "dir"))
    var programs: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard (0...1_000_000).contains(count) else {
            throw ValidationError("--count is \(count), expected 0 to 1000000")
        }
        guard count > 0 || programs != nil else {
            throw ValidationError("--count 0 without --programs verifies nothing")
        }
    }

    func run() throws {
        let sweep = try ProgramSweep()
        var outcomes: [ProgramSweep.Outcome] = []
        for kind in ProgramSweep.Kind.allCases where count > 0 {
            output.say("verify: \(kind.rawValue)")
            outcomes.append(try sweep.run(kind, count: count))
        }
        if let programs {
            output.say("verify: programs in \(programs)")
            outcomes.append(try sweep.run(files: try Self.files(in: programs)))
        }
        try output.printResult(text(outcomes))
        guard outcomes.allSatisfy(ProgramSweep.isGood) else {
            throw ExitCode(ExitStatus.checkFailed.rawValue)
        }
    }

    private static func files(in folder: String) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw FileError.cannotRead(path: folder, reason: "it is no folder that can be listed")
        }
        return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder)/\($0)" }
    }

    private static let heading = [
        "programs", "count", "unproved by a method", "unproved by all", "worst difference", "worst violation",
        "worst gap",
    ]

    private func text(_ outcomes: [ProgramSweep.Outcome]) -> String {
        switch output.format {
        case .table:
            var table = TextTable(
                heading: Self.heading, alignments: [.left] + Self.heading.dropFirst().map { _ in .right })
            for outcome in outcomes { table.addRow(cells(outcome) { String(format: "%.1e", $0) }) }
            return table.text
        case .csv:
            let heading = Self.heading.map { $0.replacingOccurrences(of: " ", with: "_") }
            return ([heading] + outcomes.map { cells($0) { "\($0)" } }).map(CSVLine.text).joined()
        case .json:
            return JSONValue.object([
                ("schemaVersion", .int(1)), ("outcomes", .array(outcomes.map(json))),
            ]).indented
        }
    }

    private func cells(_ outcome: ProgramSweep.Outcome, number: (Double) -> String) -> [String] {
        [
            outcome.kind?.rawValue ?? "of real runs", "\(outcome.programCount)", "\(outcome.unprovedCount)",
            "\(outcome.unsolvedCount)", number(outcome.worstDifference), number(outcome.worstViolation),
            number(outcome.worstGap),
        ]
    }

    private func json(_ outcome: ProgramSweep.Outcome) -> JSONValue {
        .object([
            ("kind", .string(outcome.kind?.rawValue ?? "of real runs")),
            ("programCount", .int(outcome.programCount)), ("unprovedCount", .int(outcome.unprovedCount)),
            ("unsolvedCount", .int(outcome.unsolvedCount)),
            ("worstDifference", .double(outcome.worstDifference)),
            ("worstViolation", .double(outcome.worstViolation)), ("worstGap", .double(outcome.worstGap)),
        ])
    }
}
