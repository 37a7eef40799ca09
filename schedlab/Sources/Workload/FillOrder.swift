/// The order in which the pods of a fill arrive: the trace in random order, made longer or shorter until it
/// asks for a given part of the cluster's GPUs.
///
/// - Note: Weng et al., ATC 2023, section 6 (workload inflation), by the procedure of the published
///   simulator; the random stream is our own.
public struct FillOrder {
    private var random: CPythonRandom

    /// An order that follows from a seed.
    public init(seed: UInt64) { random = CPythonRandom(seed: seed) }

    /// A random rank for each node, which decides between nodes that are otherwise equal.
    ///
    /// - Parameter nodeCount: Number of nodes.
    /// - Returns: A permutation of `0..<nodeCount`.
    public mutating func nodeRanks(nodeCount: Int) -> [Int32] {
        var ranks = (0..<nodeCount).map { Int32($0) }
        random.shuffle(&ranks)
        return ranks
    }

    /// Indices of the pods in order of arrival; repeated ones are clones.
    ///
    /// Too few: clones of random pods of the trace are added at the end, until one would ask for more than
    /// the target (its share per GPU counts in that test, as published: pods of several GPUs may overshoot).
    /// Too many: random pods are taken out until the rest asks for no more than the target.
    ///
    /// - Parameters:
    ///   - pods: The trace; picks go by name order.
    ///   - ratio: Demanded GPUs over the cluster's GPUs; <= 0 = the trace as it is.
    ///   - capacityMilli: The cluster's GPUs in milli-GPU.
    /// - Returns: The order.
    public mutating func arrivals(of pods: [Pod], ratio: Double, capacityMilli: Int) -> [Int32] {
        let byName = pods.indices.sorted { pods[$0].name < pods[$1].name }.map { Int32($0) }
        var order = byName
        random.shuffle(&order)
        var demandMilli = pods.reduce(0) { $0 + $1.totalMilli }
        let target = ratio * Double(capacityMilli)
        guard ratio > 0, demandMilli > 0 else { return order }
        if Double(demandMilli) > target {
            while Double(demandMilli) > target && !order.isEmpty {
                let pod = order.remove(at: random.index(below: order.count))
                demandMilli -= pods[Int(pod)].totalMilli
            }
            return order
        }
        while true {
            let pod = byName[random.index(below: byName.count)]
            guard Double(demandMilli + pods[Int(pod)].milliPerGPU) <= target else { return order }
            order.append(pod)
            demandMilli += pods[Int(pod)].totalMilli
        }
    }
}
