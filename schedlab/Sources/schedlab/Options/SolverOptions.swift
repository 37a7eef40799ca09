internal import ArgumentParser
internal import Experiments

/// What `--engine` takes.
enum EngineArgument: String, ExpressibleByArgument, CaseIterable {
    case auto
    case structured
    case highs

    /// The engine of that name.
    var kind: EngineFactory.Kind {
        switch self {
        case .auto: .auto
        case .structured: .structured
        case .highs: .highs
        }
    }
}

/// The options of how programs are solved.
struct SolverOptions: ParsableArguments {
    @Option(help: "Who solves the programs: structured, highs, or auto (structured, then HiGHS).")
    var engine: EngineArgument = .auto

    @Flag(
        name: .customLong("verify-lp"), help: "Solve every program with HiGHS, too, and compare the optima.")
    var verifyLP = false

    @Option(
        name: .customLong("migration-penalty"), parsing: .unconditional,
        help: ArgumentHelp(
            "Price of moving jobs, in equal shares per full move (max-min and throughput policies).",
            valueName: "alpha"))
    var migrationPenalty: Double?

    @Option(
        name: .customLong("poa"), parsing: .unconditional,
        help: ArgumentHelp(
            "What a share is worth on nodes with room, in equal shares (max_min_fairness_perf).",
            valueName: "mu"))
    var opportunityWeight: Double?

    @Option(
        name: .customLong("save-programs"),
        help: ArgumentHelp(
            "Write every program to a folder (one per seed), for schedlab bench lp.", valueName: "dir"))
    var savePrograms: String?

    /// Enters the options into an experiment.
    func apply(to experiment: inout Experiment) {
        experiment.solver.engine = engine.kind
        experiment.solver.verifiesPrograms = verifyLP
        experiment.solver.programsFolder = savePrograms
        experiment.migrationPenalty = migrationPenalty
        experiment.opportunityWeight = opportunityWeight
    }
}
