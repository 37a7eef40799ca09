/// The workload that a cluster shall be able to take: classes of tasks with their popularity.
public struct TargetWorkload: Sendable, Equatable {
    /// A class and how popular it is.
    public struct Entry: Sendable, Equatable {
        /// What its tasks ask for.
        public var taskClass: TaskClass
        /// Probability that the next task is of this class.
        public var popularity: Double

        /// Names a class and its popularity.
        public init(taskClass: TaskClass, popularity: Double) {
            self.taskClass = taskClass
            self.popularity = popularity
        }
    }

    /// The classes, the most popular first; the popularities sum to 1 unless there are none.
    public let entries: [Entry]

    /// Per cent of the tasks that the kept classes must cover in FGD's published experiments.
    public static let publishedCoverPercent = 95

    /// A workload of given popularities.
    public init(entries: [Entry]) { self.entries = entries }

    /// Counts tasks and keeps the most popular classes.
    ///
    /// Ties in popularity go to the class that asks for more (CPU, share, GPUs, accepted types). The kept
    /// popularities are scaled to sum to 1, by the two divisions of the published simulator, whose order
    /// matters in the last bit.
    ///
    /// - Parameters:
    ///   - tasks: The tasks.
    ///   - coverPercent: Classes are kept until they cover this part of the tasks, `1...100`.
    public init(counting tasks: some Sequence<TaskClass>, coverPercent: Int) {
        var counts: [TaskClass: Int] = [:]
        for task in tasks { counts[task, default: 0] += 1 }
        self.init(counts: counts, coverPercent: coverPercent)
    }

    /// Keeps the most popular of counted classes, as ``init(counting:coverPercent:)`` does.
    public init(counts: [TaskClass: Int], coverPercent: Int) {
        let ranked = counts.sorted { a, b in
            if a.value != b.value { return a.value > b.value }
            let (x, y) = (a.key, b.key)
            return (x.cpuMilli, x.milliPerGPU, x.gpuCount, x.acceptedTypes)
                > (y.cpuMilli, y.milliPerGPU, y.gpuCount, y.acceptedTypes)
        }
        let total = ranked.reduce(0) { $0 + $1.value }
        var keptCount = 0
        var classCount = 0
        while classCount < ranked.count && 100 * keptCount < coverPercent * total {
            keptCount += ranked[classCount].value
            classCount += 1
        }
        let kept = Double(keptCount) / Double(total)
        entries = ranked.prefix(classCount).map {
            Entry(taskClass: $0.key, popularity: Double($0.value) / Double(total) / kept)
        }
    }
}
