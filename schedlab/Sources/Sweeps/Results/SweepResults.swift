private import Kit

/// The results of a plan's points, as far as they are there.
public struct SweepResults {
    /// The plan.
    public let plan: SweepPlan
    /// The judgement of each point, in the order of the plan.
    public let judgements: [Judgement]
    /// Names of all figures that a point may have.
    var figureNames: [String] { index.names.filter { $0 != StoreIndex.secondsName } }
    private let index: StoreIndex
    private let isFailed: [Bool]

    /// Reads the results.
    public init(_ plan: SweepPlan, store: ResultStore) {
        let index = StoreIndex(store)
        let failed = store.failedKeys()
        self.plan = plan
        self.index = index
        let stop = index.names.firstIndex(of: "stopReason").map { [$0] } ?? []
        judgements = plan.points.map { point in
            index.values(point.key, stop).map { Judgement(stopReason: $0.first ?? nil) } ?? .missing
        }
        isFailed = plan.points.map { failed.contains($0.key) }
    }

    /// Points that have a result.
    public var doneCount: Int { judgements.count { $0 != .missing } }
    /// Points without one that failed the last time, by index.
    public var failedPoints: [Int] {
        plan.points.indices.filter { isFailed[$0] && judgements[$0] == .missing }
    }

    /// One figure of every point; nil where it has none.
    ///
    /// - Throws: ``SweepError/unknownFigure(name:nearest:)``.
    public func values(of name: String) throws(SweepError) -> [String?] {
        let column = try FigureNames(index.names).column(name)
        return plan.points.map { index.values($0.key, [column])?[0] }
    }

    /// The full name of a figure.
    ///
    /// - Throws: ``SweepError/unknownFigure(name:nearest:)``.
    public func fullName(of name: String) throws(SweepError) -> String {
        index.names[try FigureNames(index.names).column(name)]
    }

    /// Several figures of a point, each nil where it has none.
    func values(_ point: SweepPoint, _ columns: [Int]) -> [String?] {
        index.values(point.key, columns) ?? columns.map { _ in nil }
    }

    /// The column of a figure.
    ///
    /// - Throws: ``SweepError/unknownFigure(name:nearest:)``.
    func column(_ name: String) throws(SweepError) -> Int { try FigureNames(index.names).column(name) }

    /// Seconds that each finished point took, nil for the others.
    func seconds() -> [Double?] {
        guard let column = index.names.firstIndex(of: StoreIndex.secondsName) else {
            return plan.points.map { _ in nil }
        }
        return plan.points.map { index.values($0.key, [column])?[0].flatMap(Double.init) }
    }
}
