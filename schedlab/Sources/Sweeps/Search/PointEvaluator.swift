/// What a search learns of a point.
public struct PointResult: Sendable, Equatable {
    /// Whether its averages say something; missing for a point that failed.
    public let judgement: Judgement
    /// The figures that were asked for, nil where the point has none.
    public let values: [Double?]

    /// A result.
    public init(judgement: Judgement, values: [Double?]) {
        self.judgement = judgement
        self.values = values
    }
}

/// Finds out what comes out at points, running those that are not finished.
public protocol PointEvaluator {
    /// Results of points.
    ///
    /// - Parameters:
    ///   - points: Points of the plan, each once.
    ///   - plan: The plan.
    ///   - figures: Names of the figures to tell.
    /// - Returns: One a point, in their order.
    /// - Throws: Whatever stops the sweep; a point that fails has no result and does not stop it.
    func results(
        of points: [SweepPoint], in plan: SweepPlan, figures: [String]
    ) throws -> [PointResult]
}

/// Runs points into a store and reads their results from it.
public struct StoreEvaluator: PointEvaluator {
    private let store: ResultStore
    private let run: ([SweepPoint], SweepPlan) throws -> Void

    /// An evaluator.
    ///
    /// - Parameters:
    ///   - store: Where results are.
    ///   - run: Runs points that have no result yet; the command knows how.
    public init(store: ResultStore, run: @escaping ([SweepPoint], SweepPlan) throws -> Void) {
        self.store = store
        self.run = run
    }

    /// Results of points, from the store as far as they are there.
    public func results(
        of points: [SweepPoint], in plan: SweepPlan, figures: [String]
    ) throws -> [PointResult] {
        let missing = points.filter { !store.isFinished($0.key) }
        if !missing.isEmpty { try run(missing, plan) }
        let results = SweepResults(plan, store: store)
        var columns: [Int] = []
        // A store without any result has no figures: every point failed.
        if results.doneCount > 0 { for figure in figures { columns.append(try results.column(figure)) } }
        let judged = Dictionary(
            zip(plan.points.map(\.key), results.judgements), uniquingKeysWith: { first, _ in first })
        return points.map { point in
            let values = results.values(point, columns).map { $0.flatMap(Double.init) }
            return PointResult(
                judgement: judged[point.key] ?? .missing,
                values: values.isEmpty ? figures.map { _ in nil } : values)
        }
    }
}
