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
