private import Experiments
private import Kit

/// The offered load of a plan's points, before anything runs.
struct OfferedLoads {
    /// GPU-time that arrives over the cluster's, by point; nil = not looked at, or all jobs arrive at once.
    let loads: [Double?]
    private let plan: SweepPlan
    /// Kinds of points that were not looked at.
    private let leftCount: Int

    /// Kinds of points that are looked at: each generates some thousand jobs.
    private static let limit = 64
    /// Settings that change neither what arrives nor what the cluster can do.
    private static let indifferent = [
        "policy", "placement", "seed", "mechanism", "single-node", "target-workload", "engine", "verify-lp",
        "migration-penalty", "poa", "round", "min-interval", "backfill-within-round", "without-quirk",
        "move-cost", "min-stay", "window", "hours",
    ]

    init(_ plan: SweepPlan) {
        self.plan = plan
        var known: [String: Double?] = [:]
        var leftCount = 0
        loads = plan.points.map { point in
            guard case .run(let experiment) = point.task else { return nil }
            let id = point.task.settings.filter { !Self.indifferent.contains($0.name) }
                .map { "\($0.name)=\($0.value)" }.joined(separator: "\t")
            if let load = known[id] { return load }
            guard known.count < Self.limit else {
                leftCount += 1
                return nil
            }
            let load = try? experiment.offeredLoad()
            known[id] = .some(load)
            return load
        }
        self.leftCount = leftCount
    }

    /// A warning where there is something to warn of.
    var text: String {
        let over = loads.indices.filter { (loads[$0] ?? 0) > 1 }
        let known = loads.compactMap { $0 }
        var text = known.isEmpty ? "not defined" : "up to \(Numbers.percent(known.max(), decimals: 0))"
        if let first = over.first {
            text = """
                warning: above 100 % at \(Numbers.grouped(over.count)) of \(Numbers.grouped(loads.count)) points, such as \
                \(plan.label(plan.points[first])): they never catch up
                """
        }
        return leftCount == 0 ? text : text + "; \(Numbers.grouped(leftCount)) points were not looked at"
    }
}
