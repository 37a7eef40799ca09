private import Cluster
internal import Experiments
private import Spelling

/// The fields that a sweep of a command may vary: its settings, and the cluster's GPU counts.
struct SweepFields {
    let command: SweepDefinition.Command

    /// What values of a field look like.
    enum Form: Equatable {
        case number, text, list, toggle
    }

    /// The setting that names the cluster.
    var clusterName: String { command == .run ? "cluster" : "nodes" }
    /// Names of all settings.
    var names: [String] {
        command == .run ? Experiment.settings.map(\.name) : FillExperiment.settings.map(\.name)
    }

    /// What values of a field look like; nil for no field.
    func form(of name: String) -> Form? {
        if gpuType(name) != nil { return .number }
        return command == .run
            ? Experiment.settings.first { $0.name == name }.map { Self.form($0.form) }
            : FillExperiment.settings.first { $0.name == name }.map { Self.form($0.form) }
    }

    /// `v100` of the field `cluster.v100`; nil for every other name.
    func gpuType(_ name: String) -> String? {
        guard name.hasPrefix(clusterName + "."), name.count > clusterName.count + 1 else { return nil }
        return String(name.dropFirst(clusterName.count + 1))
    }

    /// Whether a field is a number of GPUs, of a run's cluster or a fill's.
    static func isGPUCount(_ name: String) -> Bool {
        SweepDefinition.Command.allCases.contains { SweepFields(command: $0).gpuType(name) != nil }
    }

    /// Why a text is no value of a field; nil for one that is.
    func problem(_ text: String, of name: String) -> SweepFinding? {
        if gpuType(name) != nil {
            guard let count = Decimal(text), count.scale == 0, count.mantissa >= 0 else {
                return SweepFinding(line: nil, found: "'\(name)' is '\(text)'", expected: "a number of GPUs")
            }
            return nil
        }
        var task = SweepTask(command)
        do throws(ExperimentError) {
            try task.enter(text, as: name)
            return nil
        } catch {
            if case .badSetting(_, let found, let expected) = error {
                return SweepFinding(line: nil, found: "'\(name)' is \(found)", expected: expected)
            }
            return SweepFinding(line: nil, found: "\(error)", expected: "another value")
        }
    }

    /// The names most like a misspelt one, in words.
    func hint(_ name: String, besides others: [String] = []) -> String {
        let near = nearest(to: name, among: names + others)
        return near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
    }

    private static func form<Target>(_ form: Setting<Target>.Form) -> Form {
        switch form {
        case .number: .number
        case .text: .text
        case .list: .list
        case .toggle: .toggle
        }
    }
}
