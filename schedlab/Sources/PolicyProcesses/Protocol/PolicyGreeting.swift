public import Cluster

/// What a policy is told before anything happens.
public struct PolicyGreeting: Sendable {
    /// Version of the protocol.
    static let protocolVersion = 1

    /// The cluster.
    public var layout: ClusterLayout
    /// Name of the mechanism.
    public var mechanism: String
    /// Length of a round in seconds; nil where there are none.
    public var roundSeconds: Double?
    /// Seed of the experiment, for policies that draw.
    public var seed: UInt64

    /// Puts a greeting together.
    public init(layout: ClusterLayout, mechanism: String, roundSeconds: Double?, seed: UInt64) {
        self.layout = layout
        self.mechanism = mechanism
        self.roundSeconds = roundSeconds
        self.seed = seed
    }

    /// GPUs of each type.
    var gpuCounts: [Int] { layout.types.map(\.gpuCount) }

    /// The greeting as a line.
    var line: [UInt8] {
        var writer = MessageWriter("hello")
        writer.field("protocol", Self.protocolVersion)
        // As text: JSON readers lose the last digits of numbers beyond 2^53.
        writer.field("seed", text: "\(seed)")
        writer.field("mechanism", text: mechanism)
        if let roundSeconds { writer.field("roundSeconds", roundSeconds) }
        writer.key("types")
        writer.open("[")
        for type in layout.types {
            writer.open("{")
            writer.field("name", text: type.name)
            writer.field("gpuCount", type.gpuCount)
            writer.close("}")
        }
        writer.close("]")
        writer.key("nodes")
        writer.open("[")
        for (node, count) in runsOfNodes {
            writer.open("{")
            writer.field("type", node.typeIndex)
            writer.field("count", count)
            writer.field("gpusPerNode", node.gpus.count)
            writer.close("}")
        }
        writer.close("]")
        return writer.line()
    }

    /// Runs of nodes that look alike to a policy; GPUs are numbered through them.
    private var runsOfNodes: [(node: ClusterLayout.Node, count: Int)] {
        var runs: [(node: ClusterLayout.Node, count: Int)] = []
        for node in layout.nodes {
            if let last = runs.last?.node, last.typeIndex == node.typeIndex,
                last.gpus.count == node.gpus.count
            {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((node, 1))
            }
        }
        return runs
    }
}
