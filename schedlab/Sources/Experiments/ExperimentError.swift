/// What is wrong with an experiment.
public enum ExperimentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A name that the registry does not have.
    case unknownName(kind: String, found: String, nearest: [String])
    /// A flag that belongs to another kind of workload.
    case flagNotForWorkload(flag: String, workload: String)
    /// A flag or combination that makes no experiment.
    case badSetting(name: String, found: String, expected: String)
    /// A job that no GPU type of the cluster can ever run.
    case jobFitsNowhere(job: String, cluster: String, reason: String)
    /// A job of which something is not known.
    case badJob(job: String, reason: String)
    /// An experiment file that is not in the expected form.
    case malformedExperiment(file: String, line: Int?, problem: String)
    /// A line of a given order (arrivals or ranks) that cannot be used.
    case malformedOrder(file: String, line: Int, found: String, expected: String)
    /// A reference file that is not in the expected form.
    case malformedReference(file: String, problem: String)
    /// A file with an allocation program that is not in the expected form.
    case malformedProgram(file: String, problem: String)
    /// Two engines found different optima of one program.
    case enginesDisagree(program: String, own: Double, other: Double, engine: String, reference: String)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .unknownName(let kind, let found, let nearest):
            let plurals = [
                "policy": "policies", "placement": "placements", "workload": "workloads",
                "mechanism": "mechanisms", "quirk": "quirks",
            ]
            let hint = nearest.isEmpty ? "" : "; did you mean \(nearest.joined(separator: " or "))?"
            let list = plurals[kind].map { "; 'schedlab list \($0)' shows all" } ?? ""
            return "unknown \(kind) '\(found)'\(hint)\(list)"
        case .flagNotForWorkload(let flag, let workload):
            return "\(flag) has no meaning for the workload '\(workload)'; leave it out"
        case .badSetting(let name, let found, let expected):
            return "\(name) is \(found), expected \(expected)"
        case .jobFitsNowhere(let job, let cluster, let reason):
            return "\(job) can never run on cluster '\(cluster)': \(reason); add GPUs or take the job out"
        case .badJob(let job, let reason):
            return "\(job): \(reason)"
        case .malformedExperiment(let file, let line, let problem):
            let place = line.map { "\(file):\($0)" } ?? file
            return
                "\(place): \(problem); an experiment file has the names of the flags ('schedlab run --help')"
        case .malformedOrder(let file, let line, let found, let expected):
            return "\(file):\(line): found '\(found)', expected \(expected)"
        case .malformedReference(let file, let problem):
            return "\(file): \(problem); expected a reference run as described in docs/verification.md"
        case .malformedProgram(let file, let problem):
            return "\(file): \(problem); expected a program as 'run --save-programs' writes it"
        case .enginesDisagree(let program, let own, let other, let engine, let reference):
            return """
                \(program): \(engine) found the optimum \(own), \(reference) found \(other); please report \
                the program ('--save-programs DIR' writes it)
                """
        }
    }
}
