package import ARMClient

/// What a caller may do at the scope of a subscription (F8).
package struct Permissions: Sendable, Equatable {
    /// Everything that azsweep ever does, with the command that needs it.
    package static let needed = [
        ("Microsoft.CognitiveServices/accounts/read", "accounts"),
        ("Microsoft.Insights/metrics/read", "idle"),
        ("Microsoft.Authorization/locks/read", "idle"),
        ("Microsoft.CognitiveServices/accounts/delete", "apply"),
        ("Microsoft.CognitiveServices/accounts/projects/delete", "apply"),
        ("Microsoft.CognitiveServices/accounts/deployments/delete", "apply"),
        ("Microsoft.CognitiveServices/accounts/write", "recover"),
        ("Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete", "purge"),
    ]

    private let rules: [(allowed: [String], denied: [String])]

    /// Equal rules in equal order.
    package static func == (a: Permissions, b: Permissions) -> Bool {
        a.rules.elementsEqual(b.rules) { $0.allowed == $1.allowed && $0.denied == $1.denied }
    }

    /// The caller's permissions in a subscription.
    package init(subscription: String, client: ARMClient) async throws(ARMError) {
        var rules: [(allowed: [String], denied: [String])] = []
        try await client.list(
            ServicePaths.permissions(subscription), version: ServicePaths.permissionsVersion
        ) { (node) throws(ARMError) in
            rules.append(
                (
                    (node["actions"].items ?? []).compactMap(\.string),
                    (node["notActions"].items ?? []).compactMap(\.string)
                ))
        }
        self.rules = rules
    }

    /// Permissions from rules.
    package init(rules: [(allowed: [String], denied: [String])]) { self.rules = rules }

    /// Whether an action is allowed by one rule that does not deny it.
    package func allow(_ action: String) -> Bool {
        rules.contains { rule in
            rule.allowed.contains { Self.matches(action, $0) }
                && !rule.denied.contains { Self.matches(action, $0) }
        }
    }

    /// Whether a pattern with `*` for any text covers an action, in any case.
    static func matches(_ action: String, _ pattern: String) -> Bool {
        let parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false).map(
            String.init)
        var rest = Substring(action.lowercased())
        guard parts.count > 1 else { return rest == parts[0] }
        guard rest.hasPrefix(parts[0]) else { return false }
        rest = rest.dropFirst(parts[0].count)
        for part in parts[1..<(parts.count - 1)] where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }
}
