private import Metrics

/// Finds the smallest or the greatest value of a field for which a condition holds over the seeds.
///
/// By bisection; then downwards from what it found, until a value fails beyond doubt: by its whole interval, or because
/// half of the seeds or more are overloaded. A figure that is close to the limit may hold, fail and hold again.
public struct SolveSearch {
    private let space: SearchSpace
    private let condition: Condition
    private let prices: Prices?
    /// Values in the order of preference: the wanted end first.
    private let values: [String]

    /// A search.
    ///
    /// - Parameters:
    ///   - definition: The sweep file.
    ///   - vary: `cluster.v100=8..64/4`.
    ///   - condition: `p95FirstWaitSeconds < 3600`, of figures.
    ///   - wantsGreatest: Whether the greatest value is looked for instead of the smallest.
    ///   - prices: Prices of GPUs; nil = none.
    ///   - engine: Name and version of the program.
    /// - Throws: ``SweepError``.
    public init(
        _ definition: SweepDefinition, vary: String, until condition: Condition, wantsGreatest: Bool,
        prices: Prices?, engine: String
    ) throws(SweepError) {
        let (field, given) = try FieldValues.split(vary, flag: "--vary")
        for part in condition.parts where Double(part.value) == nil {
            throw .badArgument(
                name: "--until", found: condition.description,
                expected: "figures held against numbers, such as 'p95FirstWaitSeconds < 3600'")
        }
        let numbers = (given ?? definition.values(of: field)).compactMap { Decimal($0) }
        let sorted = numbers.sorted { $0.double < $1.double }.map(\.text)
        var values: [String] = []
        for value in sorted where values.last != value { values.append(value) }
        guard let first = values.first, let last = values.last else {
            throw .badArgument(name: "--vary", found: vary, expected: "NAME=FIRST..LAST/STEP")
        }
        space = try SearchSpace(
            definition, without: field, values: first == last ? [first] : [first, last], engine: engine,
            flag: "--vary")
        self.condition = condition
        self.prices = prices
        self.values = wantsGreatest ? values.reversed() : values
    }

    /// Searches.
    ///
    /// - Parameter evaluator: Runs points.
    /// - Returns: One solution a group, in the order of the plan.
    /// - Throws: Whatever stops the sweep.
    public func solutions(_ evaluator: some PointEvaluator) throws -> [Solution] {
        var searches = space.groups.map { _ in FirstHolding(count: values.count) }
        var trials = [[Int: Solution.Trial]](repeating: [:], count: space.groups.count)
        var problems = [String?](repeating: nil, count: space.groups.count)
        while true {
            let wanted = searches.indices.map { problems[$0] == nil ? searches[$0].next : nil }
            guard wanted.contains(where: { $0 != nil }) else { break }
            let found = try look(wanted, evaluator)
            for (group, index) in wanted.enumerated() {
                guard let index else { continue }
                guard let trial = found[group] else {
                    problems[group] = "the rules leave out \(space.field)=\(values[index])"
                    continue
                }
                trials[group][index] = trial
                searches[group].note(index, holds: trial.holds, isSure: trial.isSure)
            }
        }
        return space.groups.indices.map { group in
            let tried = trials[group].sorted { $0.key < $1.key }.map(\.value)
            return Solution(
                fields: space.groups[group].fields, trials: tried,
                untriedCount: values.count - tried.count, problem: problems[group])
        }
    }

    /// Runs one value of each group that wants one.
    private func look(_ wanted: [Int?], _ evaluator: some PointEvaluator) throws -> [Int: Solution.Trial] {
        guard let plan = try space.plan(Set(wanted.compactMap { $0 }).sorted().map { values[$0] }) else {
            return [:]
        }
        var members: [Int: [SweepPoint]] = [:]
        for point in plan.points {
            guard let group = space.group(of: point), let index = wanted[group],
                let text = point.value(space.field), (Decimal(text)?.text ?? text) == values[index]
            else { continue }
            members[group, default: []].append(point)
        }
        let groups = members.keys.sorted()
        let points = groups.flatMap { members[$0] ?? [] }
        let results = try evaluator.results(of: points, in: plan, figures: condition.parts.map(\.name))
        var trials: [Int: Solution.Trial] = [:]
        var start = 0
        for group in groups {
            let own = members[group] ?? []
            trials[group] = try trial(
                values[wanted[group] ?? 0], Array(results[start..<start + own.count]), own.first)
            start += own.count
        }
        return trials
    }

    private func trial(
        _ value: String, _ results: [PointResult], _ point: SweepPoint?
    ) throws -> Solution.Trial {
        let unfit = results.count { $0.judgement != .fine }
        let intervals = condition.parts.indices.map { part in
            SeedInterval(results.compactMap { $0.values[part] })
        }
        let isComplete = results.allSatisfy { $0.values.allSatisfy { $0 != nil } }
        let means = Dictionary(
            zip(condition.parts.map(\.name), intervals.map { $0.map { "\($0.mean)" } }),
            uniquingKeysWith: { first, _ in first })
        let holds = unfit == 0 && isComplete && condition.holds { means[$0] ?? nil }
        let isSure =
            unfit == 0
            ? zip(condition.parts, intervals).allSatisfy { Self.isSure($0, $1) } : 2 * unfit >= results.count
        return Solution.Trial(
            value: value, holds: holds, isSure: isSure, interval: intervals.first ?? nil,
            judgement: Judgement.words(results.map(\.judgement)),
            pricePerHour: try point.flatMap { try prices?.perHour($0.task) })
    }

    /// Whether a limit lies outside of an interval.
    private static func isSure(_ part: Condition.Part, _ interval: SeedInterval?) -> Bool {
        guard let interval, let half = interval.halfWidth, let limit = Double(part.value) else {
            return false
        }
        return abs(interval.mean - limit) > half
    }
}
