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
    var isProvisioned: Bool { sku.lowercased().contains("provisioned") }
}
