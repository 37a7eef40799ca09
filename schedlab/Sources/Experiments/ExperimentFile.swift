private import Kit
private import Spelling
private import Traces
private import Workload
private import Yams

/// Reads an experiment file: YAML with the names of the flags of `schedlab run`.
///
///     cluster: philly-108
///     workload: gavel
///     policy: max_min_fairness_perf
///     rate: 4
///     steady-state: true
///     window: 4000:5000
public enum ExperimentFile {
    /// Flags of the command that are no settings of one experiment.
    private static let commandFlags = ["seeds", "save-programs", "policy-timeout"]
    /// Flags with a value.
    private static let values = names([.number, .text]) + commandFlags
    /// Flags that may be given several times: their value may be a list.
    private static let lists = names([.list])
    private static let switches = names([.toggle])

    private static func names(_ forms: [Setting<Experiment>.Form]) -> [String] {
        Experiment.settings.filter { forms.contains($0.form) }.map(\.name)
    }

    /// Flags that take the place of each other, or of a list: when one is given, the file's are passed over.
    private static let rivals = [
        ["seed", "seeds"], ["jobs", "window"], ["rate", "static"], ["without-quirk"],
    ]

    /// The flags that a file stands for.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - given: The arguments on the command line, which win.
    /// - Returns: Arguments to put before those on the command line.
    /// - Throws: ``ExperimentError/malformedExperiment(file:line:problem:)`` or a `FileError`.
    public static func flags(path: String, given: [String]) throws -> [String] {
        let text = try TextFile.text(path, limit: YAMLFile.limitBytes)
        let node: Node?
        do throws(YAMLFile.Problem) {
            node = try YAMLFile.root(text)
        } catch {
            throw ExperimentError.malformedExperiment(file: path, line: nil, problem: error.text)
        }
        guard let mapping = node?.mapping else {
            throw ExperimentError.malformedExperiment(
                file: path, line: nil, problem: "it is not a list of names and values")
        }
        let overruled = Set(rivals.filter { group in group.contains { isGiven($0, given) } }.flatMap { $0 })
        var flags: [String] = []
        for (key, value) in mapping {
            let name = key.string ?? ""
            let line = key.mark?.line
            let own = try flag(name, value, file: path, line: line)
            if !overruled.contains(name) { flags += own }
        }
        return flags
    }

    private static func isGiven(_ name: String, _ arguments: [String]) -> Bool {
        arguments.contains { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") }
    }

    /// One line of the file as arguments.
    ///
    /// Scalars are taken as they are written: `36:36:36` is no number.
    private static func flag(_ name: String, _ value: Node, file: String, line: Int?) throws -> [String] {
        func refuse(_ problem: String) -> ExperimentError {
            .malformedExperiment(file: file, line: line, problem: problem)
        }

        if lists.contains(name), let items = value.sequence {
            return try items.flatMap { item in
                guard let text = item.scalar?.string else {
                    throw refuse("'\(name)' lists something else than names")
                }
                return ["--\(name)", text]
            }
        }
        guard let text = value.scalar?.string else { throw refuse("'\(name)' has no single value") }
        if (values + lists).contains(name) {
            guard !text.isEmpty else { throw refuse("'\(name)' has no value") }
            return ["--\(name)", text]
        }
        guard switches.contains(name) else {
            let near = nearest(to: name, among: values + lists + switches)
            let hint = near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
            throw refuse("'\(name)' is no flag of 'schedlab run'\(hint)")
        }
        switch text {
        case "true": return ["--\(name)"]
        case "false": return []
        default: throw refuse("'\(name)' is '\(text)', expected true or false")
        }
    }
}
