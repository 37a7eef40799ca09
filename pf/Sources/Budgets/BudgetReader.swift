import Household
import JSONText
import Money

/// Reads a plan of version 2.
struct BudgetReader {
    let checker: Checker
    let rules: BudgetRules

    /// Sections that list items.
    private static let itemSections: [FlowSection] = [.income, .taxes, .deductions, .savings]
    private static let years = 1900...9998

    func budget(_ root: JSONNode, expectedYear: Int?) -> Budget? {
        let place = Checker.Place(node: root, pointer: "")
        let sections = Self.itemSections.map(\.rawValue)
        guard
            checker.object(
                place,
                required: ["schemaVersion", "year", "name", "earners", "employments"] + sections
                    + ["spending", "events"])
        else { return nil }
        let year = checker.int(place["year"], in: Self.years, "a year")
        if let year, let expectedYear, year != expectedYear, let at = place["year"] {
            checker.report(.year, at, "it is \(year); expected \(expectedYear)")
        }
        let name = checker.string(place["name"])
        let earners = earners(place["earners"])
        let slugs = earners.map(\.slug)
        let employments = checker.list(place["employments"]).compactMap { employment($0, slugs) }
        var items: [BudgetItem] = []
        for section in Self.itemSections {
            guard let part = place[section.rawValue], checker.object(part, required: ["items"]) else {
                continue
            }
            for entry in checker.list(part["items"]) {
                if let item = item(entry, section, slugs, before: items) { items.append(item) }
            }
        }
        let groups = groups(place["spending"])
        let events = checker.list(place["events"]).compactMap { event($0, slugs, year) }
        guard let year, let name else { return nil }
        return Budget(
            year: year, name: name, earners: earners, employments: employments, items: items, groups: groups,
            events: events)
    }

    private func earners(_ place: Checker.Place?) -> [Earner] {
        var earners: [Earner] = []
        let entries = checker.list(place)
        if let place, place.node.array?.isEmpty == true {
            checker.report(.missing, place, "a household has at least one earner")
        }
        for entry in entries where checker.object(entry, required: ["slug", "displayName"]) {
            guard let slug = checker.string(entry["slug"]), let name = checker.string(entry["displayName"])
            else {
                continue
            }
            if !Earner.isSlug(slug), let at = entry["slug"] {
                checker.report(
                    .type, at, "\"\(slug)\" is no slug; expected a-z, then a-z, 0-9 or _, at most 32")
            }
            if earners.contains(where: { $0.slug == slug }), let at = entry["slug"] {
                checker.report(.duplicate, at, "the earner \"\(slug)\" stands there twice")
            } else {
                earners.append(Earner(slug: slug, displayName: name))
            }
        }
        return earners
    }

    private func employment(_ place: Checker.Place, _ slugs: [String]) -> Employment? {
        let required = ["earner", "employer", "frequency"]
        guard
            checker.object(
                place, required: required, optional: ["anchor", "payDays", "payee", "start", "end"])
        else { return nil }
        let earner = earner(place["earner"], slugs)
        let employer = checker.string(place["employer"])
        let schedule = schedule(place)
        let payee = checker.string(place["payee"])
        let (start, end) = (checker.day(place["start"]), checker.day(place["end"]))
        if let start, let end, end < start, let at = place["end"] {
            checker.report(.type, at, "it ends on \(end), before its start on \(start)")
        }
        guard let earner, let employer, let schedule else { return nil }
        return Employment(
            earner: earner, employer: employer, schedule: schedule, payee: payee, start: start, end: end)
    }

    private func schedule(_ place: Checker.Place) -> PaySchedule? {
        guard let at = place["frequency"], let frequency = checker.string(at) else { return nil }
        switch frequency {
        case "weekly", "biweekly":
            forbid("payDays", place, frequency)
            guard let anchor = checker.day(needed("anchor", place, frequency)) else { return nil }
            return frequency == "weekly" ? .weekly(anchor: anchor) : .biweekly(anchor: anchor)
        case "semimonthly", "monthly":
            forbid("anchor", place, frequency)
            guard let list = needed("payDays", place, frequency) else { return nil }
            let days = checker.list(list).compactMap { checker.int($0, in: 1...31, "a day of the month") }
            let count = frequency == "monthly" ? 1 : 2
            guard Set(days).count == count, list.node.array?.count == count else {
                checker.report(
                    .type, list, "expected \(count) different day(s) of the month for \(frequency)")
                return nil
            }
            return .monthDays(days)
        default:
            checker.report(
                .type, at, "it is \"\(frequency)\"; expected weekly, biweekly, semimonthly or monthly")
            return nil
        }
    }

    private func needed(_ key: String, _ place: Checker.Place, _ frequency: String) -> Checker.Place? {
        if let value = place[key] { return value }
        checker.report(.missing, place, "the key \"\(key)\" is missing; \(frequency) pay needs it")
        return nil
    }

    private func forbid(_ key: String, _ place: Checker.Place, _ frequency: String) {
        if let at = place[key] { checker.report(.unknownKey, at, "\(frequency) pay does not read this key") }
    }

    private func earner(_ place: Checker.Place?, _ slugs: [String]) -> String? {
        guard let place, let slug = checker.string(place) else { return nil }
        guard slugs.contains(slug) else {
            let near = Checker.suggestion(slug, among: slugs)
            checker.report(.unknownEarner, place, "\"\(slug)\" is not among the earners\(near)")
            return nil
        }
        return slug
    }

    private func item(
        _ place: Checker.Place, _ section: FlowSection, _ slugs: [String], before: [BudgetItem]
    ) -> BudgetItem? {
        guard
            checker.object(
                place, required: ["id"], optional: ["earner", "annualCents", "perPeriodCents", "periods"])
        else { return nil }
        let earner = earner(place["earner"], slugs)
        let amount = amount(place, "perPeriodCents")
        guard let at = place["id"], let id = checker.string(at) else { return nil }
        guard let rule = rules.items[id], rule.section == section else {
            let known = rules.items.filter { $0.value.section == section }.keys.sorted()
            let near = Checker.suggestion(id, among: known)
            checker.report(
                .unknownItem, at, "\"\(id)\" is no item of \(section.rawValue) in the mapping\(near)")
            return nil
        }
        if rule.isPerEarner, place["earner"] == nil {
            checker.report(.missing, place, "the key \"earner\" is missing; \(id) is planned for each earner")
        } else if !rule.isPerEarner, let at = place["earner"] {
            checker.report(.unknownKey, at, "\(id) is planned once for the household, without earner")
        }
        if before.contains(where: { $0.id == id && $0.earner == earner }) {
            checker.report(.duplicate, place, "\(id) of \(earner ?? "the household") stands there twice")
        }
        return amount.map { BudgetItem(id: id, earner: earner, amount: $0) }
    }

    /// `annualCents`, or the other key with what it needs.
    private func amount(_ place: Checker.Place, _ other: String) -> PlannedAmount? {
        guard (place["annualCents"] == nil) != (place[other] == nil) else {
            checker.report(.missing, place, "exactly one of \"annualCents\" and \"\(other)\" is expected")
            return nil
        }
        if let annual = place["annualCents"] {
            if let at = place["periods"] { checker.report(.unknownKey, at, "periods go with perPeriodCents") }
            return checker.cents(annual).map { .annual(cents: $0) }
        }
        let cents = checker.cents(place[other])
        guard other == "perPeriodCents" else { return cents.map { .monthly(cents: $0) } }
        guard let periods = place["periods"] else {
            checker.report(.missing, place, "the key \"periods\" is missing; perPeriodCents needs it")
            return nil
        }
        guard let count = checker.int(periods, in: 0...400, "a number of periods"), let cents else {
            return nil
        }
        return .perPeriod(cents: cents, periods: count)
    }

    private func groups(_ place: Checker.Place?) -> [BudgetGroup] {
        guard let place, checker.object(place, required: ["groups"]) else { return [] }
        var groups: [BudgetGroup] = []
        for entry in checker.list(place["groups"])
        where checker.object(entry, required: ["group"], optional: ["annualCents", "monthlyCents"]) {
            let amount = amount(entry, "monthlyCents")
            guard let name = checker.string(entry["group"]) else { continue }
            if groups.contains(where: { $0.group == name }) {
                checker.report(.duplicate, entry, "the group \"\(name)\" stands there twice")
            } else if let amount {
                groups.append(BudgetGroup(group: name, amount: amount))
            }
        }
        return groups
    }

    private func event(_ place: Checker.Place, _ slugs: [String], _ year: Int?) -> IncomeEvent? {
        let keys = ["earner", "employer", "kind", "date", "amountCents"]
        guard checker.object(place, required: keys) else { return nil }
        let earner = earner(place["earner"], slugs)
        let employer = checker.string(place["employer"])
        let kind = checker.string(place["kind"])
        let date = checker.day(place["date"])
        let cents = checker.cents(place["amountCents"])
        if let kind, !rules.eventKinds.contains(kind), let at = place["kind"] {
            let known = rules.eventKinds.sorted().joined(separator: ", ")
            checker.report(
                .unknownItem, at, "\"\(kind)\" is no kind of event in the mapping; expected \(known)")
        }
        if let date, let year, date.year != year, let at = place["date"] {
            checker.report(.year, at, "it is in \(date.year); expected \(year)")
        }
        guard let earner, let employer, let kind, let date, let cents else { return nil }
        return IncomeEvent(earner: earner, employer: employer, kind: kind, date: date, amountCents: cents)
    }
}
