package import ARMClient
package import AzureModel

/// Makes plans and holds them against the world.
package struct Planner: Sendable {
    private let client: ARMClient
    private let now: Timestamp

    /// A plan older than this says too little about the world, in seconds.
    static let longestAgeSeconds = 24 * 3_600

    /// A planner as of a time.
    package init(client: ARMClient, now: Timestamp) {
        self.client = client
        self.now = now
    }

    /// A plan with what was left out of it.
    package struct Proposal: Sendable {
        /// The plan.
        package let plan: Plan
        /// Sentences about groups that stay.
        package let notes: [String]
    }

    /// Plans the removal of accounts.
    ///
    /// - `names`: Names or full ids; each is found once.
    /// - `accepted`: Verdicts other than `idle` that the user takes, by the name in lower case.
    /// - Fails with ``SweepError``, ``ARMError``.
    package func plan(
        names: [String], subscription: String?, windowDays: Int, minAgeSeconds: Int,
        accepted: [String: Verdict], deletesEmptyGroups: Bool
    ) async throws -> Proposal {
        let inventory = Inventory(client: client, now: now)
        let subscriptions = try await inventory.subscriptions(subscription)
        let accounts = try await inventory.accounts(in: subscriptions)
        var chosen: Set<ResourceID> = []
        for name in names {
            chosen.insert(try Inventory.one(named: name, among: accounts.map(\.id), what: "account"))
        }
        guard let first = chosen.min(),
            let home = subscriptions.first(where: { $0.id.lowercased() == first.subscription.lowercased() }),
            chosen.allSatisfy({ $0.subscription.lowercased() == home.id.lowercased() })
        else {
            throw SweepError.badUsage(
                reason: "the accounts are in several subscriptions; make a plan for each")
        }
        let readings = await inventory.readings(
            of: accounts.filter { chosen.contains($0.id) }, depth: .evidence(windowDays: windowDays))
        var planned: [PlannedAccount] = []
        for reading in readings {
            let judgement = Judgement(of: reading, now: now, minAgeSeconds: minAgeSeconds)
            try Self.check(judgement, reading, accepted: accepted)
            planned.append(
                PlannedAccount(
                    id: reading.account.id, etag: reading.account.etag, verdict: judgement.verdict,
                    children: reading.childIDs))
        }
        let (groups, notes) = deletesEmptyGroups ? try await emptyGroups(of: chosen) : ([], [])
        return Proposal(
            plan: Plan(
                tenant: home.tenant, subscription: home.id, createdAt: now, windowDays: windowDays,
                minAgeSeconds: minAgeSeconds, accounts: planned,
                steps: PlanBuilder.steps(for: readings, groups: groups)), notes: notes)
    }

    /// Lets an account into a plan, or says why not.
    private static func check(
        _ judgement: Judgement, _ reading: AccountReading, accepted: [String: Verdict]
    ) throws(SweepError) {
        let id = reading.account.id
        let why = judgement.reasons.joined(separator: "; ")
        let isAccepted =
            (accepted[id.name.lowercased()] ?? accepted[id.folded]) == judgement.verdict
        if judgement.verdict == .protected { throw .refused(reason: "\(id.name) is protected: \(why)") }
        guard judgement.verdict == .idle || isAccepted else {
            throw .refused(
                reason:
                    "\(id.name) is \(judgement.verdict.rawValue): \(why); only idle accounts are planned, "
                    + "--accept \(id.name)=\(judgement.verdict.rawValue) takes it all the same")
        }
        guard reading.deployments.value != nil, reading.projects.value != nil, reading.hosts.value != nil,
            reading.locks.value != nil
        else { throw .refused(reason: "\(id.name): what lies in it, or its locks, cannot be read: \(why)") }
    }

    /// The groups in which nothing is but the accounts given.
    private func emptyGroups(of accounts: Set<ResourceID>) async throws -> ([ResourceID], [String]) {
        var groups: [ResourceID] = []
        var notes: [String] = []
        for group in Set(accounts.compactMap(\.groupID)).sorted() {
            let others = try await GroupListing.others(in: group, than: accounts, client: client)
            if others.isEmpty {
                groups.append(group)
            } else {
                notes.append(
                    "group \(group.name) stays: it holds \(others.map(\.name).joined(separator: ", "))")
            }
        }
        return (groups, notes)
    }

    /// Holds a plan against the world.
    ///
    /// - Throws: ``SweepError/drift(differences:)`` when anything differs or the plan is too old,
    ///   ``SweepError/unreadable(path:reason:)`` when its steps do not follow from its accounts.
    package func check(_ plan: Plan, path: String) async throws {
        let age = now.seconds - plan.createdAt.seconds
        guard age <= Self.longestAgeSeconds, age >= -300 else {
            throw SweepError.drift(
                differences: ["the plan is of \(plan.createdAt), more than 24 h from now (\(now))"])
        }
        let (readings, differences) = try await drift(of: plan)
        guard differences.isEmpty else { throw SweepError.drift(differences: differences) }
        let groups = plan.steps.filter { $0.kind == .resourceGroup }.map(\.id)
        let allowed = Set(plan.accounts.compactMap(\.id.groupID))
        guard PlanBuilder.steps(for: readings, groups: groups) == plan.steps,
            groups.allSatisfy(allowed.contains)
        else {
            throw SweepError.unreadable(
                path: path, reason: "its steps do not follow from its accounts; make a new plan")
        }
        for group in groups {
            let others = try await GroupListing.others(
                in: group, than: Set(plan.accounts.map(\.id)), client: client)
            guard others.isEmpty else {
                throw SweepError.drift(differences: others.map { "group \(group.name) now holds \($0)" })
            }
        }
    }

    /// How the accounts of a plan differ from what they were.
    package func drift(of plan: Plan) async throws -> (readings: [AccountReading], differences: [String]) {
        let inventory = Inventory(client: client, now: now)
        let subscriptions = try await inventory.subscriptions(plan.subscription)
        guard subscriptions.allSatisfy({ $0.tenant.lowercased() == plan.tenant.lowercased() }) else {
            return ([], ["the subscription is of another tenant"])
        }
        let planned = Set(plan.accounts.map(\.id))
        let accounts = try await inventory.accounts(in: subscriptions).filter { planned.contains($0.id) }
        let readings = await inventory.readings(
            of: accounts, depth: .evidence(windowDays: plan.windowDays))
        var differences: [String] = []
        for account in plan.accounts {
            let reading = readings.first { $0.account.id == account.id }
            let judgement = reading.map { Judgement(of: $0, now: now, minAgeSeconds: plan.minAgeSeconds) }
            differences += PlanBuilder.drift(of: account, reading: reading, judgement: judgement)
        }
        return (readings, differences)
    }
}

/// What lies in a group.
enum GroupListing {
    /// Everything in a group but some accounts and what is nested in them, sorted.
    static func others(
        in group: ResourceID, than accounts: Set<ResourceID>, client: ARMClient
    ) async throws(ARMError) -> [ResourceID] {
        var others: [ResourceID] = []
        try await client.list("\(group)/resources", version: ServicePaths.groupsVersion) {
            (node) throws(ARMError) in
            guard let id = node["id"].string.flatMap({ ResourceID($0) }) else {
                throw .malformed(path: group.text, reason: "the id of a resource cannot be read")
            }
            guard !accounts.contains(where: { id.isWithin($0) }) else { return }
            others.append(id)
        }
        return others.sorted()
    }
}
