/// What of a cluster is taken at a moment: per-GPU shares in milli-GPU, CPU and memory per node.
///
/// Every change goes through ``take(gpus:milliPerGPU:cpuMilli:memoryMiB:)`` and
/// ``release(gpus:milliPerGPU:cpuMilli:memoryMiB:)``, which keep the per-node and per-type counts of
/// whole free GPUs in step, so that a rule need not scan what did not change.
public struct ClusterState: Sendable {
    /// The cluster whose state this is.
    public let layout: ClusterLayout
    /// Free share of each GPU in milli-GPU, `0...1000`.
    public private(set) var freeMilli: [Int32]
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

    /// A whole GPU in milli-GPU.
    public static let wholeGPUMilli: Int32 = 1000

    /// An empty cluster.
    public init(_ layout: ClusterLayout) {
        self.layout = layout
        freeMilli = Array(repeating: Self.wholeGPUMilli, count: layout.gpuCount)
        freeGPUsOfNode = layout.nodes.map { Int32($0.gpus.count) }
        freeGPUsOfType = layout.types.map(\.gpuCount)
        firstFreeNodeOfType = layout.types.map(\.nodes.lowerBound)
        freeCPUMilli = layout.nodes.map(\.cpuMilli)
        freeMemoryMiB = layout.nodes.map(\.memoryMiB)
    }

    /// Whether each of the GPUs still has `milliPerGPU` free.
    public func isFree(gpus: [Int32], milliPerGPU: Int32 = wholeGPUMilli) -> Bool {
        for gpu in gpus where freeMilli[Int(gpu)] < milliPerGPU { return false }
        return true
    }

    /// Takes a share of each GPU, and CPU and memory of the node of the first.
    ///
    /// - Parameters:
    ///   - gpus: Distinct GPU ids, each with at least `milliPerGPU` free.
    ///   - milliPerGPU: Share of each, `1...1000`.
    ///   - cpuMilli: CPU in thousandths of a core, on the first GPU's node.
    ///   - memoryMiB: Memory in MiB, on the first GPU's node.
    public mutating func take(
        gpus: [Int32], milliPerGPU: Int32 = wholeGPUMilli, cpuMilli: Int = 0, memoryMiB: Int = 0
    ) {
        for gpu in gpus {
            let free = freeMilli[Int(gpu)]
            precondition(
                free >= milliPerGPU, "GPU \(gpu) has \(free) milli-GPU free, \(milliPerGPU) are to be taken")
            if free == Self.wholeGPUMilli { countWholeGPU(gpu, change: -1) }
            freeMilli[Int(gpu)] = free - milliPerGPU
        }
        changeNode(of: gpus, cpuMilli: -cpuMilli, memoryMiB: -memoryMiB)
    }

    /// Gives back what ``take(gpus:milliPerGPU:cpuMilli:memoryMiB:)`` took with the same arguments.
    public mutating func release(
        gpus: [Int32], milliPerGPU: Int32 = wholeGPUMilli, cpuMilli: Int = 0, memoryMiB: Int = 0
    ) {
        for gpu in gpus {
            let free = freeMilli[Int(gpu)] + milliPerGPU
            precondition(
                free <= Self.wholeGPUMilli,
                "GPU \(gpu) would have \(free) milli-GPU free, more than a whole GPU")
            freeMilli[Int(gpu)] = free
            if free == Self.wholeGPUMilli { countWholeGPU(gpu, change: 1) }
        }
        changeNode(of: gpus, cpuMilli: cpuMilli, memoryMiB: memoryMiB)
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

    private mutating func changeNode(of gpus: [Int32], cpuMilli: Int, memoryMiB: Int) {
        guard let first = gpus.first, cpuMilli != 0 || memoryMiB != 0 else { return }
        let node = Int(layout.nodeOfGPU[Int(first)])
        freeCPUMilli[node] += cpuMilli
        freeMemoryMiB[node] += memoryMiB
        precondition(
            freeCPUMilli[node] >= 0 && freeMemoryMiB[node] >= 0,
            "node \(node) has \(freeCPUMilli[node]) milli-CPU and \(freeMemoryMiB[node]) MiB free")
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
            if freeCPUMilli[index] > node.cpuMilli || freeMemoryMiB[index] > node.memoryMiB {
                return "node \(index) has more CPU or memory free than it owns"
            }
        }
        return perType == freeGPUsOfType
            ? nil : "types have \(perType) whole free GPUs but count \(freeGPUsOfType)"
    }
}
