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
