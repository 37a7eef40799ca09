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
    var isOfProject: Bool { id.value(of: "projects") != nil }
}
