/// Which kinds of task a node holds: shares of a GPU, or so many whole GPUs.
///
/// Gandiva-like clustering keeps tasks of a kind together.
public struct TaskKinds: Sendable, Equatable {
    private var counts: [(kind: Int32, tasks: Int32)] = []

    /// No tasks.
    public init() {}

    /// The kind of a task: 0 for a share of a GPU, else its number of GPUs.
    public static func kind(gpuCount: Int, milliPerGPU: Int32) -> Int32 {
        milliPerGPU < ClusterState.wholeGPUMilli ? 0 : Int32(gpuCount)
    }

    /// Number of different kinds.
    public var kindCount: Int { counts.count }

    /// Whether there is a task of a kind.
    public func contains(_ kind: Int32) -> Bool { counts.contains { $0.kind == kind } }

    /// Counts a task in or out.
    mutating func count(_ kind: Int32, change: Int32) {
        guard let index = counts.firstIndex(where: { $0.kind == kind }) else {
            counts.append((kind, change))
            return
        }
        counts[index].tasks += change
        if counts[index].tasks == 0 { counts.remove(at: index) }
    }

    /// Compares kinds and counts, in the order in which the kinds came.
    public static func == (a: Self, b: Self) -> Bool { a.counts.elementsEqual(b.counts, by: ==) }
}
