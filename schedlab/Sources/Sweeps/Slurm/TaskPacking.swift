/// Which points go to which task of an array: many short ones to one, the longest begun first.
public struct TaskPacking: Sendable, Equatable {
    /// Indices of points of each task.
    public let tasks: [[Int]]
    /// Seconds of the longest task by the plan's times; nil = unknown.
    public let longestSeconds: Double?

    /// Points of a task where nothing is known about their times.
    private static let unknownPerTask = 8

    /// Packs points: each, the longest first, goes to the task with least to do.
    ///
    /// - Parameters:
    ///   - points: Indices of the points.
    ///   - seconds: Seconds of each point of the plan, nil = unknown; a point without takes as long as the mean.
    ///   - limits: Tasks at most and seconds of a task.
    /// - Complexity: O(points × tasks) at worst.
    public init(_ points: [Int], seconds: [Double?], limits: SlurmLimits) {
        let known = points.compactMap { seconds[$0] }
        let mean = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        guard !points.isEmpty else {
            (tasks, longestSeconds) = ([], nil)
            return
        }
        let length = { (point: Int) in seconds[point] ?? mean ?? 1 }
        let total = points.reduce(0) { $0 + length($1) }
        let wanted =
            mean == nil
            ? (points.count + Self.unknownPerTask - 1) / Self.unknownPerTask
            : Int(min((total / max(limits.taskSeconds, 1)).rounded(.up), Double(points.count)))
        let count = max(1, min(wanted, limits.taskCount, points.count))
        var tasks = [[Int]](repeating: [], count: count)
        var loads = [Double](repeating: 0, count: count)
        let order = points.sorted { a, b in
            let (left, right) = (length(a), length(b))
            return left == right ? a < b : left > right
        }
        for point in order {
            let least = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            tasks[least].append(point)
            loads[least] += length(point)
        }
        self.tasks = tasks
        longestSeconds = mean == nil ? nil : loads.max()
    }
}
