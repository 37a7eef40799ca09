package import ARMClient
package import AzureModel
private import Foundation
private import Spelling

/// Reads what is there.
///
/// A failed read of one account is kept in its reading and never ends the others.
package struct Inventory: Sendable {
    /// How much is read about each account.
    package enum Depth: Sendable, Equatable {
        /// Deployments, projects and the account's capability hosts.
        case children
        /// Everything that a verdict stands on, use over a count of days included.
        case evidence(windowDays: Int)
    }

    private let client: ARMClient
    private let now: Timestamp
    /// Accounts that are read at a time.
    private static let width = 8

    /// An inventory as of a time.
    package init(client: ARMClient, now: Timestamp) {
        self.client = client
        self.now = now
    }

    /// The subscriptions that can be used.
    ///
    /// - `wanted`: Id or name of one; nil = all that are enabled.
    /// - Fails with ``ARMError``, ``SweepError/notFound(what:name:near:)``.
    package func subscriptions(_ wanted: String?) async throws -> [Answers.Subscription] {
        var all: [Answers.Subscription] = []
        try await client.list("/subscriptions", version: ServicePaths.subscriptionsVersion) {
            (node) throws(ARMError) in
            if let subscription = Answers.subscription(node) { all.append(subscription) }
        }
        all.sort { $0.id < $1.id }
        guard let wanted else { return all.filter { $0.state.lowercased() == "enabled" } }
        let folded = wanted.lowercased()
        let found = all.filter { $0.id.lowercased() == folded || $0.name.lowercased() == folded }
        guard found.count <= 1 else { throw SweepError.ambiguous(name: wanted, ids: found.map(\.id)) }
        guard !found.isEmpty else {
            throw SweepError.notFound(what: "subscription", name: wanted, near: all.map(\.id))
        }
        return found
    }

    /// The accounts of subscriptions, sorted by id.
    package func accounts(in subscriptions: [Answers.Subscription]) async throws(ARMError) -> [Account] {
        var result: [Account] = []
        for subscription in subscriptions {
            try await client.list(ServicePaths.accounts(subscription.id)) { (node) throws(ARMError) in
                result.append(try Answers.account(node))
            }
        }
        return result.sorted { $0.id < $1.id }
    }

    /// The accounts that can be recovered, sorted by id.
    package func deletedAccounts(in subscriptions: [String]) async throws(ARMError) -> [DeletedAccount] {
        var result: [DeletedAccount] = []
        for subscription in subscriptions {
            try await client.list(ServicePaths.deletedAccounts(subscription)) { (node) throws(ARMError) in
                result.append(try Answers.deletedAccount(node))
            }
        }
        return result.sorted { $0.id < $1.id }
    }

    /// The one of several ids that has a name, or is the id given.
    ///
    /// - Throws: ``SweepError/notFound(what:name:near:)``, ``SweepError/ambiguous(name:ids:)``.
    package static func one(
        named name: String, among ids: [ResourceID], what: String
    ) throws(SweepError) -> ResourceID {
        let folded = name.lowercased()
        let found = ids.filter { name.hasPrefix("/") ? $0.folded == folded : $0.name.lowercased() == folded }
        guard found.count <= 1 else { throw .ambiguous(name: name, ids: found.map(\.text)) }
        guard let id = found.first else {
            throw .notFound(what: what, name: name, near: nearest(to: name, among: ids.map(\.name)))
        }
        return id
    }

    /// Reads accounts, in the order given.
    package func readings(of accounts: [Account], depth: Depth) async -> [AccountReading] {
        var locks: [String: Reading<[ResourceID]>] = [:]
        if case .evidence = depth {
            for subscription in Set(accounts.map(\.id.subscription)).sorted() {
                locks[subscription] = await self.locks(of: subscription)
            }
        }
        let scopes = locks
        return await concurrentMap(accounts, width: Self.width) { account in
            await reading(of: account, locks: scopes[account.id.subscription] ?? .notAsked, depth: depth)
        }
    }

    private func locks(of subscription: String) async -> Reading<[ResourceID]> {
        await reading {
            var scopes: [ResourceID] = []
            try await client.list(ServicePaths.locks(subscription), version: ServicePaths.locksVersion) {
                (node) throws(ARMError) in
                guard let scope = Answers.lockScope(node) else {
                    throw .malformed(path: "locks", reason: "the id of a lock cannot be read")
                }
                scopes.append(scope)
            }
            return scopes
        }
    }

    private func reading(
        of account: Account, locks: Reading<[ResourceID]>, depth: Depth
    ) async -> AccountReading {
        var result = AccountReading(account: account, askedAt: now)
        result.locks = locks
        result.deployments = await list(account.id, "deployments", Answers.deployment, \.id)
        // The older kinds have no projects, and their list need not exist.
        result.projects = await list(
            account.id, "projects", Answers.project, \.id,
            absentIsEmpty: account.kind.lowercased() != "aiservices")
        result.hosts = await list(account.id, "capabilityHosts", Answers.host, \.id, absentIsEmpty: true)
        guard case .evidence(let windowDays) = depth else { return result }
        result.hosts = await withProjectHosts(result)
        result.metrics = await metrics(of: account.id, windowDays: windowDays)
        return result
    }

    private func withProjectHosts(_ reading: AccountReading) async -> Reading<[CapabilityHost]> {
        guard case .read(var hosts) = reading.hosts else { return reading.hosts }
        for project in reading.projects.value ?? [] {
            let more = await list(project.id, "capabilityHosts", Answers.host, \.id, absentIsEmpty: true)
            guard case .read(let found) = more else { return more }
            hosts += found
        }
        return .read(hosts.sorted { $0.id < $1.id })
    }

    /// The capability hosts of a project or account, sorted by id; none when there is no such list (F2).
    package func hosts(of parent: ResourceID) async -> Reading<[CapabilityHost]> {
        await list(parent, "capabilityHosts", Answers.host, \.id, absentIsEmpty: true)
    }

    private func list<Value: Sendable & Equatable>(
        _ parent: ResourceID, _ type: String, _ make: (JSONNode) throws(ARMError) -> Value,
        _ id: (Value) -> ResourceID, absentIsEmpty: Bool = false
    ) async -> Reading<[Value]> {
        var values: [Value] = []
        do {
            try await client.list("\(parent)/\(type)") { (node) throws(ARMError) in
                let value = try make(node)
                guard id(value).isWithin(parent) else {
                    throw .malformed(path: type, reason: "'\(id(value))' is not of \(parent.name)")
                }
                values.append(value)
            }
            return .read(values.sorted { id($0) < id($1) })
        } catch .refused(let status, _, _, _) where absentIsEmpty && (status == 404 || status == 405) {
            return .read([])
        } catch {
            return .failed(Self.short(error))
        }
    }

    private func metrics(of account: ResourceID, windowDays: Int) async -> Reading<[MetricSum]> {
        await reading {
            let from = now.advanced(bySeconds: -windowDays * 86_400)
            let node = try await client.get(
                ServicePaths.metrics(account), version: ServicePaths.metricsVersion,
                query: [
                    ("metricnames", Metric.all.joined(separator: ",")), ("timespan", "\(from)/\(now)"),
                    ("interval", "P1D"), ("aggregation", "Total"),
                ])
            guard let items = node["value"].items else {
                throw ARMError.malformed(path: "metrics", reason: "the answer has no list 'value'")
            }
            return items.compactMap(Answers.metric)
        }
    }

    private func reading<Value>(_ body: () async throws -> Value) async -> Reading<Value> {
        do {
            return .read(try await body())
        } catch {
            return .failed((error as? ARMError).map(Self.short) ?? "\(error)")
        }
    }

    /// Why a read failed, without the long path.
    private static func short(_ error: ARMError) -> String {
        switch error {
        case .refused(let status, let code, _, _): "HTTP \(status) \(code)"
        case .effectUnknown(_, let reason), .unreachable(_, let reason): reason
        case .malformed(_, let reason): reason
        case .throttled(_, let seconds): "throttled for \(seconds) s"
        case .deadlinePassed: "time ran out"
        default: "\(error)"
        }
    }
}
