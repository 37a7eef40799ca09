/// What of a cluster is taken at a moment: per-GPU shares in milli-GPU, CPU and memory per node.
///
/// Every change goes through ``take(gpus:milliPerGPU:node:cpuMilli:memoryMiB:)`` and
/// ``release(gpus:milliPerGPU:node:cpuMilli:memoryMiB:)``. They keep the counts per node and type in step
/// and note the changed nodes in ``changes``, so that a rule need not scan what did not change.
public struct ClusterState: Sendable {
    /// The cluster whose state this is.
    public let layout: ClusterLayout
    /// The order in which nodes that are otherwise equal are taken: rank of each node, from 0.
    public let rankOfNode: [Int32]
    /// The nodes in order of rank.
    public let nodeOfRank: [Int32]
    /// Free share of each GPU in milli-GPU, `0...1000`.
    public private(set) var freeMilli: [Int32]
    /// Sum of the free shares of each node in milli-GPU.
    public private(set) var freeMilliOfNode: [Int32]
    /// Wholly free GPUs of each node.
    public private(set) var freeGPUsOfNode: [Int32]
    /// Wholly free GPUs of each type.
    public private(set) var freeGPUsOfType: [Int]
    /// First node of each type that may have a wholly free GPU: those before it have none.
    private var firstFreeNodeOfType: [Int]
    /// Free CPU of each node in thousandths of a core.
    public private(set) var freeCPUMilli: [Int]
    /// Free memory of each node in MiB.
    public private(set) var freeMemoryMiB: [Int]
    /// The kinds of task with GPUs on each node, see ``TaskKinds``.
    public private(set) var kindsOfNode: [TaskKinds]
    /// The nodes that changed, in order, for whoever follows the state.
    public private(set) var changes: ChangeLog

    /// A whole GPU in milli-GPU.
    public static let wholeGPUMilli: Int32 = 1000

    /// An empty cluster.
    ///
    /// - Parameters:
    ///   - layout: The cluster.
    ///   - rankOfNode: A permutation of the node indices; nil = nodes rank as they are numbered.
    public init(_ layout: ClusterLayout, rankOfNode: [Int32]? = nil) {
        let ranks = rankOfNode ?? layout.nodes.indices.map { Int32($0) }
        var order = [Int32](repeating: -1, count: layout.nodes.count)
        precondition(
            ranks.count == order.count, "\(ranks.count) ranks for \(order.count) nodes")
        for (node, rank) in ranks.enumerated() {
            precondition(order[Int(rank)] < 0, "two nodes have rank \(rank)")
            order[Int(rank)] = Int32(node)
        }
        self.layout = layout
        self.rankOfNode = ranks
        nodeOfRank = order
        freeMilli = Array(repeating: Self.wholeGPUMilli, count: layout.gpuCount)
        freeMilliOfNode = layout.nodes.map { Int32($0.gpus.count) * Self.wholeGPUMilli }
        freeGPUsOfNode = layout.nodes.map { Int32($0.gpus.count) }
        freeGPUsOfType = layout.types.map(\.gpuCount)
        firstFreeNodeOfType = layout.types.map(\.nodes.lowerBound)
        freeCPUMilli = layout.nodes.map(\.cpuMilli)
        freeMemoryMiB = layout.nodes.map(\.memoryMiB)
        kindsOfNode = Array(repeating: TaskKinds(), count: layout.nodes.count)
        changes = ChangeLog(nodeCount: layout.nodes.count)
    }

    /// Whether each of the GPUs still has `milliPerGPU` free.
    public func isFree(gpus: [Int32], milliPerGPU: Int32 = wholeGPUMilli) -> Bool {
        for gpu in gpus where freeMilli[Int(gpu)] < milliPerGPU { return false }
        return true
    }

    /// Whether the nodes of GPUs have the CPU and memory that go with them.
    public func hasRoom(beside gpus: [Int32], cpuMilli: Int, memoryMiB: Int) -> Bool {
        guard cpuMilli > 0 || memoryMiB > 0, let first = gpus.first else { return true }
        let node = Int(layout.nodeOfGPU[Int(first)])
        if gpus.allSatisfy({ Int(layout.nodeOfGPU[Int($0)]) == node }) {
            return freeCPUMilli[node] >= cpuMilli && freeMemoryMiB[node] >= memoryMiB
        }
        var counts: [Int32: Int] = [:]
        for gpu in gpus { counts[layout.nodeOfGPU[Int(gpu)], default: 0] += 1 }
        return counts.allSatisfy { node, count in
            freeCPUMilli[Int(node)] >= Self.part(cpuMilli, count, of: gpus.count)
                && freeMemoryMiB[Int(node)] >= Self.part(memoryMiB, count, of: gpus.count)
        }
    }

    /// Takes a share of each GPU, and CPU and memory of their nodes.
    ///
    /// A node that gives `k` of `n` GPUs gives `k / n` of the CPU and memory, rounded up.
    ///
    /// - Parameters:
    ///   - gpus: Distinct GPU ids, each with at least `milliPerGPU` free.
    ///   - milliPerGPU: Share of each, `1...1000`.
    ///   - node: The node, for a demand without GPUs; else it follows from the GPUs.
    ///   - cpuMilli: CPU in all, in thousandths of a core.
    ///   - memoryMiB: Memory in all, in MiB.
    public mutating func take(
        gpus: [Int32], milliPerGPU: Int32 = wholeGPUMilli, node: Int? = nil, cpuMilli: Int = 0,
        memoryMiB: Int = 0
    ) {
        for gpu in gpus {
            let free = freeMilli[Int(gpu)]
            precondition(
                free >= milliPerGPU, "GPU \(gpu) has \(free) milli-GPU free, \(milliPerGPU) are to be taken")
            if free == Self.wholeGPUMilli { countWholeGPU(gpu, change: -1) }
            freeMilli[Int(gpu)] = free - milliPerGPU
        }
        changeNodes(
            of: gpus, milliPerGPU: -milliPerGPU, node: node, cpuMilli: -cpuMilli, memoryMiB: -memoryMiB)
    }

    /// Gives back what ``take(gpus:milliPerGPU:node:cpuMilli:memoryMiB:)`` took with the same arguments.
    public mutating func release(
        gpus: [Int32], milliPerGPU: Int32 = wholeGPUMilli, node: Int? = nil, cpuMilli: Int = 0,
        memoryMiB: Int = 0
    ) {
        for gpu in gpus {
            let free = freeMilli[Int(gpu)] + milliPerGPU
            precondition(
                free <= Self.wholeGPUMilli,
                "GPU \(gpu) would have \(free) milli-GPU free, more than a whole GPU")
            freeMilli[Int(gpu)] = free
            if free == Self.wholeGPUMilli { countWholeGPU(gpu, change: 1) }
        }
        changeNodes(
            of: gpus, milliPerGPU: milliPerGPU, node: node, cpuMilli: cpuMilli, memoryMiB: memoryMiB)
    }

    private mutating func countWholeGPU(_ gpu: Int32, change: Int) {
        let node = Int(layout.nodeOfGPU[Int(gpu)])
        freeGPUsOfNode[node] += Int32(change)
        let type = layout.nodes[node].typeIndex
        freeGPUsOfType[type] += change
        if change > 0 { firstFreeNodeOfType[type] = min(firstFreeNodeOfType[type], node) }
        let end = layout.types[type].nodes.upperBound
        while firstFreeNodeOfType[type] < end && freeGPUsOfNode[firstFreeNodeOfType[type]] == 0 {
            firstFreeNodeOfType[type] += 1
        }
    }

    /// The first node of a type with a wholly free GPU; the end of its nodes when there is none.
    public func firstNodeWithFreeGPU(ofType type: Int) -> Int { firstFreeNodeOfType[type] }

    /// Books a change on every node of the GPUs: runs of GPUs on the same node count together.
    private mutating func changeNodes(
        of gpus: [Int32], milliPerGPU: Int32, node: Int?, cpuMilli: Int, memoryMiB: Int
    ) {
        guard let first = gpus.first else {
            if let node { changeNode(node, milli: 0, cpuMilli: cpuMilli, memoryMiB: memoryMiB) }
            return
        }
        let kind = TaskKinds.kind(gpuCount: gpus.count, milliPerGPU: abs(milliPerGPU))
        var node = layout.nodeOfGPU[Int(first)]
        if node == layout.nodeOfGPU[Int(gpus[gpus.count - 1])] && gpus.count <= 2 {
            kindsOfNode[Int(node)].count(kind, change: milliPerGPU < 0 ? 1 : -1)
            changeNode(
                Int(node), milli: milliPerGPU * Int32(gpus.count), cpuMilli: cpuMilli, memoryMiB: memoryMiB)
            return
        }
        let nodes = gpus.map { layout.nodeOfGPU[Int($0)] }.sorted()
        var start = 0
        for position in 1...nodes.count where position == nodes.count || nodes[position] != nodes[start] {
            node = nodes[start]
            let count = position - start
            kindsOfNode[Int(node)].count(kind, change: milliPerGPU < 0 ? 1 : -1)
            changeNode(
                Int(node), milli: milliPerGPU * Int32(count),
                cpuMilli: Self.part(cpuMilli, count, of: nodes.count),
                memoryMiB: Self.part(memoryMiB, count, of: nodes.count))
            start = position
        }
    }

    /// `count / total` of an amount, its magnitude rounded up.
    private static func part(_ amount: Int, _ count: Int, of total: Int) -> Int {
        let magnitude = (abs(amount) * count + total - 1) / total
        return amount < 0 ? -magnitude : magnitude
    }

    private mutating func changeNode(_ node: Int, milli: Int32, cpuMilli: Int, memoryMiB: Int) {
        freeMilliOfNode[node] += milli
        freeCPUMilli[node] += cpuMilli
        freeMemoryMiB[node] += memoryMiB
        precondition(
            freeCPUMilli[node] >= 0 && freeMemoryMiB[node] >= 0,
            "node \(node) has \(freeCPUMilli[node]) milli-CPU and \(freeMemoryMiB[node]) MiB free")
        changes.append(Int32(node))
    }

    /// Recounts everything from the per-GPU shares; for debug builds and tests.
    ///
    /// - Returns: What does not add up, nil when all is well.
    public func brokenInvariant() -> String? {
        for gpu in freeMilli.indices where !(0...Self.wholeGPUMilli).contains(freeMilli[gpu]) {
            return "GPU \(gpu) has \(freeMilli[gpu]) milli-GPU free"
        }
        var perType = [Int](repeating: 0, count: layout.types.count)
        for (index, node) in layout.nodes.enumerated() {
            let whole = node.gpus.count { freeMilli[$0] == Self.wholeGPUMilli }
            perType[node.typeIndex] += whole
            if whole != Int(freeGPUsOfNode[index]) {
                return "node \(index) has \(whole) whole free GPUs but counts \(freeGPUsOfNode[index])"
            }
            let milli = freeMilli[node.gpus].reduce(0, +)
            if milli != freeMilliOfNode[index] {
                return "node \(index) has \(milli) milli-GPU free but counts \(freeMilliOfNode[index])"
            }
            if freeCPUMilli[index] > node.cpuMilli || freeMemoryMiB[index] > node.memoryMiB {
                return "node \(index) has more CPU or memory free than it owns"
            }
            if freeCPUMilli[index] < 0 || freeMemoryMiB[index] < 0 {
                return "node \(index) has given more CPU or memory than it owns"
            }
        }
        return perType == freeGPUsOfType
            ? nil : "types have \(perType) whole free GPUs but count \(freeGPUsOfType)"
    }
}
