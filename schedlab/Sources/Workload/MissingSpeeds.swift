/// Pairs of GPU type and model that no speed is known of.
public struct MissingSpeeds: Sendable, Equatable {
    /// One pair.
    private struct Pair: Hashable {
        var gpuType: String
        var model: String
    }

    private var pairs: Set<Pair> = []

    /// None yet.
    public init() {}

    /// Whether every speed is known.
    public var isEmpty: Bool { pairs.isEmpty }

    /// Adds a pair; an empty model stands for jobs without one.
    public mutating func add(gpuType: String, model: String) {
        pairs.insert(Pair(gpuType: gpuType.lowercased(), model: model))
    }

    /// Adds all pairs of another list.
    public mutating func add(_ other: MissingSpeeds) { pairs.formUnion(other.pairs) }

    /// Models that are named of each type; the rest is counted.
    private static let namedModelCount = 5

    /// All GPU types with their models, in alphabetical order, for messages.
    var description: String {
        Set(pairs.map(\.gpuType)).sorted().map { type in
            let models = pairs.filter { $0.gpuType == type }.map(\.model).sorted()
            var names = models.prefix(Self.namedModelCount).map {
                $0.isEmpty ? "jobs without a model" : "'\($0)'"
            }
            if models.count > names.count { names.append("\(models.count - names.count) more") }
            return "GPU type '\(type)' (\(names.joined(separator: ", ")))"
        }.joined(separator: "; ")
    }
}
