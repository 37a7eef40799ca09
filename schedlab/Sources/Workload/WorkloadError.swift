/// What is wrong with a workload.
public enum WorkloadError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A model that the throughput table does not have at that scale factor.
    case unknownModel(model: String, scaleFactor: Int, nearest: [String])
    /// A model that was measured, but not on that many GPUs.
    case unmeasuredScaleFactor(model: String, scaleFactor: Int, measured: [Int])
    /// A GPU type without measured or assumed speed for a class.
    case noSpeed(gpuType: String, jobClass: JobClass, source: String)
    /// Everything that a workload has no speed for, at once.
    case noSpeeds(MissingSpeeds, source: String)
    /// The package's own throughput table was damaged.
    case damagedTable(line: Int, text: String)
    /// A setting of a generator out of its range.
    case badSetting(name: String, found: String, expected: String)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .unknownModel(let model, let scaleFactor, let nearest):
            let hint = nearest.isEmpty ? "" : "; did you mean '\(nearest.joined(separator: "' or '"))'?"
            return "no throughput is known for model '\(model)' on \(scaleFactor) GPU(s)\(hint)"
        case .unmeasuredScaleFactor(let model, let scaleFactor, let measured):
            return """
                model '\(model)' was not measured on \(scaleFactor) GPUs, only on \
                \(measured.map(String.init).joined(separator: ", "))
                """
        case .noSpeed(let gpuType, let jobClass, let source):
            return """
                GPU type '\(gpuType)': no speed is known for \
                \(jobClass.model.isEmpty ? "jobs" : "'\(jobClass.model)'") on \(jobClass.scaleFactor) GPU(s); \
                \(source) has none and none is assumed; give its speed (--speeds FILE) or assume one (--assume-speed X)
                """
        case .noSpeeds(let missing, let source):
            return """
                no speed is known for \(missing.description); \(source) has none and none is assumed; \
                give them (--speeds FILE) or assume one for all (--assume-speed X)
                """
        case .damagedTable(let line, let text):
            return
                "line \(line) of a table in the package: found '\(text)'; the package is damaged, clone it again"
        case .badSetting(let name, let found, let expected):
            return "\(name) is \(found), expected \(expected)"
        }
    }
}
