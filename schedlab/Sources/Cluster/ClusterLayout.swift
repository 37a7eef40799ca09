/// The fixed shape of a cluster: GPU types, nodes and GPUs, all numbered.
///
/// Types are numbered in alphabetical order of their names, nodes and GPUs consecutively within
/// them, so that GPU ids equal the worker ids of Gavel's simulator.
public struct ClusterLayout: Sendable, Equatable {
    /// One GPU type with its share of the numbering.
    public struct GPUType: Sendable, Equatable {
        /// The type's name, unique in the cluster.
        public let name: String
        /// The type's GPU ids.
        public let gpus: Range<Int>
        /// The type's node indices.
        public let nodes: Range<Int>
        /// Number of GPUs.
        public var gpuCount: Int { gpus.count }
    }

    /// One node.
    public struct Node: Sendable, Equatable {
        /// Index of its GPU type.
        public let typeIndex: Int
        /// Its GPU ids.
        public let gpus: Range<Int>
        /// CPU in thousandths of a core.
        public let cpuMilli: Int
        /// Memory in MiB.
        public let memoryMiB: Int
        /// Rack that it stands in; empty = not said.
        public let rack: String
    }

    /// Name of the preset or the spec as it was given.
    public let name: String
    /// The GPU types, in alphabetical order.
    public let types: [GPUType]
    /// The nodes, grouped by type; within a type in the order they were described.
    public let nodes: [Node]
    /// Node index of each GPU.
    public let nodeOfGPU: [Int32]
    /// Number of nodes whose CPU was described; the others have ``NodeGroup/defaultCPUMilliPerGPU``.
    public let nodeCountStatingCPU: Int
    /// Number of nodes whose memory was described; the others have ``NodeGroup/defaultMemoryMiBPerGPU``.
    public let nodeCountStatingMemory: Int

    /// Numbers the nodes of the groups.
    ///
    /// - Parameters:
    ///   - name: Name to show.
    ///   - groups: At least one; several groups may share a type. Names of types that differ in case only
    ///     are one type, spelled as it came first. Nodes without GPUs have the type "".
    /// - Throws: ``ClusterError/empty(name:)``, ``ClusterError/notPositive(spec:what:found:)`` or
    ///   ``ClusterError/tooLarge(spec:gpuCount:limit:)``.
    public init(name: String, groups: [NodeGroup]) throws(ClusterError) {
        guard !groups.isEmpty else { throw .empty(name: name) }
        var total = 0
        var nodeTotal = 0
        for group in groups {
            // Nodes without GPUs have no GPU type, either.
            let fewestGPUs = group.gpuType.isEmpty ? 0 : 1
            for (what, value, least) in [
                ("nodes", group.nodeCount, 1), ("GPUs per node", group.gpusPerNode, fewestGPUs),
            ]
            where value < least {
                throw .notPositive(spec: name, what: "\(what) of \(group.gpuType)", found: "\(value)")
            }
            guard group.gpusPerNode <= Self.gpusPerNodeLimit else {
                throw .nodeTooLarge(spec: name, gpuCount: group.gpusPerNode, limit: Self.gpusPerNodeLimit)
            }
            let (gpus, overflow) = group.nodeCount.multipliedReportingOverflow(by: group.gpusPerNode)
            total = overflow ? .max : total.addingReportingOverflow(gpus).partialValue
            guard !overflow, total >= 0, total <= Self.gpuCountLimit else {
                throw .tooLarge(spec: name, gpuCount: total, limit: Self.gpuCountLimit)
            }
            nodeTotal = nodeTotal.addingReportingOverflow(group.nodeCount).partialValue
            guard nodeTotal >= 0, nodeTotal <= Self.gpuCountLimit else {
                throw .tooManyNodes(spec: name, limit: Self.gpuCountLimit)
            }
        }
        var types: [GPUType] = []
        var nodes: [Node] = []
        var nodeOfGPU: [Int32] = []
        let spellings = Self.spellings(groups.map(\.gpuType))
        for typeName in Set(spellings.values).sorted() {
            let firstGPU = nodeOfGPU.count
            let firstNode = nodes.count
            for group in groups where spellings[group.gpuType.lowercased()] == typeName {
                for _ in 0..<group.nodeCount {
                    let first = nodeOfGPU.count
                    nodeOfGPU += repeatElement(Int32(nodes.count), count: group.gpusPerNode)
                    nodes.append(
                        Node(
                            typeIndex: types.count, gpus: first..<nodeOfGPU.count,
                            cpuMilli: group.cpuMilliPerNode, memoryMiB: group.memoryMiBPerNode,
                            rack: group.rack))
                }
            }
            types.append(
                GPUType(name: typeName, gpus: firstGPU..<nodeOfGPU.count, nodes: firstNode..<nodes.count))
        }
        self.name = name
        self.types = types
        self.nodes = nodes
        self.nodeOfGPU = nodeOfGPU
        nodeCountStatingCPU = groups.reduce(0) { $0 + ($1.statesCPU ? $1.nodeCount : 0) }
        nodeCountStatingMemory = groups.reduce(0) { $0 + ($1.statesMemory ? $1.nodeCount : 0) }
    }

    /// One spelling of each name, by the name in lower case: that which comes first.
    public static func spellings(_ names: [String]) -> [String: String] {
        var spellings: [String: String] = [:]
        for name in names where spellings[name.lowercased()] == nil { spellings[name.lowercased()] = name }
        return spellings
    }

    /// Largest cluster that is accepted: ids and shares stay far inside 32 bits.
    public static let gpuCountLimit = 2_000_000
    /// Most GPUs of one node; the largest that is sold has 72.
    static let gpusPerNodeLimit = 1024

    /// Number of GPUs.
    public var gpuCount: Int { nodeOfGPU.count }

    /// Number of different nodes that GPUs lie on.
    public func nodeCount(of gpus: [Int32]) -> Int {
        guard let first = gpus.first.map({ nodeOfGPU[Int($0)] }) else { return 0 }
        if gpus.allSatisfy({ nodeOfGPU[Int($0)] == first }) { return 1 }
        return Set(gpus.map { nodeOfGPU[Int($0)] }).count
    }

    /// Whether a GPU is of one of the types; nil = any type will do.
    public func gpu(_ gpu: Int, isOfOneOf typeIndices: [Int32]?) -> Bool {
        guard nodeOfGPU.indices.contains(gpu) else { return false }
        return typeIndices?.contains { types[Int($0)].gpus.contains(gpu) } ?? true
    }

    /// The nodes in words, for example `16 nodes of 8 v100, 12 of 4`.
    public var describedInNodes: String {
        types.map { type in
            var runs: [(size: Int, count: Int)] = []
            for node in nodes[type.nodes] {
                if let known = runs.firstIndex(where: { $0.size == node.gpus.count }) {
                    runs[known].count += 1
                } else {
                    runs.append((node.gpus.count, 1))
                }
            }
            return runs.enumerated().map { position, run in
                let nodes = position == 0 ? (run.count == 1 ? " node" : " nodes") : ""
                return "\(run.count)\(nodes) of \(run.size)" + (position == 0 ? " \(type.name)" : "")
            }.joined(separator: ", ")
        }.joined(separator: "; ")
    }
}
