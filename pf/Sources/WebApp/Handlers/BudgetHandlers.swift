import Budgets
import Household
import JSONText
import Operations
import Store

/// The plan: versions, check, save.
enum BudgetHandlers {
    /// GET `/api/budgets`.
    @Sendable static func list(_ call: Call) throws -> WebResponse {
        let year = call.request.parameter("year") == nil ? nil : try call.year()
        do {
            return .json(.array(try BudgetDesk(call.path).versions(year: year).map(\.summary)))
        } catch StoreError.missing { return .json(.array([])) }
    }

    /// GET `/api/budgets/YEAR/N`.
    @Sendable static func show(_ call: Call) throws -> WebResponse {
        let version = try call.number(1, "version")
        let json = try BudgetDesk(call.path).show(year: Call.year(call.values[0]), version: version)
        return .json(json).with("ETag", "\"\(version)\"")
    }

    /// POST `/api/budgets/check`: what is wrong, or what differs from the latest version; writes nothing.
    @Sendable static func check(_ call: Call) throws -> WebResponse {
        let desk = BudgetDesk(call.path)
        let year = call.request.parameter("year") == nil ? nil : try call.year()
        let document = try desk.parse(call.request.body, year: year)
        var answer: [String: JSON] = ["status": .string("valid"), "year": .int(document.budget.year)]
        answer["difference"] = try difference(desk, document)
        return .json(.object(answer))
    }

    private static func difference(_ desk: BudgetDesk, _ document: BudgetDocument) throws -> JSON {
        let latest: Store.BudgetVersion?
        do { latest = try desk.versions(year: document.budget.year).last } catch StoreError.missing {
            latest = nil
        }
        guard let latest else { return .null }
        let old = try desk.parse(Array(latest.content.utf8), year: nil)
        guard case .object(var members) = try BudgetDifference(from: old.budget, to: document.budget).json
        else {
            return .null
        }
        members["from"] = .int(latest.version)
        return .object(members)
    }

    /// PUT `/api/budgets/YEAR` with `If-Match: "N"`, the version that was read; `"0"` = none yet.
    @Sendable static func save(_ call: Call) throws -> WebResponse {
        let year = try Call.year(call.values[0])
        guard let match = call.request.header("if-match") else {
            throw WebError(
                428, "budget.ifMatch", "expected If-Match with the version that was read, such as \"5\"")
        }
        let digits = match.drop { $0 == "\"" }.prefix { $0 != "\"" }
        guard match == "\"\(digits)\"", let expected = Int(digits), expected >= 0 else {
            throw WebError(400, "budget.ifMatch", "If-Match: expected a version in quotes, such as \"5\"")
        }
        let desk = BudgetDesk(call.path)
        let document = try desk.parse(call.request.body, year: year)
        let saved = try desk.save(
            call.request.body, document, note: call.request.parameter("note"), expected: expected,
            call.now.stamp(call.session.user))
        let answer: [String: JSON] = [
            "year": .int(year), "version": .int(saved.version),
            "status": .string(saved.isNew ? "stored" : "unchanged"),
        ]
        return .json(.object(answer), status: saved.isNew ? 201 : 200).with("ETag", "\"\(saved.version)\"")
    }

    /// GET `/plan`.
    @Sendable static func page(_ call: Call) throws -> WebResponse {
        let year = try call.year()
        let desk = BudgetDesk(call.path)
        let versions: [Store.BudgetVersion]
        do { versions = try desk.versions(year: year) } catch StoreError.missing { versions = [] }
        let shown = try call.version()
        guard let version = versions.last(where: { shown == nil || $0.version == shown }) else {
            guard shown == nil else { throw StoreError.noBudget(year: year, version: shown) }
            return .html(
                PlanPage(
                    year: year, years: Years.known(call), versions: [], shown: nil,
                    text: PlanPage.template(year),
                    difference: nil, call: call
                ).html)
        }
        let text = try BudgetDesk.content(version).prettyText + "\n"
        let older = version.version > 1 ? version.version - 1 : nil
        let difference = try older.map { try desk.difference(year: year, from: $0, to: version.version) }
        return .html(
            PlanPage(
                year: year, years: Years.known(call), versions: versions, shown: version, text: text,
                difference: difference, call: call
            ).html)
    }
}
