private import Foundation
public import Kit

/// What a sweep will do: its points, which are done, the time and disk that the rest takes.
public struct PlanSummary {
    private let results: SweepResults
    private let estimate: TimeEstimate
    private let loads: OfferedLoads
    private let bytesPerPoint: Int?
    private let threads: Int
    private var plan: SweepPlan { results.plan }

    /// Finished points whose size on the disk is looked at.
    private static let sampleCount = 20
    /// Points that the table shows; CSV and JSON have them all.
    private static let shownLimit = 40

    /// Summarises a plan.
    ///
    /// - Parameters:
    ///   - results: The points with what is there of their results.
    ///   - store: The store.
    ///   - threads: Points at a time; nil = one per core.
    public init(_ results: SweepResults, store: ResultStore, threads: Int?) {
        self.results = results
        estimate = TimeEstimate(results)
        loads = OfferedLoads(results.plan)
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        let done = zip(results.plan.points, results.judgements).filter { $0.1 != .missing }
        let sizes = done.prefix(Self.sampleCount).map { store.byteCount($0.0.key) }
        bytesPerPoint = sizes.isEmpty ? nil : sizes.reduce(0, +) / sizes.count
    }

    private var missing: [Int] { plan.points.indices.filter { results.judgements[$0] == .missing } }

    /// Seconds until all is done; nil = unknown.
    private var secondsLeft: Double? {
        let seconds = missing.compactMap { estimate.seconds[$0] }
        return seconds.count == missing.count ? seconds.reduce(0, +) / Double(threads) : nil
    }

    /// The plan for people.
    public var text: String {
        var lines = [
            ("points", "\(Numbers.grouped(plan.points.count)); \(Numbers.grouped(results.doneCount)) done"),
            (
                "left out",
                "\(Numbers.grouped(plan.skippedCount)) by rules, \(Numbers.grouped(plan.repeatedCount)) there already"
            ),
        ]
        lines += plan.idleRules.map { ("warning", "the rule '\($0)' leaves nothing out") }
        lines += [("time left", timeText), ("disk", diskText)]
        for (path, sha256) in plan.inputs {
            lines.append(("input", "\(path), SHA-256 \(sha256.prefix(12))…"))
        }
        lines.append(("offered load", loads.text))
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 + "\n" }
            .joined()
            + "\n" + table
    }

    private var timeText: String {
        guard !missing.isEmpty else { return "none" }
        guard let secondsLeft else { return "unknown: \(estimate.basis)" }
        return "\(Numbers.fixed(secondsLeft, decimals: 1)) s, \(threads) at a time (from \(estimate.basis))"
    }

    private var diskText: String {
        guard let bytesPerPoint else { return "unknown: no point of this sweep is done" }
        return "\(Numbers.grouped(missing.count * bytesPerPoint / 1024)) KiB more (from points that are done)"
    }

    private var table: String {
        var table = TextTable(
            heading: plan.variedNames + ["state", "offered load (%)"],
            alignments: plan.variedNames.map { _ in .left } + [.left, .right])
        for index in plan.points.indices.prefix(Self.shownLimit) {
            let cells = plan.variedNames.map { plan.points[index].value($0) ?? "–" }
            let load = loads.loads[index].map { Numbers.fixed(100 * $0, decimals: 0) } ?? "–"
            table.addRow(cells + [results.judgements[index] == .missing ? "to do" : "done", load])
        }
        let rest = plan.points.count - Self.shownLimit
        return table.text + (rest > 0 ? "… and \(Numbers.grouped(rest)) more (--format csv)\n" : "")
    }

    /// One row a point.
    public var csv: String {
        CSVLine.text(plan.variedNames + ["key", "state", "offered_load", "estimated_seconds"])
            + plan.points.indices.map { index in
                CSVLine.text(
                    plan.variedNames.map { plan.points[index].value($0) ?? "" } + [
                        plan.points[index].key, results.judgements[index] == .missing ? "to do" : "done",
                        loads.loads[index].map { "\($0)" } ?? "",
                        estimate.seconds[index].map { "\($0)" } ?? "",
                    ])
            }.joined()
    }

    /// The plan for programs.
    public var json: JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("pointCount", .int(plan.points.count)),
            ("doneCount", .int(results.doneCount)), ("skippedCount", .int(plan.skippedCount)),
            ("repeatedCount", .int(plan.repeatedCount)), ("secondsLeft", .number(secondsLeft)),
            ("timeBasis", .string(estimate.basis)), ("threads", .int(threads)),
            ("bytesLeft", bytesPerPoint.map { .int($0 * missing.count) } ?? .null),
            (
                "points",
                .array(
                    plan.points.indices.map { index in
                        .object([
                            ("key", .string(plan.points[index].key)),
                            (
                                "fields",
                                .object(
                                    plan.variedNames.map { name in
                                        (name, plan.points[index].value(name).map(JSONValue.string) ?? .null)
                                    })
                            ),
                            ("isDone", .bool(results.judgements[index] != .missing)),
                            ("offeredLoad", .number(loads.loads[index])),
                            ("estimatedSeconds", .number(estimate.seconds[index])),
                        ])
                    })
            ),
        ])
    }
}
