/// The points of a sweep, each once.
public struct SweepPlan: Sendable {
    /// What the file says.
    public let definition: SweepDefinition
    /// The points in the order of the file: the last field changes first.
    public let points: [SweepPoint]
    /// Points that the rules left out.
    public let skippedCount: Int
    /// Rules that left nothing out: what they name may be misspelt.
    public let idleRules: [Condition]
    /// Points that were there already, from another group or another way of writing a number.
    public let repeatedCount: Int
    /// Fields with more than one value, in the order of the file; the seed last.
    public let variedNames: [String]
    /// Files that the points read, with SHA-256.
    public let inputs: [(path: String, sha256: String)]

    /// Most points of a sweep.
    public static let pointLimit = 250_000

    /// Combines the values of a sweep file.
    ///
    /// - Parameters:
    ///   - definition: The file.
    ///   - engine: Name and version of the program, part of every key.
    /// - Throws: ``SweepError``, before anything runs.
    public init(_ definition: SweepDefinition, engine: String) throws(SweepError) {
        var grid = GridExpansion(definition, engine: engine)
        try grid.expand()
        self.definition = definition
        points = grid.points
        skippedCount = grid.skippedCount
        idleRules = grid.idleRules
        repeatedCount = grid.repeatedCount
        inputs = grid.inputs
        variedNames = Self.variedNames(definition, grid.points)
    }

    /// The fields that tell groups of seeds apart: those that vary, without the seed and what changes in step with it.
    public var groupNames: [String] {
        let axes = definition.groups.flatMap(\.axes)
        let withSeed = axes.filter { $0.names.contains("seed") }.flatMap(\.names)
        let alone = axes.filter { !$0.names.contains("seed") }.flatMap(\.names)
        return variedNames.filter { $0 != "seed" && (!withSeed.contains($0) || alone.contains($0)) }
    }

    /// Points that differ by their seed alone, group by group in the order of the plan.
    ///
    /// - Parameter indices: Points to look at, ascending.
    /// - Returns: The indices of each group.
    func seedGroups(_ indices: some Sequence<Int>) -> [[Int]] {
        let names = groupNames
        var places: [String: Int] = [:]
        var groups: [[Int]] = []
        for index in indices {
            let id = names.map { points[index].value($0) ?? "" }.joined(separator: "\t")
            let place = places[id] ?? groups.count
            if place == groups.count {
                places[id] = place
                groups.append([])
            }
            groups[place].append(index)
        }
        return groups
    }

    private static func variedNames(_ definition: SweepDefinition, _ points: [SweepPoint]) -> [String] {
        var names: [String] = []
        for name in definition.groups.flatMap({ $0.axes.flatMap(\.names) }) where !names.contains(name) {
            names.append(name)
        }
        // Counts of GPUs change the cluster's text; they are told, not it.
        let axes = definition.groups.flatMap(\.axes)
        let cluster = SweepFields(command: definition.command).clusterName
        if points.contains(where: { !$0.gpuCounts.isEmpty }),
            axes.allSatisfy({ !$0.names.contains(cluster) || $0.rows.count == 1 })
        {
            names.removeAll { $0 == cluster }
        }
        names = names.filter { name in
            let first = points.first?.value(name)
            return points.contains { $0.value(name) != first }
        }
        return names.filter { $0 != "seed" } + (names.contains("seed") ? ["seed"] : [])
    }

    /// A point in words: the fields that vary.
    public func label(_ point: SweepPoint) -> String {
        variedNames.isEmpty
            ? "the only point"
            : variedNames.map { "\($0)=\(point.value($0) ?? "–")" }.joined(separator: ", ")
    }
}
