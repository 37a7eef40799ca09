internal import ArgumentParser
private import Experiments
private import Kit
private import LinearPrograms

/// `schedlab bench`: times on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure engines on this machine.",
        subcommands: [LP.self, Record.self])

    /// `schedlab bench lp`: engines on the same program.
    struct LP: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lp", abstract: "Solve the same allocation program with several engines.",
            discussion: """
                Warm modes start from the program before, of which a part (--churn) is replaced. Machines \
                differ: compare ratios of one call.

                Example: schedlab bench lp --objective max-min --jobs 5000 --types 6 --classes 104
                """)

        /// What `--objective` takes.
        enum ObjectiveArgument: String, ExpressibleByArgument, CaseIterable {
            case maxMin = "max-min"
            case throughputSwitching = "throughput-switching"
        }

        @Option(help: "What is optimised: the least level, or the sum less a penalty for moves.")
        var objective: ObjectiveArgument = .maxMin

        @Option(parsing: .unconditional, help: "Number of jobs, 1 to 100,000.")
        var jobs = 1000

        @Option(parsing: .unconditional, help: "Number of GPU types, 1 to 16.")
        var types = 6

        @Option(parsing: .unconditional, help: "GPUs demanded per GPU, 0.01 to 100.")
        var load = 3.0

        @Option(parsing: .unconditional, help: "Distinct rows; 0 = every job's row is its own.")
        var classes = 0

        @Option(parsing: .unconditional, help: "Part of the jobs replaced since the program before, 0 to 1.")
        var churn = 0.01

        @Option(parsing: .unconditional, help: "Runs of each engine and mode; the best counts.")
        var `repeat` = 3

        @Option(parsing: .unconditional, help: "Seed of the random program.")
        var seed: UInt64 = 0

        @Option(
            help: ArgumentHelp(
                "A program written by run --save-programs instead of a random one.", valueName: "file"))
        var program: String?

        @Option(
            help: ArgumentHelp(
                "Engines, separated by commas: structured, highs, highs-simplex, highs-ipm.",
                valueName: "list"))
        var engines = "structured,highs"

        @OptionGroup(title: "Output") var output: OutputOptions

        func validate() throws {
            let ranges: [(String, Double, ClosedRange<Double>)] = [
                ("--jobs", Double(jobs), 1...100_000), ("--types", Double(types), 1...16),
                ("--load", load, 0.01...100), ("--classes", Double(classes), 0...100_000),
                ("--churn", churn, 0...1), ("--repeat", Double(`repeat`), 1...1000),
            ]
            for (name, value, range) in ranges where !range.contains(value) {
                throw ValidationError(
                    "\(name) is \(value), expected \(range.lowerBound) to \(range.upperBound)")
            }
            _ = try contestants()
        }

        func run() throws {
            let contestants = try contestants()
            let (benchmark, description) = try prepared()
            let outcomes = try contestants.map { contestant in
                output.say("bench: \(contestant.rawValue)")
                return BenchOutcome(
                    contestant: contestant, result: try result(of: benchmark, for: contestant))
            }
            try output.printResult(BenchResults(program: description, outcomes).text(output.format))
            if let program, outcomes.allSatisfy({ $0.result == nil }) {
                throw ExperimentError.malformedProgram(
                    file: program, problem: "no engine proved an answer; it may have none")
            }
        }

        /// What an engine made of the program; nil where it proved no answer to a program from a file, whose numbers
        /// may be anything.
        private func result(
            of benchmark: EngineBenchmark, for contestant: EngineBenchmark.Contestant
        ) throws -> EngineBenchmark.Result? {
            do {
                return try benchmark.run(contestant)
            } catch let error as LinearProgramError where program != nil && error.isOfProgram {
                output.complain("\(contestant.rawValue): not proved: \(error)")
                return nil
            }
        }

        private func contestants() throws -> [EngineBenchmark.Contestant] {
            try engines.split(separator: ",").flatMap { name -> [EngineBenchmark.Contestant] in
                let found = EngineBenchmark.Contestant.allCases.filter {
                    $0.engineName == name || (name == "highs" && $0.engineName.hasPrefix("highs"))
                }
                guard !found.isEmpty else {
                    throw ValidationError(
                        "unknown engine '\(name)'; expected structured, highs, highs-simplex or highs-ipm")
                }
                return found
            }
        }

        private func prepared() throws -> (EngineBenchmark, [(String, JSONValue)]) {
            if let program {
                let (problem, isLexicographic) = try ProgramFile.read(path: program)
                return (
                    EngineBenchmark(
                        program: problem, before: nil, isLexicographic: isLexicographic, repeats: `repeat`,
                        cpuSeconds: { HostFigures.threadCPUSeconds }),
                    [
                        ("file", .string(program)), ("label", .string(problem.label)),
                        ("rows", .int(problem.receiverCount)), ("types", .int(problem.resourceCount)),
                    ]
                )
            }
            var generator = ProgramGenerator(
                .init(
                    objective: objective == .maxMin ? .maxMin : .throughputSwitching, jobCount: jobs,
                    typeCount: types, load: load, classCount: classes, seed: seed))
            let before = generator.program
            generator.advance(churn: churn)
            return (
                EngineBenchmark(
                    program: generator.program, before: before, isLexicographic: false, repeats: `repeat`,
                    cpuSeconds: { HostFigures.threadCPUSeconds }),
                [
                    ("objective", .string(objective.rawValue)), ("jobs", .int(jobs)), ("types", .int(types)),
                    ("classes", .int(classes)), ("load", .double(load)), ("churn", .double(churn)),
                    ("seed", .int(Int(seed))),
                ]
            )
        }
    }
}
