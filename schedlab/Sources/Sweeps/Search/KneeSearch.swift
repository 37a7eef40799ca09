private import Foundation

/// Finds knees by bisection, for every seed on its own: so that the seeds give an interval.
///
/// A value is halved between the greatest at which a seed is not overloaded and the least at which it is, until the two are
/// within the tolerance. All seeds and groups go at the same time.
public struct KneeSearch {
    /// A group's seed on its way.
    private struct State {
        let group: Int
        let seed: UInt64
        var low: Decimal?
        var high: Decimal?
        var lowResult: PointResult?
        var runCount = 0
    }

    private let space: SearchSpace
    private let figure: String
    private let tolerance: Double
    private let ends: (low: Decimal, high: Decimal)

    /// Digits behind the point that values have at most.
    private static let scaleLimit = 9
    /// Parts of the tolerance that values are rounded to.
    private static let gridParts = 4.0

    /// A search.
    ///
    /// - Parameters:
    ///   - definition: The sweep file.
    ///   - x: `rate`, with the ends that its values in the file have, or `rate=0.5..8`.
    ///   - figure: A figure to tell at the knee.
    ///   - tolerance: How near it has to be found, as a part of it, in `(0, 0.5]`.
    ///   - engine: Name and version of the program.
    /// - Throws: ``SweepError``.
    public init(
        _ definition: SweepDefinition, x: String, figure: String, tolerance: Double, engine: String
    ) throws(SweepError) {
        let (field, texts) = try FieldValues.split(x, flag: "--x", endsOnly: true)
        let values = (texts ?? definition.values(of: field)).compactMap { Decimal($0) }
        let order = { (a: Decimal, b: Decimal) in a.double < b.double }
        guard let low = values.min(by: order), let high = values.max(by: order), low.double < high.double,
            low.double > 0
        else {
            throw .badArgument(
                name: "--x", found: x,
                expected: "a field with two different values > 0 in the file, or NAME=LEAST..GREATEST")
        }
        space = try SearchSpace(
            definition, without: field, values: [low.text, high.text], engine: engine, flag: "--x")
        ends = (low, high)
        self.figure = figure
        self.tolerance = tolerance
    }

    /// Searches.
    ///
    /// - Parameter evaluator: Runs points.
    /// - Returns: One knee a group, in the order of the plan.
    /// - Throws: Whatever stops the sweep.
    public func knees(_ evaluator: some PointEvaluator) throws -> [Knee] {
        var states = space.groups.indices.flatMap { group in
            space.seeds.map { State(group: group, seed: $0) }
        }
        var problems = [String?](repeating: nil, count: space.groups.count)
        for end in [ends.low, ends.high] {
            try look(&states, &problems, evaluator) { _ in end }
        }
        while states.contains(where: { middle($0) != nil && problems[$0.group] == nil }) {
            try look(&states, &problems, evaluator) { middle($0) }
        }
        return space.groups.indices.map { group in
            knee(group, states.filter { $0.group == group }, problems[group])
        }
    }

    /// The value to look at next; nil when the ends are near enough, or one of them is open.
    private func middle(_ state: State) -> Decimal? {
        guard let low = state.low, let high = state.high,
            high.double - low.double > tolerance * high.double
        else { return nil }
        let scale = scale
        let (a, b) = (low.mantissa(atScale: scale), high.mantissa(atScale: scale))
        return b - a > 1 ? Decimal(mantissa: (a + b) / 2, scale: scale) : nil
    }

    /// Digits behind the point that tell values within the tolerance apart; whole numbers of GPUs stay whole.
    private var scale: Int {
        let given = max(ends.low.scale, ends.high.scale)
        if SweepFields.isGPUCount(space.field) { return given }
        let needed = Int((-log10(tolerance * ends.low.double / Self.gridParts)).rounded(.up))
        return min(max(given, needed), Self.scaleLimit)
    }

    /// Runs the next value of every seed that has one.
    private func look(
        _ states: inout [State], _ problems: inout [String?], _ evaluator: some PointEvaluator,
        _ next: (State) -> Decimal?
    ) throws {
        let wanted = states.map { problems[$0.group] == nil ? next($0) : nil }
        let texts = Set(wanted.compactMap { $0?.text }).sorted()
        guard !texts.isEmpty else { return }
        let plan = try space.plan(texts)
        var places: [String: Int] = [:]
        for (index, state) in states.enumerated() {
            if let value = wanted[index] { places["\(state.group) \(state.seed) \(value.text)"] = index }
        }
        let points = (plan?.points ?? []).compactMap { point -> (point: SweepPoint, state: Int)? in
            guard let group = space.group(of: point), let text = point.value(space.field),
                let state = places["\(group) \(point.task.seed) \(Decimal(text)?.text ?? text)"]
            else { return nil }
            return (point, state)
        }
        let found = Set(points.map(\.state))
        for (index, value) in wanted.enumerated() where value != nil && !found.contains(index) {
            problems[states[index].group] =
                "the rules leave out \(space.field)=\(value?.text ?? "")"
        }
        guard let plan else { return }
        let results = try evaluator.results(of: points.map(\.point), in: plan, figures: [figure])
        for (place, result) in zip(points, results) {
            note(result, at: wanted[place.state], &states[place.state], &problems)
        }
    }

    private func note(
        _ result: PointResult, at value: Decimal?, _ state: inout State, _ problems: inout [String?]
    ) {
        state.runCount += 1
        switch result.judgement {
        case .missing:
            problems[state.group] = "seed \(state.seed) failed at \(space.field)=\(value?.text ?? "")"
        case .overloaded:
            state.high = value
        case .fine, .cut:
            state.low = value
            state.lowResult = result
        }
    }

    private func knee(_ group: Int, _ states: [State], _ problem: String?) -> Knee {
        let (below, above) = (states.count { $0.low == nil }, states.count { $0.high == nil })
        var problem = problem
        if problem == nil, below > 0 {
            problem = "\(below) of \(states.count) seeds overloaded at \(ends.low.text) already"
        } else if problem == nil, above > 0 {
            problem = "\(above) of \(states.count) seeds not overloaded at \(ends.high.text)"
        }
        return Knee(
            fields: space.groups[group].fields,
            seeds: states.map {
                Knee.Seed(
                    seed: $0.seed, greatestNotOverloaded: $0.low?.double, leastOverloaded: $0.high?.double,
                    figure: $0.lowResult?.values.first ?? nil,
                    judgement: $0.lowResult?.judgement ?? .missing)
            },
            problem: problem, runCount: states.reduce(0) { $0 + $1.runCount })
    }
}
