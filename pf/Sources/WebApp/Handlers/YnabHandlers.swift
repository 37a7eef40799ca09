import Flow
import JSONText
import Operations
import Store

/// YNAB: fetch, spending, and whether it tells the same as the documents.
enum YnabHandlers {
    /// POST `/api/ynab-sync`.
    @Sendable static func sync(_ call: Call) async throws -> WebResponse {
        if !call.request.body.isEmpty { _ = try call.json() }
        let settings = call.app.settings
        let counts = try await call.app.syncGuard.run(now: call.now.seconds) {
            let session = try YnabSync(call.path, settings: settings.ynab(), now: settings.now)
            return try await session.sync(plan: nil, since: nil, isFull: false, actor: call.session.user)
        }
        return .json(counts)
    }

    /// GET `/api/spending`.
    @Sendable static func spending(_ call: Call) throws -> WebResponse {
        .json(try sums(call, key: key(call)).json)
    }

    /// GET `/api/reconcile`.
    @Sendable static func reconcile(_ call: Call) throws -> WebResponse {
        .json(try reconciliation(call).json)
    }

    /// GET `/spending`.
    @Sendable static func page(_ call: Call) throws -> WebResponse {
        let (year, key) = (try call.year(), try key(call))
        var notes: [String] = []
        let rows: [Spending.Row]
        do { rows = try sums(call, key: key, tell: { notes.append($0) }).rows } catch StoreError.missing {
            rows = []
        }
        return .html(
            SpendingPage(year: year, years: Years.known(call), key: key, rows: rows, notes: notes, call: call)
                .html)
    }

    /// GET `/reconcile`.
    @Sendable static func reconcilePage(_ call: Call) throws -> WebResponse {
        let year = try call.year()
        let result: JSON?
        do { result = try reconciliation(call).json } catch StoreError.missing { result = nil }
        return .html(
            ReconcilePage(
                year: year, years: Years.known(call),
                result: try result.map { try JSONParser.parse($0.text) },
                earners: DocumentHandlers.earners(call, year), call: call
            ).html)
    }

    private static func key(_ call: Call) throws(WebError) -> Spending.Key {
        guard let text = call.request.parameter("by") else { return .group }
        guard let key = Spending.Key(rawValue: text) else {
            throw Call.bad("by", text, Spending.Key.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return key
    }

    private static func sums(
        _ call: Call, key: Spending.Key, tell: @escaping (String) -> Void = { _ in }
    ) throws -> Spending {
        try Spending(HouseholdYear(call.path, tell: tell), year: call.year(), by: key, asOf: call.asOf())
    }

    private static func reconciliation(_ call: Call) throws -> Reconciliation {
        let household = try HouseholdYear(call.path, tell: { _ in })
        return try Reconciliation(
            household.reconcileInput(year: call.year(), asOf: call.asOf()), earner: call.earner("person"))
    }
}
