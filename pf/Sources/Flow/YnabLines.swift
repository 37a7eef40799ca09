import Household
import Money
import Rules

/// Makes the lines of YNAB's rows.
struct YnabLines {
    let items: ItemLines
    private let inflows: [String: Group]
    private let groups: [String: Group]
    private let completeMonths: Int

    /// Sums of the rows of a payee or group.
    private struct Group {
        var cents = 0
        /// Of the complete months only.
        var completeCents = 0
        var rowCount = 0
        var firstDay: CalendarDay?
    }

    /// The group of rows that nobody has put into one.
    static let uncategorized = "Uncategorized"
    /// Fewer complete months say nothing about a year.
    static let leastMonths = 3

    init(items: ItemLines) throws {
        self.items = items
        let input = items.input
        let year = input.budget.year
        let months = Self.completeMonths(of: year, asOf: input.asOf)
        let paychecks = Set(input.budget.employments.compactMap(\.payee))
        var inflows: [String: Group] = [:]
        var groups: [String: Group] = [:]
        for row in input.ynabRows where row.day.year == year && row.day <= input.asOf {
            let isComplete = row.day.month <= months
            switch row.kind {
            case .inflow where !paychecks.contains(row.payee):
                try Self.add(row.amountCents, to: &inflows[row.payee, default: Group()], row.day, isComplete)
            case .spending(let group, _):
                try Self.add(
                    Cents.subtract(0, row.amountCents), to: &groups[group, default: Group()], row.day,
                    isComplete)
            case .inflow, .excluded: break
            }
        }
        self.inflows = inflows
        self.groups = groups
        completeMonths = months
    }

    private static func add(
        _ cents: Int, to group: inout Group, _ day: CalendarDay, _ isComplete: Bool
    ) throws {
        group.firstDay = min(group.firstDay ?? day, day)
        group.cents = try Cents.add(group.cents, cents)
        if isComplete { group.completeCents = try Cents.add(group.completeCents, cents) }
        group.rowCount += 1
    }

    /// Months of a year that are over; the month of the day counts on its last day.
    static func completeMonths(of year: Int, asOf: CalendarDay) -> Int {
        if asOf.year != year { return asOf.year > year ? 12 : 0 }
        let isLast = asOf.day == CalendarDay.dayCount(year: year, month: asOf.month)
        return isLast ? asOf.month : asOf.month - 1
    }

    /// Income that is no paycheck, by the bytes of the payee.
    func inflowLines() -> [ItemLines.Made] {
        var slugs = SlugTable()
        return inflows.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { payee, group in
            let id = "income.ynab.\(slugs.slug(payee))"
            let label = "YNAB inflow \(payee)"
            let line = FlowLine(
                id: id, section: .income, label: payee, earner: nil, planCents: nil, actualCents: group.cents,
                projectedCents: group.cents,
                provenance: Provenance(plan: nil, actual: label, projected: "same as actual"))
            return ItemLines.Made(
                line: line,
                parts: [
                    FlowPart(
                        column: .actual, label: label, cents: group.cents, rowCount: group.rowCount,
                        firstDay: group.firstDay),
                    FlowPart(column: .projected, label: "same as actual", cents: group.cents),
                ])
        }
    }

    /// Groups of savings or of spending: those of the budget in its order, then by the bytes of the name.
    func groupLines(of section: FlowSection) throws -> [ItemLines.Made] {
        let savings = items.input.mapping.ynab.savingsGroups
        let planned = items.input.budget.groups.map(\.group)
        let others = groups.keys.filter { !planned.contains($0) }.sorted {
            if ($0 == Self.uncategorized) != ($1 == Self.uncategorized) { return $1 == Self.uncategorized }
            return $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        var slugs = SlugTable()
        return try (planned + others).filter { savings.contains($0) == (section == .savings) }.map { name in
            let prefix = section == .savings ? "saving.ynab" : "spending"
            return try line(name, id: "\(prefix).\(slugs.slug(name))", section: section)
        }
    }

    private func line(_ name: String, id: String, section: FlowSection) throws -> ItemLines.Made {
        let group = groups[name]
        let plan = try items.input.budget.groups.first { $0.group == name }.map { try items.plan($0.amount) }
        let projected = try projection(name, group, plan)
        let line = FlowLine(
            id: id, section: section, label: name, earner: nil, planCents: plan?.cents,
            actualCents: group?.cents,
            projectedCents: projected.cents,
            provenance: Provenance(
                plan: plan?.label, actual: group.map { _ in "YNAB \(name)" }, projected: projected.label))
        let actual = group.map {
            FlowPart(
                column: .actual, label: "YNAB \(name)", cents: $0.cents, rowCount: $0.rowCount,
                firstDay: $0.firstDay)
        }
        return ItemLines.Made(line: line, parts: [plan, actual, projected].compactMap { $0 })
    }

    private func projection(_ name: String, _ group: Group?, _ plan: FlowPart?) throws -> FlowPart {
        func part(_ label: String, _ cents: Int) -> FlowPart {
            FlowPart(column: .projected, label: label, cents: cents)
        }
        guard let group else { return part("same as plan", plan?.cents ?? 0) }
        if completeMonths == 12 { return part("same as actual", group.cents) }
        if let plan, items.input.mapping.ynab.largerOfPlanAndActual.contains(name) {
            return part("larger of plan and actual", max(plan.cents, group.cents))
        }
        if completeMonths >= Self.leastMonths {
            let cents = try Cents.scale(group.completeCents, by: 12, over: completeMonths)
            return part("run rate (\(completeMonths) months)", cents)
        }
        return plan.map { part("same as plan", $0.cents) } ?? part("same as actual", group.cents)
    }
}

/// Turns names into unique ids.
struct SlugTable {
    private var used: Set<String> = []

    /// Lower case, runs of other characters than letters and digits as `_`; a number after a slug that is taken.
    mutating func slug(_ name: String) -> String {
        let slug = Self.plain(name)
        var unique = slug
        var number = 2
        while !used.insert(unique).inserted {
            unique = "\(slug)_\(number)"
            number += 1
        }
        return unique
    }

    private static func plain(_ name: String) -> String {
        var slug = ""
        for scalar in name.lowercased().unicodeScalars {
            let isKept = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
            if isKept {
                slug.unicodeScalars.append(scalar)
            } else if slug.last != "_" {
                slug += "_"
            }
        }
        return slug.isEmpty ? "_" : slug
    }
}
