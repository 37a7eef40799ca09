import Household
import Money
import Rules

/// Projects a mapping item at one employer to the end of the year.
struct Projector {
    let mapping: Mapping
    let parameters: ParameterTable

    /// What an employer adds to a projected figure; nil when nothing is known there.
    ///
    /// - Parameters:
    ///   - item: The item.
    ///   - record: The earner at the employer.
    ///   - actual: What happened there, in cents; nil = unknown.
    ///   - isPlanned: Whether the budget has the item.
    /// - Returns: The part, or nil.
    /// - Throws: `MoneyError`, ``FlowError``.
    func part(
        _ item: MappingItem, _ record: EmployerRecord, actual: Int?, isPlanned: Bool
    ) throws -> FlowPart? {
        if record.isClosed { return actual.map { part(record, "same as actual", $0) } }
        guard let stub = record.stub else { return nil }
        switch item.projection.method {
        case .asActual: return actual.map { part(record, "same as actual", $0) }
        case .recurring:
            guard let actual else { return nil }
            let left = record.payDatesLeft
            let cents = try Cents.add(actual, rest(item, record))
            return part(record, "recurring (\(left) left)", cents, payDatesLeft: left)
        case .events(let kind, let share):
            let events = record.events.filter { $0.kind == kind }
            guard actual != nil || !events.isEmpty else { return nil }
            let sum = try Cents.sum(events.map(\.amountCents))
            let cents = try Cents.add(actual ?? 0, share.map { try $0.of(sum) } ?? sum)
            return part(record, "ytd + events (\(events.count))", cents, eventCount: events.count)
        case .withholding(let rate): return try withholding(item, record, actual: actual, rate: rate)
        case .rate(let rate, let wages, let cap, let over):
            guard isPlanned || isOnStub(item, stub.content) else { return nil }
            return try rated(record, stub.content, rate: rate, wages: wages, cap: cap, over: over)
        }
    }

    private func withholding(
        _ item: MappingItem, _ record: EmployerRecord, actual: Int?, rate: String
    ) throws -> FlowPart? {
        guard let actual else { return nil }
        let left = record.payDatesLeft
        let count = record.events.count
        let supplemental = try parameters.rate(rate).of(Cents.sum(record.events.map(\.amountCents)))
        let cents = try Cents.add(Cents.add(actual, rest(item, record)), supplemental)
        let label = count == 0 ? "withholding (\(left) left)" : "withholding (\(left) left, \(count) events)"
        return part(
            record, label, cents, payDatesLeft: left, eventCount: count,
            parameters: [try parameters.text(rate)])
    }

    private func rated(
        _ record: EmployerRecord, _ stub: Paystub, rate: String, wages: Projection.Wages, cap: String?,
        over: String?
    ) throws -> FlowPart {
        var base = try self.wages(wages, record, stub)
        var label = "rate [\(try parameters.path(rate))]"
        if let cap {
            base = min(base, try parameters.cents(cap))
            label += " cap [\(try parameters.path(cap))]"
        }
        if let over {
            base = try Cents.subtract(base, parameters.cents(over))
            label += " over [\(try parameters.path(over))]"
        }
        let cents = try parameters.rate(rate).of(max(0, base))
        return part(
            record, label, cents, payDatesLeft: record.payDatesLeft, eventCount: record.events.count,
            parameters: try [rate, cap, over].compactMap { $0 }.map(parameters.text))
    }

    /// The wages of the whole year, in cents.
    private func wages(_ wages: Projection.Wages, _ record: EmployerRecord, _ stub: Paystub) throws -> Int {
        let earnings = PaystubSource(section: .earnings, selection: .sumExcept([]))
        var total = try earnings.ytdCents(of: stub) ?? 0
        let regular = PaystubSource(section: .earnings, selection: .labels(recurringEarnings))
        total = try Cents.add(total, Cents.multiply(regular.recurringCents(of: stub), record.payDatesLeft))
        total = try Cents.add(total, Cents.sum(record.events.map(\.amountCents)))
        guard wages == .medicare else { return total }
        let exempt = PaystubSource(section: .deductions, selection: .labels(mapping.section125))
        let rest = try Cents.multiply(exempt.recurringCents(of: stub), record.payDatesLeft)
        return try Cents.subtract(total, Cents.add(exempt.ytdCents(of: stub) ?? 0, rest))
    }

    /// Canonical labels of the pay that goes on, as the mapping has it.
    private var recurringEarnings: [String] {
        mapping.items.filter { $0.section == .income && $0.projection.method == .recurring }.flatMap { item in
            item.sources.flatMap { source -> [String] in
                guard case .paystub(let source) = source, source.section == .earnings,
                    case .labels(let labels) = source.selection
                else { return [] }
                return labels
            }
        }
    }

    /// What the pay dates that are left bring, in cents.
    private func rest(_ item: MappingItem, _ record: EmployerRecord) throws -> Int {
        guard let stub = record.stub else { return 0 }
        for case .paystub(let source) in item.sources where try source.ytdCents(of: stub.content) != nil {
            return try Cents.multiply(source.recurringCents(of: stub.content), record.payDatesLeft)
        }
        return 0
    }

    private func isOnStub(_ item: MappingItem, _ stub: Paystub) -> Bool {
        item.sources.contains { source in
            guard case .paystub(let source) = source else { return false }
            return !source.lines(of: stub).isEmpty
        }
    }

    private func part(
        _ record: EmployerRecord, _ label: String, _ cents: Int, payDatesLeft: Int? = nil,
        eventCount: Int? = nil,
        parameters: [String] = []
    ) -> FlowPart {
        FlowPart(
            column: .projected, label: label, cents: cents,
            sha256: record.isClosed ? nil : record.stub?.sha256, employer: record.employer,
            payDatesLeft: payDatesLeft, eventCount: eventCount, parameters: parameters)
    }
}
