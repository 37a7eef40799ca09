/// What a request for evidence came to.
package enum Reading<Value: Sendable & Equatable>: Sendable, Equatable {
    /// It was answered.
    case read(Value)
    /// It was not, and why.
    case failed(String)
    /// It was not needed.
    case notAsked

    /// The answer, if there is one.
    package var value: Value? { if case .read(let value) = self { value } else { nil } }
    /// Why there is none, if it was asked for.
    package var failure: String? { if case .failed(let reason) = self { reason } else { nil } }
}

/// The sum of a metric over the window.
package struct MetricSum: Sendable, Equatable {
    /// The metric's name.
    package let name: String
    /// The sum; nil when the service has no series of it.
    package let total: Double?

    /// A sum.
    package init(name: String, total: Double?) {
        self.name = name
        self.total = total
    }
}

/// An account with everything that was read about it.
package struct AccountReading: Sendable, Equatable {
    /// The account itself.
    package let account: Account
    /// Its deployments, sorted by id.
    package var deployments: Reading<[Deployment]> = .notAsked
    /// Its projects, sorted by id.
    package var projects: Reading<[Project]> = .notAsked
    /// Its capability hosts and those of its projects, sorted by id.
    package var hosts: Reading<[CapabilityHost]> = .notAsked
    /// Where the locks of its subscription sit.
    package var locks: Reading<[ResourceID]> = .notAsked
    /// Its use over the window.
    package var metrics: Reading<[MetricSum]> = .notAsked
    /// When all this was asked for.
    package let askedAt: Timestamp

    /// A reading without any evidence yet.
    package init(account: Account, askedAt: Timestamp) {
        self.account = account
        self.askedAt = askedAt
    }

    /// The ids of all nested resources that are known, sorted.
    package var childIDs: [ResourceID] {
        ((deployments.value ?? []).map(\.id) + (projects.value ?? []).map(\.id)
            + (hosts.value ?? []).map(\.id)).sorted()
    }
}
