package import JSONText
import Kit
package import Money
import Store
package import Ynab
package import YnabClient

/// Talks to YNAB and keeps the hour's limit.
package struct YnabSync {
    private let store: Store
    private let client: YnabClient
    private let now: @Sendable () -> Moment

    /// Requests of a sync: accounts, categories, transactions.
    private static let syncRequests = 3

    /// A session.
    ///
    /// - Parameters:
    ///   - path: The database; made where it is missing.
    ///   - settings: How to reach YNAB.
    ///   - now: The clock.
    /// - Throws: `StoreError`.
    package init(_ path: String, settings: YnabClient.Settings, now: @escaping @Sendable () -> Moment) throws
    {
        let store = try Store.write(path)
        self.store = store
        self.now = now
        client = YnabClient(settings: settings) { try store.countRequests(1, now: now().seconds) }
    }

    /// The plans.
    package func plans() async throws -> [YnabBodies.Plan] { try await client.plans() }

    /// Fetches what changed and stores it in one transaction.
    package func sync(plan: String?, since: CalendarDay?, isFull: Bool, actor: String) async throws -> JSON {
        let state = try store.syncState()
        let needed = Self.syncRequests + (plan == nil && state == nil ? 1 : 0)
        try store.requireRequests(needed, now: now().seconds)
        let planID = try await planID(plan, state)
        let first = since ?? state?.since ?? CalendarDay.firstDay(of: now().day.year - 1)
        let isDelta = !isFull && state?.planID == planID && (state.map { $0.since <= first } ?? false)
        // What is known already stays known.
        let day = isDelta ? min(first, state?.since ?? first) : first
        var answers = try await fetch(planID, since: day, isDelta ? state : nil)
        if isDelta, isBehind(answers, state) { answers = try await fetch(planID, since: day, nil) }
        let counts = try store.apply(answers, planID: planID, since: day, now().stamp(actor))
        return .object([
            "planId": .string(planID), "since": .string(day.description),
            "status": .string(answers.isFull ? "full" : "delta"), "inserted": .int(counts.inserted),
            "updated": .int(counts.updated), "deleted": .int(counts.deleted),
            "serverKnowledge": .int(answers.transactions.knowledge),
        ])
    }

    private func planID(_ plan: String?, _ state: Store.SyncState?) async throws -> String {
        if let known = plan ?? state?.planID { return known }
        let plans = try await client.plans()
        guard plans.count == 1 else {
            let list = plans.map { "\($0.id) (\($0.name))" }.joined(separator: ", ")
            throw Failure(
                "ynab.plan", "YNAB has \(plans.count) plans: \(list); choose one with --plan ID", .badData)
        }
        return plans[0].id
    }

    private func fetch(
        _ plan: String, since: CalendarDay, _ state: Store.SyncState?
    ) async throws -> Store.SyncAnswers {
        let accounts = try await client.accounts(plan: plan, knowledge: state?.knowledge["accounts"])
        let groups = try await client.groups(plan: plan, knowledge: state?.knowledge["categories"])
        let transactions = try await client.transactions(
            plan: plan, since: since, knowledge: state?.knowledge["transactions"])
        return Store.SyncAnswers(
            accounts: accounts, groups: groups.groups, categories: groups.categories,
            transactions: transactions,
            isFull: state == nil)
    }

    /// Whether the server knows less than it did: then its deltas mean nothing.
    private func isBehind(_ answers: Store.SyncAnswers, _ state: Store.SyncState?) -> Bool {
        [
            ("accounts", answers.accounts.knowledge), ("categories", answers.groups.knowledge),
            ("transactions", answers.transactions.knowledge),
        ].contains { resource, knowledge in knowledge < state?.knowledge[resource] ?? 0 }
    }
}
