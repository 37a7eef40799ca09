private import Cluster
public import Experiments

/// What one point does: a run or a fill.
public enum SweepTask: Sendable, Equatable {
    /// A simulation.
    case run(Experiment)
    /// A fill.
    case fill(FillExperiment)

    /// A task with nothing but defaults.
    init(_ command: SweepDefinition.Command) {
        self =
            command == .run
            ? .run(Experiment(cluster: "", workload: "", policy: "")) : .fill(FillExperiment())
    }

    /// The command that does it.
    public var command: SweepDefinition.Command {
        switch self {
        case .run: .run
        case .fill: .fill
        }
    }

    /// The seed.
    public var seed: UInt64 {
        switch self {
        case .run(let experiment): experiment.seed
        case .fill(let fill): fill.seed
        }
    }

    /// Every setting that has a value, in the order of the settings.
    public var settings: [(name: String, value: String)] {
        switch self {
        case .run(let experiment):
            Experiment.settings.compactMap { setting in
                setting.value(of: experiment).map { (setting.name, $0) }
            }
        case .fill(let fill):
            FillExperiment.settings.compactMap { setting in setting.value(of: fill).map { (setting.name, $0) }
            }
        }
    }

    /// The value of a setting; nil where it has none.
    public func value(_ name: String) -> String? {
        switch self {
        case .run(let experiment): Experiment.settings.first { $0.name == name }?.value(of: experiment)
        case .fill(let fill): FillExperiment.settings.first { $0.name == name }?.value(of: fill)
        }
    }

    /// Enters the value of a setting.
    ///
    /// - Throws: ``ExperimentError`` for a text that is no value, or a name that is no setting.
    mutating func enter(_ text: String, as name: String) throws(ExperimentError) {
        let unknown = ExperimentError.unknownName(kind: "field", found: name, nearest: [])
        switch self {
        case .run(var experiment):
            guard let setting = Experiment.settings.first(where: { $0.name == name }) else { throw unknown }
            try setting.enter(text, into: &experiment)
            self = .run(experiment)
        case .fill(var fill):
            guard let setting = FillExperiment.settings.first(where: { $0.name == name }) else {
                throw unknown
            }
            try setting.enter(text, into: &fill)
            self = .fill(fill)
        }
    }

    /// The cluster as it is written.
    var cluster: String {
        get {
            switch self {
            case .run(let experiment): experiment.cluster
            case .fill(let fill): fill.nodes
            }
        }
        set {
            switch self {
            case .run(var experiment):
                experiment.cluster = newValue
                self = .run(experiment)
            case .fill(var fill):
                fill.nodes = newValue
                self = .fill(fill)
            }
        }
    }

    /// The arguments of schedlab that do the same.
    public var arguments: [String] {
        let defaults = SweepTask(command)
        var arguments = [command.rawValue]
        for (name, value) in settings where defaults.value(name) != value || name == "seed" {
            switch self {
            case .run: arguments += Experiment.settings.first { $0.name == name }?.arguments(value) ?? []
            case .fill: arguments += FillExperiment.settings.first { $0.name == name }?.arguments(value) ?? []
            }
        }
        return arguments
    }

    /// Checks what can be told without reading a file.
    func check() throws {
        switch self {
        case .run(let experiment): try experiment.check()
        case .fill(let fill): try fill.check()
        }
    }

    /// Checks the cluster, unless it is a file.
    func checkCluster() throws {
        switch self {
        case .run(let experiment): try experiment.checkCluster()
        case .fill(let fill): try fill.checkCluster()
        }
    }

    /// Files that it reads.
    func inputPaths() throws -> [String] {
        switch self {
        case .run(let experiment): try experiment.inputPaths()
        case .fill(let fill): fill.inputPaths()
        }
    }

    /// Whether different seeds can make a difference.
    func dependsOnSeed() throws -> Bool {
        switch self {
        case .run(let experiment): try experiment.dependsOnSeed()
        case .fill(let fill): fill.arrivalsPath == nil || fill.ranksPath == nil || fill.placement == "random"
        }
    }
}
