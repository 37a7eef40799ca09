/// Measures how much of a node's idle GPU share the target workload cannot use.
///
/// Everything that depends on the target and the cluster's GPU types only is prepared once, so that a
/// measurement allocates nothing.
///
/// - Note: Weng et al., ATC 2023, section 4.1, in the form of the published simulator: the part of a GPU
///   that is too small for a class counts as a lack of GPU even where the class fits on others.
public struct FragmentationMeter: Sendable {
    /// What a class asks of a node.
    private enum Demand {
        case noGPU
        case noAccess
        case gpus
    }

    /// A class as one node type sees it.
    private struct Row {
        var demand: Demand
        var cpuMilli: Int
        var milliPerGPU: Int32
        var gpuCount: Int32
        var threshold: Int
        var popularity: Double
    }

    /// How an allocation changes a node: `gpuCount` GPUs with `fromMilli` free have `toMilli` afterwards.
    public struct Change: Sendable {
        /// Number of GPUs that change alike.
        public var gpuCount: Int32
        /// Free share of each before, in milli-GPU.
        public var fromMilli: Int32
        /// Free share of each after.
        public var toMilli: Int32

        /// Describes a change.
        public init(gpuCount: Int32, fromMilli: Int32, toMilli: Int32) {
            self.gpuCount = gpuCount
            self.fromMilli = fromMilli
            self.toMilli = toMilli
        }

        /// Nothing changes.
        public static let none = Change(gpuCount: 0, fromMilli: 0, toMilli: 0)
    }

    /// The target workload.
    public let target: TargetWorkload
    /// The distinct shares per GPU that the target's classes ask for, ascending, in milli-GPU.
    let thresholdsMilli: [Int32]
    /// `rows[type * classCount + class]`, in the order of the target's entries.
    private let rows: [Row]
    private let classCount: Int

    /// Prepares a meter.
    ///
    /// - Parameters:
    ///   - target: What the cluster shall be able to take.
    ///   - gpuTypes: Names of the cluster's GPU types, in its numbering.
    public init(target: TargetWorkload, gpuTypes: [String]) {
        let classes = target.entries.map(\.taskClass)
        let thresholds = Set(classes.filter { $0.milliPerGPU > 0 }.map { Int32($0.milliPerGPU) }).sorted()
        self.target = target
        thresholdsMilli = thresholds
        classCount = classes.count
        rows = gpuTypes.flatMap { type in
            target.entries.map { entry in
                let task = entry.taskClass
                return Row(
                    demand: task.milliPerGPU == 0 ? .noGPU : task.accepts(type) ? .gpus : .noAccess,
                    cpuMilli: task.cpuMilli, milliPerGPU: Int32(task.milliPerGPU),
                    gpuCount: Int32(task.gpuCount),
                    threshold: thresholds.firstIndex(of: Int32(task.milliPerGPU)) ?? 0,
                    popularity: entry.popularity)
            }
        }
    }

    /// Counts, for each threshold, the GPUs that have at least that much free, and sums the free shares of
    /// the others.
    ///
    /// - Parameters:
    ///   - freeMilli: Free shares of all GPUs.
    ///   - gpus: The node's GPUs.
    ///   - enough: Gets a count per threshold, from `offset` on.
    ///   - small: Gets a sum in milli-GPU per threshold, from `offset` on.
    ///   - offset: Where the node's thresholds begin.
    public func count(
        _ freeMilli: [Int32], gpus: Range<Int>, enough: inout [Int32], small: inout [Int32], offset: Int
    ) {
        for (index, threshold) in thresholdsMilli.enumerated() {
            var count: Int32 = 0
            var sum: Int32 = 0
            for gpu in gpus {
                let free = freeMilli[gpu]
                if free >= threshold { count += 1 } else { sum += free }
            }
            enough[offset + index] = count
            small[offset + index] = sum
        }
    }

    /// The causes for a node after a change.
    ///
    /// - Parameters:
    ///   - type: The node's GPU type.
    ///   - cpuMilli: Free CPU after the change.
    ///   - idleMilli: Free GPU share of the node after the change.
    ///   - enough: Counts per threshold before the change, as ``count(_:gpus:enough:small:offset:)`` gives them.
    ///   - small: Sums per threshold before the change.
    ///   - offset: Where the node's thresholds begin.
    ///   - change: What changes.
    /// - Returns: Idle share by cause.
    /// - Complexity: O(classes).
    public func causes(
        type: Int, cpuMilli: Int, idleMilli: Int32, enough: [Int32], small: [Int32], offset: Int,
        change: Change = .none
    ) -> FragmentationCauses {
        let idle = Double(idleMilli)
        var causes = FragmentationCauses()
        for index in type * classCount..<(type + 1) * classCount {
            let row = rows[index]
            let weighted = row.popularity * idle
            switch row.demand {
            case .noGPU:
                if cpuMilli >= row.cpuMilli {
                    causes.noGPUWanted += weighted
                } else {
                    causes.noGPUWantedNorFit += weighted
                }
            case .noAccess:
                causes.noAccess += weighted
            case .gpus:
                let (from, to) = (change.fromMilli, change.toMilli)
                var count = enough[offset + row.threshold]
                if from >= row.milliPerGPU { count -= change.gpuCount }
                if to >= row.milliPerGPU { count += change.gpuCount }
                let hasCPU = cpuMilli >= row.cpuMilli
                if count < row.gpuCount {
                    if hasCPU { causes.lackOfGPU += weighted } else { causes.lackOfBoth += weighted }
                } else if hasCPU {
                    var rest = small[offset + row.threshold]
                    if from < row.milliPerGPU { rest -= change.gpuCount * from }
                    if to < row.milliPerGPU { rest += change.gpuCount * to }
                    causes.lackOfGPU += row.popularity * Double(rest)
                    causes.usable += row.popularity * Double(idleMilli - rest)
                } else {
                    causes.lackOfCPU += weighted
                }
            }
        }
        return causes
    }

    /// The causes for one node as it is; for reports and tests.
    public func causes(type: Int, cpuMilli: Int, freeMilli: [Int32]) -> FragmentationCauses {
        var enough = [Int32](repeating: 0, count: thresholdsMilli.count)
        var small = enough
        count(freeMilli, gpus: freeMilli.indices, enough: &enough, small: &small, offset: 0)
        return causes(
            type: type, cpuMilli: cpuMilli, idleMilli: freeMilli.reduce(0, +), enough: enough, small: small,
            offset: 0)
    }
}
