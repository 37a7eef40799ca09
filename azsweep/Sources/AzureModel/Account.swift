/// A Cognitive Services account as its list shows it.
package struct Account: Sendable, Equatable {
    /// The account's id.
    package let id: ResourceID
    /// `AIServices`, `OpenAI`, or one of the older kinds.
    package let kind: String
    /// The region as it was typed (F10).
    package let location: String
    /// The SKU's name; empty when not given.
    package let sku: String
    /// Names and values, sorted by name.
    package let tags: [Tag]
    /// Changes with the account; empty when not given.
    package let etag: String
    /// When it was created; nil when not given.
    package let createdAt: Timestamp?
    /// The provisioning state; empty when not given.
    package let state: String
    /// Connections through private endpoints that are approved or whose state could not be read.
    package let privateEndpointCount: Int

    /// A name with a value.
    package struct Tag: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// Its value.
        package let value: String
        /// A tag.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// An account from its parts.
    package init(
        id: ResourceID, kind: String, location: String, sku: String = "", tags: [Tag] = [],
        etag: String = "", createdAt: Timestamp? = nil, state: String = "Succeeded",
        privateEndpointCount: Int = 0
    ) {
        self.id = id
        self.kind = kind
        self.location = location
        self.sku = sku
        self.tags = tags
        self.etag = etag
        self.createdAt = createdAt
        self.state = state
        self.privateEndpointCount = privateEndpointCount
    }

    /// A region without case and blanks: `Sweden Central` is `swedencentral`.
    package static func foldedRegion(_ text: String) -> String {
        String(text.lowercased().filter { $0 != " " })
    }

    /// The metrics without which a use of this kind of account could go unseen (F14).
    var requiredMetrics: [String] {
        switch kind.lowercased() {
        case "aiservices": Metric.all
        case "openai": [Metric.azureOpenAIRequests, Metric.totalCalls]
        default: [Metric.totalCalls]
        }
    }
}

/// The metrics that count as use.
package enum Metric {
    /// Requests to models of OpenAI.
    package static let azureOpenAIRequests = "AzureOpenAIRequests"
    /// Requests to any model.
    package static let modelRequests = "ModelRequests"
    /// Calls of any API, Speech and Vision among them.
    package static let totalCalls = "TotalCalls"
    /// All of them.
    package static let all = [azureOpenAIRequests, modelRequests, totalCalls]
}

/// States of a resource that do not change by themselves.
package enum ProvisioningState {
    /// Whether a state is final; an empty one is not.
    package static func isTerminal(_ state: String) -> Bool {
        ["succeeded", "failed", "canceled"].contains(state.lowercased())
    }
}
