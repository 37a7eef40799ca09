/// A model that an account serves.
package struct Deployment: Sendable, Equatable {
    /// Its id.
    package let id: ResourceID
    /// The model's name; empty when not given.
    package let model: String
    /// Who made it: `OpenAI`, `DeepSeek`, ...; empty when not given.
    package let format: String
    /// The model's version; empty when not given.
    package let version: String
    /// The SKU's name.
    package let sku: String
    /// Units; what a unit is depends on the SKU.
    package let capacityUnits: Int
    /// The provisioning state.
    package let state: String

    /// A deployment from its parts.
    package init(
        id: ResourceID, model: String = "", format: String = "", version: String = "", sku: String = "",
        capacityUnits: Int = 0, state: String = "Succeeded"
    ) {
        self.id = id
        self.model = model
        self.format = format
        self.version = version
        self.sku = sku
        self.capacityUnits = capacityUnits
        self.state = state
    }

    /// Whether it costs money by the hour, used or not.
    package var isProvisioned: Bool { sku.lowercased().contains("provisioned") }
}

/// A project nested in an account.
package struct Project: Sendable, Equatable {
    /// Its id; the service calls it `account/project` (F11), the id ends with the project alone.
    package let id: ResourceID
    /// Whether it is the account's default project.
    package let isDefault: Bool
    /// The provisioning state.
    package let state: String

    /// A project from its parts.
    package init(id: ResourceID, isDefault: Bool = false, state: String = "Succeeded") {
        self.id = id
        self.isDefault = isDefault
        self.state = state
    }
}

/// A capability host of an account or of a project.
package struct CapabilityHost: Sendable, Equatable {
    /// Its id.
    package let id: ResourceID
    /// The provisioning state.
    package let state: String

    /// A host from its parts.
    package init(id: ResourceID, state: String = "Succeeded") {
        self.id = id
        self.state = state
    }

    /// Whether it belongs to a project.
    package var isOfProject: Bool { id.value(of: "projects") != nil }
}

/// An account that can still be recovered.
package struct DeletedAccount: Sendable, Equatable {
    /// `.../locations/L/resourceGroups/G/deletedAccounts/N`.
    package let id: ResourceID
    /// Its kind.
    package let kind: String
    /// Its region.
    package let location: String
    /// When it was deleted; nil when not given.
    package let deletedAt: Timestamp?
    /// When it will be gone for ever; nil when not given.
    package let purgeAt: Timestamp?

    /// A deleted account from its parts.
    package init(
        id: ResourceID, kind: String, location: String, deletedAt: Timestamp?, purgeAt: Timestamp?
    ) {
        self.id = id
        self.kind = kind
        self.location = location
        self.deletedAt = deletedAt
        self.purgeAt = purgeAt
    }

    /// Whole hours in which it can be recovered; nil when the service does not say (F6).
    package func hoursLeft(at now: Timestamp) -> Int? {
        purgeAt.map { max(0, ($0.seconds - now.seconds) / 3_600) }
    }

    /// The id that the account had and will have again.
    package var accountID: ResourceID? {
        ResourceID(
            "/subscriptions/\(id.subscription)/resourceGroups/\(id.group)"
                + "/providers/Microsoft.CognitiveServices/accounts/\(id.name)")
    }
}
