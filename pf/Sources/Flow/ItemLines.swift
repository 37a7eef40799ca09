import Household
import Money
import Rules

/// Makes the lines of the mapping's items.
struct ItemLines {
    let input: FlowInput
    let records: [EmployerRecord]
    let missing: [FlowReport.MissingEmployment]
    private let reader: ActualReader
    private let projector: Projector

    /// A line with its parts.
    struct Made {
        var line: FlowLine
        var parts: [FlowPart]
    }

    init(input: FlowInput, records: [EmployerRecord], missing: [FlowReport.MissingEmployment]) {
        self.input = input
        self.records = records
        self.missing = missing
        let table = ParameterTable(parameters: input.parameters)
        reader = ActualReader(parameters: table)
        projector = Projector(mapping: input.mapping, parameters: table)
    }

    /// The lines of a section: the budget's items in its order, then what has an actual figure.
    func lines(of section: FlowSection) throws -> [Made] {
        var made: [Made] = []
        var done: Set<String> = []
        for planned in input.budget.items {
            guard let item = input.mapping.items.first(where: { $0.id == planned.id }) else {
                throw FlowError.unknownItem(id: planned.id, mapping: input.mapping.name)
            }
            guard item.section == section, done.insert(Self.id(item, planned.earner)).inserted else {
                continue
            }
            if let line = try line(item, earner: planned.earner, planned: planned) { made.append(line) }
        }
        for item in input.mapping.items where item.section == section {
            for earner in item.scope == .sumAll ? [nil] : earners.map(Optional.some) {
                let isNew = done.insert(Self.id(item, earner)).inserted
                if isNew, let line = try line(item, earner: earner, planned: nil) { made.append(line) }
            }
        }
        return made
    }

    private static func id(_ item: MappingItem, _ earner: String?) -> String {
        earner.map { "\(item.id).\($0)" } ?? item.id
    }

    /// Those of the budget, then others that have documents.
    private var earners: [String] {
        var slugs = input.budget.earners.map(\.slug)
        for record in records where !slugs.contains(record.key.earner) { slugs.append(record.key.earner) }
        return slugs
    }

    private func line(_ item: MappingItem, earner: String?, planned: BudgetItem?) throws -> Made? {
        var actual: [FlowPart] = []
        var projected: [FlowPart] = []
        var isConflict = false
        for record in records where earner == nil || record.key.earner == earner {
            let result = try reader.read(item, record)
            actual += result?.parts ?? []
            isConflict = isConflict || result?.isConflict ?? false
            let cents = try result?.cents()
            if let part = try projector.part(item, record, actual: cents, isPlanned: planned != nil) {
                projected.append(part)
            }
        }
        guard planned != nil || !actual.isEmpty else { return nil }
        let plan = try planned.map { try self.plan($0.amount) }
        var flags: [String] = []
        let actualCents = actual.isEmpty ? nil : try Cents.sum(actual.map(\.cents))
        if let limit = item.projection.limit, try cut(&projected, at: limit, notBelow: actualCents) {
            flags.append("limit")
        }
        if isConflict { flags.append("conflict") }
        if item.scope == .sumAll { flags += missingFlags }
        if projected.isEmpty { projected = try fallback(plan: plan, actual: actualCents) }
        let line = FlowLine(
            id: Self.id(item, earner), section: item.section, label: label(item, earner), earner: earner,
            planCents: plan?.cents, actualCents: actualCents,
            projectedCents: try Cents.sum(projected.map(\.cents)),
            provenance: Provenance(
                plan: plan?.label, actual: actual.isEmpty ? nil : ActualReader.label(actual),
                projected: Self.distinct(projected)),
            flags: flags)
        return Made(line: line, parts: (plan.map { [$0] } ?? []) + actual + projected)
    }

    /// The planned part of a line.
    func plan(_ amount: PlannedAmount) throws -> FlowPart {
        let label = "budget v\(input.budgetVersion)" + (amount.isComputed ? " (computed)" : "")
        return FlowPart(column: .plan, label: label, cents: try amount.annualCents())
    }

    /// Without a projection of its own a line ends as planned, else as it is.
    func fallback(plan: FlowPart?, actual: Int?) throws -> [FlowPart] {
        if let plan { return [FlowPart(column: .projected, label: "same as plan", cents: plan.cents)] }
        return actual.map { [FlowPart(column: .projected, label: "same as actual", cents: $0)] } ?? []
    }

    private var missingFlags: [String] {
        earners.filter { slug in missing.contains { $0.earner == slug } }.map { "missing:\($0)" }
    }

    private func label(_ item: MappingItem, _ earner: String?) -> String {
        let name = earner.map { slug in input.budget.earners.first { $0.slug == slug }?.displayName ?? slug }
        guard let name, let range = item.label.firstRange(of: "{earner}") else { return item.label }
        return item.label.replacingCharacters(in: range, with: name)
    }

    /// Cuts a projection at a limit, though never below what happened already.
    private func cut(_ parts: inout [FlowPart], at name: String, notBelow actual: Int?) throws -> Bool {
        let table = ParameterTable(parameters: input.parameters)
        guard parts.contains(where: { $0.label != "same as actual" }) else { return false }
        let total = try Cents.sum(parts.map(\.cents))
        let limit = max(try table.cents(name), actual ?? 0)
        guard total > limit else { return false }
        let label = "limit [\(try table.path(name))]"
        for index in parts.indices { parts[index].label = label }
        parts.append(
            FlowPart(
                column: .projected, label: label, cents: try Cents.subtract(limit, total),
                parameters: [try table.text(name)]))
        return true
    }

    static func distinct(_ parts: [FlowPart]) -> String {
        var labels: [String] = []
        for part in parts where !labels.contains(part.label) { labels.append(part.label) }
        return labels.joined(separator: " + ")
    }
}

extension String {
    /// A copy with a part replaced.
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
