/// What will be removed, in the only order that the service accepts.
package struct Plan: Sendable, Equatable {
    /// The tenant's id.
    package let tenant: String
    /// The subscription's id; a plan has one.
    package let subscription: String
    /// When it was made.
    package let createdAt: Timestamp
    /// Days over which use was looked at.
    package let windowDays: Int
    /// Accounts younger than this were `unknown`, in seconds.
    package let minAgeSeconds: Int
    /// The accounts, sorted by id.
    package let accounts: [PlannedAccount]
    /// The steps; `n` counts from 1.
    package let steps: [PlanStep]

    /// A plan from its parts.
    package init(
        tenant: String, subscription: String, createdAt: Timestamp, windowDays: Int, minAgeSeconds: Int,
        accounts: [PlannedAccount], steps: [PlanStep]
    ) {
        self.tenant = tenant
        self.subscription = subscription
        self.createdAt = createdAt
        self.windowDays = windowDays
        self.minAgeSeconds = minAgeSeconds
        self.accounts = accounts
        self.steps = steps
    }
}

/// An account of a plan, as it was when the plan was made.
package struct PlannedAccount: Sendable, Equatable {
    /// Its id.
    package let id: ResourceID
    /// Its etag.
    package let etag: String
    /// Its verdict.
    package let verdict: Verdict
    /// The ids of all nested resources, sorted.
    package let children: [ResourceID]

    /// A planned account from its parts.
    package init(id: ResourceID, etag: String, verdict: Verdict, children: [ResourceID]) {
        self.id = id
        self.etag = etag
        self.verdict = verdict
        self.children = children
    }
}

/// One removal.
package struct PlanStep: Sendable, Equatable {
    /// What kind of thing is removed.
    package enum Kind: String, Sendable, CaseIterable {
        case projectCapabilityHost, project, accountCapabilityHost, deployment, account, resourceGroup, purge

        /// The kind of an id; nil for what a sweep never removes.
        package init?(of id: ResourceID) {
            switch id.type {
            case "accounts": self = .account
            case "deployments": self = .deployment
            case "projects": self = .project
            case "capabilityhosts":
                self = id.value(of: "projects") == nil ? .accountCapabilityHost : .projectCapabilityHost
            case "resourcegroups": self = .resourceGroup
            default: return nil
            }
        }

        /// What is lost, in words.
        package var destroys: String {
            switch self {
            case .projectCapabilityHost, .accountCapabilityHost: "the capability host's connections"
            case .project: "the project with its agents, files and threads"
            case .deployment: "the deployment; its quota becomes free"
            case .account: "the account, its keys and its endpoint"
            case .resourceGroup: "the empty group; to recover accounts it must be created again"
            case .purge: "the deleted account for ever; its name and quota become free"
            }
        }

        /// For how long it can be undone.
        package var undo: String { self == .account ? "48h" : "never" }
    }

    /// Its number, from 1.
    package let number: Int
    /// What kind of thing is removed.
    package let kind: Kind
    /// Which one.
    package let id: ResourceID
    /// The steps that must be done before.
    package let after: [Int]

    /// A step from its parts.
    package init(number: Int, kind: Kind, id: ResourceID, after: [Int]) {
        self.number = number
        self.kind = kind
        self.id = id
        self.after = after
    }
}
