internal import ARMClient
internal import AzureModel

extension Remover {
    /// Looks at what a step removes.
    func look(_ step: PlanStep) async throws(ARMError) -> Presence {
        if step.kind == .purge {
            return try await deletedIDs(of: step.id.subscription).contains(step.id) ? .there : .gone
        }
        let version = ServicePaths.version(of: step.kind)
        guard let node = try await client.getIfThere(step.id.text, version: version) else { return .gone }
        if step.kind == .account, let plannedAt,
            let created = node["systemData"]["createdAt"].string.flatMap({ Timestamp($0) }),
            created > plannedAt
        {
            return .another(created)
        }
        return Answers.state(node).lowercased() == "deleting" ? .deleting : .there
    }

    /// Whether an account can be recovered.
    func isListedAsDeleted(_ account: ResourceID) async throws(ARMError) -> Bool {
        try await deletedIDs(of: account.subscription).contains {
            $0.name.lowercased() == account.name.lowercased()
                && $0.group.lowercased() == account.group.lowercased()
        }
    }

    private func deletedIDs(of subscription: String) async throws(ARMError) -> [ResourceID] {
        var ids: [ResourceID] = []
        try await client.list(ServicePaths.deletedAccounts(subscription)) { (node) throws(ARMError) in
            ids.append(try Answers.id(node, type: "deletedaccounts"))
        }
        return ids
    }

    /// Refuses to remove a group in which anything else lies; a list that lags may still show what is gone.
    func holdsOthers(_ step: PlanStep, _ excused: Set<ResourceID>) async throws(ARMError) -> Result? {
        let others: [ResourceID]
        do {
            others = try await GroupListing.others(in: step.id, than: excused, client: client)
        } catch .refused(let status, _, _, _) where status == 404 {
            return .done("was already gone")
        }
        guard let first = others.first else { return nil }
        return .failed("it holds \(others.count) other resource(s), \(first) among them: nothing was sent")
    }
}
