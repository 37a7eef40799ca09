/// How long points will take, from points that are done.
public struct TimeEstimate: Sendable {
    /// Seconds of each point of the plan on one core; nil = unknown.
    public let seconds: [Double?]
    /// What the estimates rest on, in words.
    public let basis: String

    /// Estimates from a sweep's own finished points.
    ///
    /// A point takes what those took that agree with it in most fields; seeds hardly matter.
    public init(_ results: SweepResults) {
        let plan = results.plan
        let known = results.seconds()
        let names = plan.groupNames
        var sums: [String: (seconds: Double, count: Int)] = [:]
        for (point, seconds) in zip(plan.points, known) {
            guard let seconds else { continue }
            for depth in 0...names.count {
                let id = Self.id(point, names.prefix(depth))
                let sum = sums[id] ?? (0, 0)
                sums[id] = (sum.seconds + seconds, sum.count + 1)
            }
        }
        self.seconds = plan.points.map { point in
            for depth in (0...names.count).reversed() {
                if let sum = sums[Self.id(point, names.prefix(depth))] {
                    return sum.seconds / Double(sum.count)
                }
            }
            return nil
        }
        let count = known.count { $0 != nil }
        basis = count == 0 ? "no point of this sweep is done" : "\(count) points that are done"
    }

    private static func id(_ point: SweepPoint, _ names: ArraySlice<String>) -> String {
        "\(names.count)\t" + names.map { point.value($0) ?? "" }.joined(separator: "\t")
    }

    /// Points in the order in which they are best begun: the longest first, so that none is left alone at the end.
    ///
    /// - Parameter indices: Which points.
    /// - Returns: The same.
    public func longestFirst(_ indices: [Int]) -> [Int] {
        indices.sorted { a, b in
            let (left, right) = (seconds[a] ?? .infinity, seconds[b] ?? .infinity)
            return left == right ? a < b : left > right
        }
    }
}
