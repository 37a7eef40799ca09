internal import Experiments
internal import Kit
internal import Metrics
private import Simulation

/// A figure of several seeds: its mean with an interval, or the reason why there is none.
struct SeedFigure {
    enum Unit {
        case seconds, fraction, none
    }

    let key: String
    let title: String
    let unit: Unit
    /// nil when a seed does not have the figure.
    let interval: SeedInterval?
    /// The first seed that does not have it, with the reason.
    let reason: String?
    /// Seeds whose value is a lower bound, because jobs had not ended: so is the mean, and there is no interval.
    let openSeeds: [UInt64]

    /// A figure under its key in JSON and its title in tables, from one value per seed; `absence` says why a
    /// seed may not have it.
    init(
        _ key: String, _ title: String, _ unit: Unit, _ values: [(seed: UInt64, value: Double?)],
        absence: String = UndefinedFigures.noneCompleted, openSeeds: [UInt64] = []
    ) {
        self.key = key
        self.title = title
        self.openSeeds = openSeeds
        self.unit = unit
        let absent = values.first { $0.value == nil }
        reason = absent.map { "seed \($0.seed): \(absence)" }
        interval = absent == nil ? SeedInterval(values.compactMap(\.value)) : nil
    }

    /// The figures of whole runs.
    static func all(_ runs: [ExperimentRun]) -> [SeedFigure] {
        let seconds = { (key: String, title: String, value: (ExperimentRun) -> Double?) in
            SeedFigure(key, title, .seconds, values(runs, value))
        }
        let quantiles = [("median", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)].map { name, q in
            seconds("\(name)JCTSeconds", "\(name) JCT") { $0.metrics.completionTimeQuantileSeconds(q) }
        }
        return [seconds("averageJCTSeconds", "average JCT") { $0.metrics.averageJCTSeconds }] + quantiles + [
            SeedFigure(
                "meanFirstWaitSeconds", "mean first wait", .seconds,
                values(runs) { $0.times.firstWaitSeconds?.mean }, absence: UndefinedFigures.noneStarted,
                openSeeds: open(runs) { $0.times.firstWaitSeconds?.atLeast.contains(.mean) }),
            SeedFigure(
                "meanTotalWaitSeconds", "mean total wait", .seconds,
                values(runs) { $0.times.totalWaitSeconds?.mean },
                openSeeds: open(runs) { $0.times.totalWaitSeconds?.atLeast.contains(.mean) }),
            SeedFigure(
                "meanSlowdown", "mean slowdown", .none, values(runs) { $0.times.slowdown?.mean },
                openSeeds: open(runs) { $0.times.slowdown?.atLeast.contains(.mean) }),
            SeedFigure(
                "meanFinishTimeFairness", "mean finish-time fairness", .none,
                values(runs) { $0.fairness?.mean }, openSeeds: open(runs) { $0.fairness?.isAtLeast }),
            seconds("makespanSeconds", "makespan") { $0.metrics.makespanSeconds },
            SeedFigure("busyFraction", "busy fraction", .fraction, values(runs) { $0.metrics.busyFraction }),
            SeedFigure(
                "allocatedFraction", "allocated fraction", .fraction,
                values(runs) { $0.metrics.allocatedFraction }),
            SeedFigure(
                "fragmentationRate", "fragmentation rate", .fraction,
                values(runs) { $0.result.fragmentation?.rate }, absence: "nothing was ever idle"),
            SeedFigure(
                "fragmentationOfTotal", "fragmentation of total", .fraction,
                values(runs) { $0.result.fragmentation?.ofTotal }, absence: "no time passed"),
            SeedFigure(
                "occupiedNodes", "occupied nodes", .none,
                values(runs) { $0.result.fragmentation?.occupiedNodes }, absence: "no time passed"),
        ]
    }

    private static func values(
        _ runs: [ExperimentRun], _ value: (ExperimentRun) -> Double?
    ) -> [(seed: UInt64, value: Double?)] {
        runs.map { ($0.resolved.experiment.seed, value($0)) }
    }

    private static func open(_ runs: [ExperimentRun], _ isOpen: (ExperimentRun) -> Bool?) -> [UInt64] {
        runs.filter { isOpen($0) == true }.map(\.resolved.experiment.seed)
    }

    /// Mean and interval in words.
    var described: String {
        guard let interval else { return "undefined: \(reason ?? UndefinedFigures.noneCompleted)" }
        guard openSeeds.isEmpty else {
            return "at least \(text(interval.mean)) (jobs had not ended: no interval)"
        }
        guard let halfWidth = interval.halfWidth else {
            return "\(text(interval.mean)) (one run: no interval)"
        }
        return "\(text(interval.mean)) ± \(text(halfWidth))"
    }

    private func text(_ value: Double) -> String {
        switch unit {
        case .seconds: "\(Numbers.grouped(value)) s"
        case .fraction: Numbers.percent(value, decimals: 2)
        case .none: Numbers.fixed(value, decimals: 2)
        }
    }

    /// The figures by key, those without a value null, and the reasons for these under `undefined`.
    static func json(_ figures: [SeedFigure]) -> [(String, JSONValue)] {
        let means = figures.map { figure -> (String, JSONValue) in
            guard let interval = figure.interval else { return (figure.key, .null) }
            return (
                figure.key,
                figure.openSeeds.isEmpty
                    ? .object([
                        ("mean", .double(interval.mean)), ("halfWidth95", .number(interval.halfWidth)),
                    ])
                    : .object([
                        ("mean", .double(interval.mean)), ("halfWidth95", .null),
                        ("atLeast", .array([.string("mean")])),
                    ])
            )
        }
        let reasons = figures.compactMap { figure in figure.reason.map { (figure.key, JSONValue.string($0)) }
        }
        return means + [("undefined", .object(reasons))]
    }
}
