private import Kit

/// All results of a sweep in one CSV file; the same bytes whatever order and however many parts they came in.
public struct MergedResults {
    /// The file's text.
    public let csv: String

    /// Puts the results of a plan together.
    ///
    /// - Parameters:
    ///   - results: The points.
    ///   - shardCount: In how many shards it was run, to name those that are missing; nil = unknown.
    ///   - isPartial: Whether points may be missing.
    /// - Throws: ``SweepError/incomplete(missingCount:totalCount:shards:)``.
    public init(_ results: SweepResults, shardCount: Int? = nil, isPartial: Bool = false) throws(SweepError) {
        let plan = results.plan
        let missing = plan.points.indices.filter { results.judgements[$0] == .missing }
        guard missing.isEmpty || isPartial else {
            let shards = shardCount.map { count in
                Set(missing.map { Shard.index(plan.points[$0].key, of: count) }).sorted().map {
                    "\($0)/\(count)"
                }
            }
            throw .incomplete(
                missingCount: missing.count, totalCount: plan.points.count, shards: shards ?? [])
        }
        // The store may hold points of other sweeps with other figures: only those of this one are columns.
        let all = results.figureNames.sorted()
        var columns: [(name: String, index: Int)] = []
        for name in all { columns.append((name, try results.column(name))) }
        let rows = plan.points.map { results.values($0, columns.map(\.index)) }
        let used = columns.indices.filter { column in rows.contains { $0[column] != nil } }
        var csv = CSVLine.text(plan.variedNames + ["key", "judgement"] + used.map { columns[$0].name })
        for (index, point) in plan.points.enumerated() where results.judgements[index] != .missing {
            csv += CSVLine.text(
                plan.variedNames.map { point.value($0) ?? "" } + [
                    point.key, results.judgements[index].rawValue,
                ]
                    + used.map { rows[index][$0] ?? "" })
        }
        self.csv = csv
    }
}
