private import Placement
public import Simulation
private import Workload

/// Every placement rule by name: the only place that lists them.
public enum PlacementRegistry {
    /// One rule.
    public struct Entry: Sendable {
        /// Name on the command line.
        public let name: String
        /// One line for `schedlab list placements`.
        public let summary: String
        /// Makes the rule from the experiment's seed.
        public let make: @Sendable (_ seed: UInt64) -> any PlacementRule
    }

    /// Every rule, in alphabetical order.
    public static let all: [Entry] = [
        Entry(name: "random", summary: "a random node with room; random GPUs when no node has room") {
            RandomPlacement(seed: $0)
        },
        Entry(name: "strided", summary: "the first free GPUs in the cluster's numbering (Gavel's)") { _ in
            Strided()
        },
    ]

    /// The rule with that name.
    ///
    /// - Throws: ``ExperimentError/unknownName(kind:found:nearest:)``.
    public static func entry(_ name: String) throws(ExperimentError) -> Entry {
        if let entry = all.first(where: { $0.name == name }) { return entry }
        throw .unknownName(kind: "placement", found: name, nearest: nearest(to: name, among: all.map(\.name)))
    }
}
