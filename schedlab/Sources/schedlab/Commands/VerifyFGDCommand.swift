internal import ArgumentParser
internal import Experiments
private import Foundation
private import Kit
private import Metrics
private import Workload

/// `schedlab verify fgd`: our fills against the published means.
struct VerifyFGDCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fgd", abstract: "Compare fills in our own random orders with the published means.",
        discussion: """
            Six rules fill FGD's cluster with four pod lists, ten seeds each. At every 10 % of demand the mean of \
            the allocation, the fragmentation rate and the fragmentation of the total must be within 3 standard \
            deviations of the published mean. Without --traces the lists are made from built-in counts. Exit \
            code 1 at a difference.

            Example: schedlab verify fgd --traces openb
            """)

    @Option(
        help: ArgumentHelp(
            "Folder with openb_node_list_gpu_node.csv and openb_pod_list_*.csv instead of the built-in counts.",
            valueName: "dir"))
    var traces: String?

    @Option(
        name: .customLong("list"),
        help: ArgumentHelp(
            "One pod list instead of all four: default, gpushare100, multigpu50 or cpu250.", valueName: "name"
        ))
    var onlyList: String?

    @Option(help: ArgumentHelp("Seeds of the fills (default 42-51).", valueName: "A-B"))
    var seeds: SeedsArgument?

    @Option(help: "Fills at a time; the results do not depend on it (default: all cores).")
    var threads: Int?

    @OptionGroup(title: "Output") var output: OutputOptions

    /// The demand that the table shows, in per cent: as much as the cluster has.
    private static let shownDemand = 100
    /// The seeds of the published runs.
    private static let publishedSeeds: [UInt64] = Array(42...51)
    private var usedSeeds: [UInt64] { seeds?.seeds ?? Self.publishedSeeds }

    func validate() throws {
        if let onlyList, !OpenBClasses.lists.contains(onlyList) {
            throw ValidationError(
                "--list is \(onlyList), expected one of \(OpenBClasses.lists.joined(separator: ", "))")
        }
        if let threads, threads < 1 {
            throw ValidationError("--threads is \(threads), expected at least 1")
        }
    }

    func run() throws {
        let pairs = (onlyList.map { [$0] } ?? OpenBClasses.lists).flatMap { list in
            PublishedFills.placements.map { (list: list, placement: $0) }
        }
        let fills = pairs.flatMap { pair in
            usedSeeds.map { experiment(pair.list, pair.placement, $0) }
        }
        let clock = ContinuousClock()
        let start = clock.now
        let curves = try ParallelMap.results(count: fills.count, threads: threads) { index in
            try FillRun(try PreparedFill(fills[index])).rows
        }
        let seedCount = fills.count / pairs.count
        let outcomes = try pairs.enumerated().map { index, pair in
            try FillVerification(
                list: pair.list, placement: pair.placement,
                curves: Array(curves[index * seedCount..<(index + 1) * seedCount]))
        }
        let seconds = (clock.now - start) / .seconds(1)
        switch output.format {
        case .table: try output.printResult(text(outcomes, fillCount: fills.count, seconds: seconds))
        case .csv: try output.printResult(csv(outcomes))
        case .json: try output.printResult(json(outcomes, fillCount: fills.count, seconds: seconds).indented)
        }
        if outcomes.contains(where: { !$0.isWithinLimit }) { throw ExitCode(ExitStatus.checkFailed.rawValue) }
    }

    private func experiment(_ list: String, _ placement: String, _ seed: UInt64) -> FillExperiment {
        var experiment = FillExperiment()
        experiment.placement = placement
        experiment.seed = seed
        experiment.pods = "openb-mix:\(list)"
        if let traces {
            experiment.nodes = "\(traces)/openb_node_list_gpu_node.csv"
            experiment.pods = "\(traces)/openb_pod_list_\(list).csv"
        }
        return experiment
    }

    private func text(_ outcomes: [FillVerification], fillCount: Int, seconds: Double) -> String {
        var table = TextTable(
            heading: [
                "list", "placement", "allocated (%)", "published", "fragmentation rate (%)", "published",
                "of total (%)", "published", "furthest off", "",
            ],
            alignments: [.left, .left] + Array(repeating: .right, count: 6) + [.left, .left])
        for outcome in outcomes {
            var cells = [outcome.list, outcome.placement]
            for figure in ["allocatedPercent", "fragmentationRatePercent", "fragmentationOfTotalPercent"] {
                guard let c = outcome.comparison(figure, demandPercent: Self.shownDemand) else {
                    cells += ["–", "–"]
                    continue
                }
                let number = { (value: Double) in Numbers.fixed(value, decimals: 2) }
                cells += [
                    number(c.ours), "\(number(c.published.mean)) ± \(number(c.published.standardDeviation))",
                ]
            }
            cells += [
                outcome.worst.map {
                    "\(Numbers.fixed($0.deviation, decimals: 2)) sd at \($0.demandPercent) %"
                } ?? "–",
                outcome.isWithinLimit ? "" : "DIFFERENT",
            ]
            table.addRow(cells)
        }
        let good = outcomes.count { $0.isWithinLimit }
        return """
            Means over \(usedSeeds.count) seeds at \(Self.shownDemand) % demand, beside the published mean ± \
            standard deviation of one seed; 'furthest off' is over every 10 % of demand and all three figures.

            \(table.text)
            \(good) of \(outcomes.count) within \(Numbers.fixed(FillVerification.deviationLimit, decimals: 0)) standard \
            deviations everywhere; \(fillCount) fills in \(Numbers.fixed(seconds, decimals: 1)) s

            """
    }

    private func csv(_ outcomes: [FillVerification]) -> String {
        CSVLine.text([
            "list", "placement", "demandPercent", "figure", "ours", "published", "publishedStandardDeviation",
            "deviation",
        ])
            + outcomes.flatMap { outcome in
                outcome.comparisons.map {
                    CSVLine.text([
                        outcome.list, outcome.placement, "\($0.demandPercent)", $0.figure, "\($0.ours)",
                        "\($0.published.mean)", "\($0.published.standardDeviation)", "\($0.deviation)",
                    ])
                }
            }.joined()
    }

    private func json(_ outcomes: [FillVerification], fillCount: Int, seconds: Double) -> JSONValue {
        .object([
            ("schemaVersion", .int(1)), ("fillCount", .int(fillCount)),
            ("deviationLimit", .double(FillVerification.deviationLimit)),
            (
                "outcomes",
                .array(
                    outcomes.map { outcome in
                        .object([
                            ("list", .string(outcome.list)), ("placement", .string(outcome.placement)),
                            ("isWithinLimit", .bool(outcome.isWithinLimit)),
                            ("worstDeviation", .number(outcome.worst?.deviation)),
                            (
                                "comparisons",
                                .array(
                                    outcome.comparisons.map {
                                        .object([
                                            ("demandPercent", .int($0.demandPercent)),
                                            ("figure", .string($0.figure)), ("ours", .double($0.ours)),
                                            ("published", .double($0.published.mean)),
                                            (
                                                "publishedStandardDeviation",
                                                .double($0.published.standardDeviation)
                                            ),
                                            ("deviation", .double($0.deviation)),
                                        ])
                                    })
                            ),
                        ])
                    })
            ),
            ("host", .object([("wallSeconds", .double(seconds))])),
        ])
    }
}
