internal import AzureModel

/// Paths of the service and the versions of its interfaces, each written here only.
enum ServicePaths {
    /// The provider of all accounts.
    static let provider = "Microsoft.CognitiveServices"
    /// Version of the list of subscriptions.
    static let subscriptionsVersion = "2022-12-01"
    /// Version of locks.
    static let locksVersion = "2020-05-01"
    /// Version of metrics.
    static let metricsVersion = "2023-10-01"
    /// Version of groups and of their lists of resources.
    static let groupsVersion = "2021-04-01"
    /// Version of permissions.
    static let permissionsVersion = "2022-04-01"
    /// Ends the id of a lock after its scope.
    static let lockSuffix = "/providers/microsoft.authorization/locks/"

    static func accounts(_ subscription: String) -> String {
        "/subscriptions/\(subscription)/providers/\(provider)/accounts"
    }
    static func deletedAccounts(_ subscription: String) -> String {
        "/subscriptions/\(subscription)/providers/\(provider)/deletedAccounts"
    }
    static func locks(_ subscription: String) -> String {
        "/subscriptions/\(subscription)/providers/Microsoft.Authorization/locks"
    }
    static func permissions(_ subscription: String) -> String {
        "/subscriptions/\(subscription)/providers/Microsoft.Authorization/permissions"
    }
    static func metrics(_ account: ResourceID) -> String {
        "\(account)/providers/Microsoft.Insights/metrics"
    }

    /// The version for a resource; nil for Cognitive Services, whose version can be chosen.
    static func version(of kind: PlanStep.Kind) -> String? { kind == .resourceGroup ? groupsVersion : nil }
}
