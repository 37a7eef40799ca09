internal import Simulation
private import Spelling
internal import Workload

/// Finds out whether a mechanism can carry out an experiment, before anything runs.
enum MechanismCheck {
    /// Checks whether the mechanism can carry out a policy's kind of decision.
    ///
    /// - Throws: ``ExperimentError`` with the flag.
    static func check(_ contract: PolicyContract, _ experiment: Experiment) throws(ExperimentError) {
        let takes: (kinds: [DecisionKind], example: String)
        switch experiment.mechanism {
        case "run-to-completion": takes = ([.orderedQueue], "fifo, fifo_perf or easy_backfill")
        case "gavel": takes = ([.timeShares], "max_min_fairness_perf")
        default: takes = ([.timeShares, .orderedQueue], "max_min_fairness_perf or fifo")
        }
        guard !takes.kinds.contains(contract.decisionKind) else { return }
        throw .badSetting(
            name: "--policy", found: "\(experiment.policy), which returns \(contract.decisionKind.rawValue)",
            expected: "one that returns \(takes.kinds.map(\.rawValue).joined(separator: " or ")) for "
                + "\(experiment.mechanism), such as \(takes.example)")
    }

    /// Checks the mechanism's name, the flags that belong to others, and the jobs.
    ///
    /// - Throws: ``ExperimentError`` with the flag.
    static func check(_ source: any JobSource, _ experiment: Experiment) throws(ExperimentError) {
        let mechanism = experiment.mechanism
        let names = MechanismCatalogue.all.map(\.name)
        guard names.contains(mechanism) else {
            throw .unknownName(
                kind: "mechanism", found: mechanism, nearest: nearest(to: mechanism, among: names))
        }
        if let only = try PolicyRegistry.entry(experiment.policy).onlyMechanism, only != mechanism {
            throw .badSetting(
                name: "--mechanism", found: mechanism, expected: "\(only): \(experiment.policy) needs it")
        }
        if mechanism == "run-to-completion" {
            try refuse("--round", experiment.roundSeconds != nil, mechanism, "has no rounds")
            try refuse(
                "--min-interval", experiment.allocationIntervalSeconds != nil, mechanism, "has no rounds")
        }
        if mechanism != "standard" {
            try refuse(
                "--backfill-within-round", experiment.backfillsWithinRound, mechanism,
                "says itself when free GPUs are offered")
            try refuse(
                "--move-cost", experiment.moveCosts != nil, mechanism,
                mechanism == "gavel" ? "moves jobs without cost, as the original" : "moves no job")
            try refuse(
                "--min-stay", experiment.minimumStaySeconds != nil, mechanism,
                mechanism == "gavel" ? "moves jobs in any round, as the original" : "moves no job")
        }
        if mechanism == "gavel" {
            try refuse(
                "--poa", experiment.opportunityWeight != nil, mechanism,
                "takes all GPUs back before it allocates: there is room everywhere")
        }
        if mechanism != "gavel" {
            try refuse(
                "--without-quirk", !experiment.withoutQuirks.isEmpty, mechanism, "has none of gavel's quirks")
        }
        _ = try quirks(experiment)
        if mechanism == "gavel" {
            try refuse(
                "--single-node", experiment.keepsJobsOnOneNode, mechanism,
                "lets jobs span nodes at full speed, as the original")
        }
        if mechanism == "gavel" { try checkWholeGPUsAndSteps(source) }
    }

    /// The quirks of the mechanism gavel that are on.
    ///
    /// - Throws: ``ExperimentError/unknownName(kind:found:nearest:)``.
    static func quirks(_ experiment: Experiment) throws(ExperimentError) -> GavelQuirks {
        var off: [GavelQuirk] = []
        for name in experiment.withoutQuirks {
            guard let quirk = GavelQuirk(rawValue: name) else {
                let names = GavelQuirk.allCases.map(\.rawValue)
                throw .unknownName(kind: "quirk", found: name, nearest: nearest(to: name, among: names))
            }
            off.append(quirk)
        }
        return .all(without: off)
    }

    private static func refuse(
        _ flag: String, _ isGiven: Bool, _ mechanism: String, _ why: String
    ) throws(ExperimentError) {
        guard isGiven else { return }
        throw .badSetting(
            name: flag, found: "given", expected: "nothing: the mechanism \(mechanism) \(why)")
    }

    /// The mechanism gavel hands out whole GPUs, looks at nothing else of a node, and counts whole steps.
    private static func checkWholeGPUsAndSteps(_ source: any JobSource) throws(ExperimentError) {
        if source is OpenBMixGenerator {
            throw .badSetting(
                name: "--mechanism", found: "gavel, but the jobs of openb-mix take shares of GPUs",
                expected: "standard or run-to-completion for such jobs")
        }
        if source is ExponentialGenerator {
            throw .badSetting(
                name: "--mechanism",
                found: "gavel, but the jobs of exponential have a duration instead of steps",
                expected: "standard or run-to-completion for such jobs")
        }
        guard let list = source as? JobList else { return }
        let shareCount = list.jobs.count { $0.demandMilliGPU < 1000 }
        let secondsCount = list.jobs.count { $0.jobClass.workUnit != .steps }
        let boundCount = list.jobs.count {
            $0.demandCPUMilli > 0 || $0.demandMemoryMiB > 0 || $0.demandNodeCount > 0
        }
        for (count, what) in [
            (shareCount, "take a share of a GPU"), (boundCount, "ask for nodes, CPU or memory"),
            (secondsCount, "have a duration instead of steps"),
        ]
        where count > 0 {
            throw .badSetting(
                name: "--mechanism", found: "gavel, but \(count) jobs \(what)",
                expected: "standard or run-to-completion for such jobs")
        }
    }
}
