/// What is wrong with the description of a cluster.
public enum ClusterError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Neither a preset nor a spec; `nearest` are presets with a similar name.
    case unknown(spec: String, nearest: [String])
    /// A part of a spec that cannot be read.
    case malformed(spec: String, part: String, expected: String)
    /// A count that is not at least one.
    case notPositive(spec: String, what: String, found: String)
    /// GPUs that do not fill whole nodes.
    case indivisible(spec: String, part: String, gpuCount: Int, gpusPerNode: Int)
    /// A cluster without nodes.
    case empty(name: String)
    /// More GPUs than schedlab accepts.
    case tooLarge(spec: String, gpuCount: Int, limit: Int)
    /// A node with more GPUs than are accepted.
    case nodeTooLarge(spec: String, gpuCount: Int, limit: Int)
    /// More nodes than are accepted.
    case tooManyNodes(spec: String, limit: Int)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .unknown(let spec, let nearest):
            let hint = nearest.isEmpty ? "" : "did you mean \(nearest.joined(separator: " or "))? "
            return """
                cluster '\(spec)' is neither a preset nor a spec; \(hint)\
                'schedlab list clusters' shows the presets, a spec looks like v100=36,p100=36@4 or 36:36:36
                """
        case .malformed(let spec, let part, let expected):
            return "cluster '\(spec)': found '\(part)', expected \(expected)"
        case .notPositive(let spec, let what, let found):
            return "cluster '\(spec)': \(what) is \(found), expected a whole number of at least 1"
        case .indivisible(let spec, let part, let gpuCount, let gpusPerNode):
            return """
                cluster '\(spec)': in '\(part)', \(gpuCount) GPUs do not fill whole nodes of \(gpusPerNode); \
                give a multiple of \(gpusPerNode) or add a smaller node size with '+'
                """
        case .empty(let name):
            return "cluster '\(name)' has no nodes; give at least one, for example v100=8@8"
        case .nodeTooLarge(let spec, let gpuCount, let limit):
            return "cluster '\(spec)' has a node of \(gpuCount) GPUs, at most \(limit) a node are accepted"
        case .tooManyNodes(let spec, let limit):
            return "cluster '\(spec)' has too many nodes, at most \(limit) are accepted"
        case .tooLarge(let spec, let gpuCount, let limit):
            let found = gpuCount < 0 || gpuCount == .max ? "too many GPUs to count" : "\(gpuCount) GPUs"
            return "cluster '\(spec)' has \(found), at most \(limit) are accepted"
        }
    }
}
