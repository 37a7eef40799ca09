private import Kit
private import Metrics

/// Finds the values of a figure among the results of a sweep.
struct FigureReader {
    private let request: FigureRequest
    private let results: SweepResults

    /// Demands at which fills have figures, in per cent.
    private static let demands = Array(stride(from: 0, through: 130, by: 5))

    init(_ request: FigureRequest, _ results: SweepResults) {
        self.request = request
        self.results = results
    }

    private var overDemand: Bool { request.x == FigureRequest.demandName }

    /// Refuses a horizontal axis that is no number which varies.
    func check() throws(SweepError) {
        guard !overDemand else { return }
        let names = results.plan.groupNames
        let values = results.plan.points.map { $0.value(request.x) }
        guard names.contains(request.x), values.allSatisfy({ $0.flatMap(DecimalNumber.double) != nil }) else {
            throw .badArgument(
                name: "--x", found: request.x,
                expected:
                    "a field with numbers that vary, or \(FigureRequest.demandName) for fills; fields that vary: "
                    + names.joined(separator: ", "))
        }
    }

    /// One series for each combination of the other fields that vary, in the order of the plan.
    func seriesOfFields() -> [FigureRequest.Series] {
        let names = results.plan.groupNames.filter { $0 != request.x }
        var seen: [String] = []
        var series: [FigureRequest.Series] = []
        for point in results.plan.points where request.condition?.holds(point.value) ?? true {
            let values = names.map { point.value($0) ?? "" }
            let rule = zip(names, values).filter { !$0.1.isEmpty }.map { "\($0)=\($1)" }.joined(
                separator: " and ")
            guard !seen.contains(rule) else { continue }
            seen.append(rule)
            let name = values.filter { !$0.isEmpty }.joined(separator: ", ")
            series.append(
                FigureRequest.Series(
                    name: name.isEmpty ? request.figure : name, condition: try? Condition(rule), published: []
                ))
        }
        return series
    }

    /// The places of a series, ours and the published ones, in order of x.
    func places(_ series: FigureRequest.Series) throws(SweepError) -> [FigureData.Place] {
        let indices = results.plan.points.indices.filter { index in
            let value = results.plan.points[index].value
            return (request.condition?.holds(value) ?? true) && (series.condition?.holds(value) ?? true)
        }
        var groups: [(x: Double, group: SeedGroup)] = []
        if overDemand {
            for demand in Self.demands {
                let values = try results.values(of: "\(request.figure)@\(demand)")
                if let group = group(indices, values) { groups.append((Double(demand), group)) }
            }
        } else {
            groups = byPlace(indices, try results.values(of: request.figure))
        }
        let compared =
            try request.comparable.map { rule throws(SweepError) in
                byPlace(
                    indices.filter { rule.holds(results.plan.points[$0].value) },
                    try results.values(of: request.figure))
            } ?? groups
        let xs = Set(groups.map(\.x) + series.published.map(\.x)).sorted()
        return xs.map { x in
            let candidates = groups.filter { $0.x == x }.map(\.group)
            return FigureData.Place(
                x: x, group: candidates.first { $0.isFine } ?? candidates.first { !$0.values.isEmpty },
                published: series.published.first { $0.x == x }?.y,
                compared: compared.first { $0.x == x && $0.group.isFine }?.group.interval?.mean)
        }
    }

    /// Groups of points that differ in their seed only.
    private func byPlace(_ indices: [Int], _ values: [String?]) -> [(x: Double, group: SeedGroup)] {
        results.plan.seedGroups(indices).compactMap { indices in
            guard let first = indices.first,
                let x = results.plan.points[first].value(request.x).flatMap(DecimalNumber.double),
                let group = group(indices, values)
            else { return nil }
            return (x, group)
        }
    }

    private func group(_ indices: [Int], _ values: [String?]) -> SeedGroup? {
        guard !indices.isEmpty else { return nil }
        return SeedGroup(
            fields: [],
            seeds: indices.map { index in
                let value = values[index].flatMap(DecimalNumber.double).map(request.form.shown)
                return (results.plan.points[index].task.seed, value, results.judgements[index])
            })
    }
}
