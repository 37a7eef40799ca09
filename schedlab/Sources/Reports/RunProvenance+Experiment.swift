private import Cluster
public import Experiments
public import Kit
public import Recording
private import Workload

extension ResolvedExperiment {
    /// Where the record of a run comes from.
    ///
    /// - Parameters:
    ///   - reasons: Whose reasons are recorded.
    ///   - engine: Name and version of the program.
    ///   - command: The command line.
    /// - Returns: The provenance for the head of the record.
    public func provenance(reasons: ReasonSelection, engine: String, command: [String]) -> RunProvenance {
        var provenance = RunProvenance(layout: layout)
        let hasRounds = experiment.mechanism != "run-to-completion"
        provenance.roundSeconds =
            hasRounds ? experiment.roundSeconds ?? Experiment.defaultRoundSeconds : 0
        if case .seconds(let seconds)? = experiment.moveCosts { provenance.secondsPerMove = seconds }
        provenance.mechanism = experiment.mechanism
        provenance.policy = policy.name
        provenance.seed = experiment.seed
        provenance.window = experiment.window
        provenance.reasons = reasons
        provenance.engine = engine
        provenance.experiment = ExperimentDescription(self).json
        if let policyGreeting {
            provenance.replay = PolicyReplay(
                greeting: String(decoding: policyGreeting, as: UTF8.self),
                settings: Experiment.settings.compactMap { setting in
                    setting.value(of: experiment).map { .init(name: setting.name, value: $0) }
                })
        }
        provenance.host = .object([("command", .array(command.map(JSONValue.string)))])
        return provenance
    }
}

extension RunSummary {
    /// The summary without what may differ between equal runs.
    public var jsonWithoutHost: JSONValue {
        guard case .object(let fields) = json else { return json }
        return .object(fields.filter { $0.0 != "host" })
    }
}
