public import Cluster
private import Placement
public import Simulation
private import Spelling
private import Workload

/// Every placement rule by name: the only place that lists them.
public enum PlacementRegistry {
    /// What a rule may need to be made.
    public struct Ingredients: Sendable {
        /// Seed of the experiment.
        public var seed: UInt64
        /// What the cluster shall be able to take.
        public var target: TargetWorkload

        /// Puts ingredients together.
        public init(seed: UInt64, target: TargetWorkload) {
            self.seed = seed
            self.target = target
        }
    }

    /// One rule.
    public struct Entry: Sendable {
        /// Name on the command line.
        public let name: String
        /// What is like it in Kubernetes; empty = nothing.
        public let kubernetesCousin: String
        /// One line for `schedlab list placements`.
        public let summary: String
        /// Makes the rule.
        public let make: @Sendable (Ingredients) -> any PlacementRule
    }

    /// Every rule, in alphabetical order.
    public static let all: [Entry] = [
        Entry(
            name: "best-fit", kubernetesCousin: "NodeResourcesFit, MostAllocated",
            summary: "the node with least CPU and GPU left afterwards; the tightest GPU"
        ) { _ in BestFit() },
        Entry(
            name: "dot-product", kubernetesCousin: "",
            summary: "the node whose free CPU and GPU have the smallest dot product with the demand"
        ) { _ in DotProduct() },
        Entry(
            name: "fgd", kubernetesCousin: "",
            summary: "fragmentation gradient descent: where least becomes unusable to the target workload"
        ) { FragmentationGradientDescent(target: $0.target) },
        Entry(
            name: "first-fit", kubernetesCousin: "",
            summary: "the first node that has room, and on it the first GPUs"
        ) { _ in FirstFit() },
        Entry(
            name: "gpu-clustering", kubernetesCousin: "InterPodAffinity, preferred",
            summary: "a node with tasks of the same kind (shares, or as many GPUs), the fuller the better"
        ) { _ in GPUClustering() },
        Entry(
            name: "gpu-packing", kubernetesCousin: "",
            summary: "used GPUs before free GPUs of used nodes before free nodes"
        ) { _ in GPUPacking() },
        Entry(
            name: "random", kubernetesCousin: "",
            summary: "a random node with room; random GPUs when no node has room"
        ) { RandomPlacement(seed: $0.seed) },
        Entry(
            name: "strided", kubernetesCousin: "",
            summary: "the first free GPUs in the cluster's numbering (Gavel's)"
        ) { _ in Strided() },
        Entry(
            name: "worst-fit", kubernetesCousin: "NodeResourcesFit, LeastAllocated",
            summary: "the node with most CPU and GPU left afterwards; the emptiest GPU"
        ) { _ in WorstFit() },
    ]

    /// The rule with that name.
    ///
    /// - Throws: ``ExperimentError/unknownName(kind:found:nearest:)``.
    public static func entry(_ name: String) throws(ExperimentError) -> Entry {
        if let entry = all.first(where: { $0.name == name }) { return entry }
        throw .unknownName(kind: "placement", found: name, nearest: nearest(to: name, among: all.map(\.name)))
    }
}
