private import Cluster
public import Experiments
public import Kit
private import Metrics
private import Simulation
private import Traces
private import Workload

/// A fill as a table, as JSON and as CSV with one row per per cent of demand.
public struct FillSummary {
    private let run: FillRun
    private var prepared: PreparedFill { run.prepared }

    /// Numbers of GPUs for which the summary tells how many jobs could start.
    private static let jobSizes = [1, 2, 4, 8]
    /// Step between the rows of the table, in per cent of demand.
    private static let tableStep = 10

    /// A summary of a finished fill.
    public init(_ run: FillRun) { self.run = run }

    /// All rows as CSV; what is not known is empty.
    public var csv: String {
        let number = { (value: Double?) in value.map { "\($0)" } ?? "" }
        return CSVLine.text([
            "demandPercent", "allocatedPercent", "fragmentationRatePercent", "fragmentationOfTotalPercent",
            "occupiedNodes",
        ])
            + run.rows.map {
                CSVLine.text([
                    "\($0.demandPercent)", number($0.allocatedPercent), number($0.fragmentationRatePercent),
                    number($0.fragmentationOfTotalPercent), number($0.occupiedNodes),
                ])
            }.joined()
    }

    /// The summary for people.
    public var text: String {
        let e = prepared.experiment
        var lines = [
            ("placement", "\(e.placement); \(orderText)"),
            (
                "cluster",
                "\(e.nodes): \(Numbers.grouped(prepared.layout.nodes.count)) nodes, \(Numbers.grouped(prepared.layout.gpuCount)) GPUs"
            ),
            (
                "pods",
                "\(e.pods): \(Numbers.grouped(prepared.pods.count)) pods; \(Numbers.grouped(prepared.arrivals.count)) arrive, \(Numbers.grouped(run.placedCount)) placed, \(Numbers.grouped(prepared.arrivals.count - run.placedCount)) refused"
            ),
            (
                "target",
                "\(prepared.target.entries.count) classes: the most popular, \(TargetWorkload.publishedCoverPercent) % of the list"
            ),
        ]
        if let last = run.last {
            lines.append(("idle at the end", causesText(last)))
            lines.append(("could start", couldStartText))
            lines.append(
                (
                    "whole GPUs",
                    "fragment \(Numbers.percent(run.wholeGPUFragmentation.rate)) of the wholly free GPUs (by GPUs per job alone)"
                ))
        }
        lines.append(("host", "\(Numbers.fixed(run.wallSeconds, decimals: 3)) s"))
        for line in AssumptionList.importLines(prepared.imports) { lines.append(("import", line)) }
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 + "\n" }
            .joined()
            + "\n" + table
    }

    private var orderText: String {
        let e = prepared.experiment
        let parts = [("arrivals", e.arrivalsPath), ("ranks", e.ranksPath)].map { name, path in
            path.map { "\(name) from \($0)" } ?? "\(name) drawn (seed \(e.seed))"
        }
        return parts.joined(separator: ", ")
    }

    private func causesText(_ last: FillSimulation.Event) -> String {
        let c = last.causes
        let gpus = { (milli: Double) in Numbers.fixed(milli / 1000, decimals: 1) }
        return """
            \(gpus(Double(last.idleMilli))) GPUs, usable \(gpus(c.usable)); lack of GPU \(gpus(c.lackOfGPU)), \
            of CPU \(gpus(c.lackOfCPU)), of both \(gpus(c.lackOfBoth)), no GPU wanted \
            \(gpus(c.noGPUWanted + c.noGPUWantedNorFit)), type not accepted \(gpus(c.noAccess))
            """
    }

    private var couldStartText: String {
        let jobs = Self.jobSizes.map {
            "\(Numbers.grouped(run.freeBlocks.startableJobCount(gpuCount: $0))) jobs of \($0) GPU\($0 == 1 ? "" : "s")"
        }
        let holes = run.freeBlocks.nodeSizes.indices.map {
            "\(run.freeBlocks.largestHole(sizeIndex: $0)) of \(run.freeBlocks.nodeSizes[$0])"
        }
        return "\(jobs.joined(separator: " or ")); largest holes \(holes.joined(separator: ", ")) GPUs"
    }

    private var table: String {
        var table = TextTable(
            heading: [
                "demand (%)", "allocated (%)", "fragmentation rate (%)", "fragmentation of total (%)",
                "occupied nodes",
            ],
            alignments: Array(repeating: .right, count: 5))
        let fixed = { (value: Double?, decimals: Int) in
            value.map { Numbers.fixed($0, decimals: decimals) } ?? "–"
        }
        for row in run.rows where row.demandPercent.isMultiple(of: Self.tableStep) {
            table.addRow([
                "\(row.demandPercent)", fixed(row.allocatedPercent, 2),
                fixed(row.fragmentationRatePercent, 2),
                fixed(row.fragmentationOfTotalPercent, 2), fixed(row.occupiedNodes, 1),
            ])
        }
        return table.text
    }

    /// The summary for programs; only the part under `host` may differ between equal fills.
    public var json: JSONValue {
        let e = prepared.experiment
        return .object([
            ("schemaVersion", .int(1)),
            (
                "experiment",
                .object([
                    ("nodes", .string(e.nodes)), ("nodeCount", .int(prepared.layout.nodes.count)),
                    ("gpuCount", .int(prepared.layout.gpuCount)), ("pods", .string(e.pods)),
                    ("podCount", .int(prepared.pods.count)), ("placement", .string(e.placement)),
                    ("ratio", .double(e.ratio)), ("seed", .int(Int(e.seed))),
                    ("arrivals", e.arrivalsPath.map(JSONValue.string) ?? .null),
                    ("ranks", e.ranksPath.map(JSONValue.string) ?? .null), ("strict", .bool(e.isStrict)),
                    ("targetClassCount", .int(prepared.target.entries.count)),
                    ("targetCoverPercent", .int(TargetWorkload.publishedCoverPercent)),
                    (
                        "inputs",
                        .array(
                            prepared.inputs.map {
                                .object([("path", .string($0.path)), ("sha256", .string($0.sha256))])
                            })
                    ),
                ])
            ),
            ("imports", .array(prepared.imports.map(AssumptionList.json))),
            ("arrivedCount", .int(prepared.arrivals.count)), ("placedCount", .int(run.placedCount)),
            ("refusedCount", .int(prepared.arrivals.count - run.placedCount)),
            ("end", run.last.map(endJSON) ?? .null),
            (
                "rows",
                .array(
                    run.rows.map {
                        .object([
                            ("demandPercent", .int($0.demandPercent)),
                            ("allocatedPercent", .number($0.allocatedPercent)),
                            ("fragmentationRatePercent", .number($0.fragmentationRatePercent)),
                            ("fragmentationOfTotalPercent", .number($0.fragmentationOfTotalPercent)),
                            ("occupiedNodes", .number($0.occupiedNodes)),
                        ])
                    })
            ),
            ("host", .object([("wallSeconds", .double(run.wallSeconds))])),
        ])
    }

    /// The summary without what may differ between equal fills.
    public var jsonWithoutHost: JSONValue {
        guard case .object(let fields) = json else { return json }
        return .object(fields.filter { $0.0 != "host" })
    }

    private func endJSON(_ last: FillSimulation.Event) -> JSONValue {
        let c = last.causes
        let blocks = run.freeBlocks
        return .object([
            ("usedMilliGPU", .int(last.usedMilli)), ("idleMilliGPU", .int(last.idleMilli)),
            ("occupiedNodes", .int(last.occupiedNodeCount)), ("fragmentMilliGPU", .double(c.fragmentMilli)),
            (
                "causesMilliGPU",
                .object([
                    ("lackOfBoth", .double(c.lackOfBoth)), ("lackOfGPU", .double(c.lackOfGPU)),
                    ("usable", .double(c.usable)), ("lackOfCPU", .double(c.lackOfCPU)),
                    ("noGPUWanted", .double(c.noGPUWanted)),
                    ("noGPUWantedNorFit", .double(c.noGPUWantedNorFit)), ("noAccess", .double(c.noAccess)),
                ])
            ),
            (
                "couldStart",
                .array(
                    Self.jobSizes.map {
                        .object([
                            ("gpus", .int($0)), ("jobCount", .int(blocks.startableJobCount(gpuCount: $0))),
                        ])
                    })
            ),
            (
                "largestHoles",
                .array(
                    blocks.nodeSizes.indices.map {
                        .object([
                            ("nodeGPUs", .int(blocks.nodeSizes[$0])),
                            ("freeGPUs", .int(blocks.largestHole(sizeIndex: $0))),
                        ])
                    })
            ),
            (
                "wholeGPUDefinition",
                .object([
                    ("fragmentGPUs", .double(run.wholeGPUFragmentation.fragmentGPUs)),
                    ("idleGPUs", .int(run.wholeGPUFragmentation.idleGPUs)),
                    ("rate", .number(run.wholeGPUFragmentation.rate)),
                    ("ofTotal", .double(run.wholeGPUFragmentation.ofTotal)),
                ])
            ),
        ])
    }
}
