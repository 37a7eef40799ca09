internal import ARMClient
internal import AzureModel
private import Foundation

/// Makes values of the service's answers; what lacks an id of the right kind is not taken.
package enum Answers {
    /// A subscription.
    package struct Subscription: Sendable, Equatable {
        /// Its id, a UUID.
        package let id: String
        /// Its name, for people.
        package let name: String
        /// `Enabled`, or a state in which it is of no use.
        package let state: String
        /// The tenant's id.
        package let tenant: String
    }

    static func subscription(_ node: JSONNode) -> Subscription? {
        guard let id = node["subscriptionId"].string, ResourceID("/subscriptions/\(id)") != nil else {
            return nil
        }
        return Subscription(
            id: id, name: node["displayName"].string ?? "", state: node["state"].string ?? "",
            tenant: node["tenantId"].string ?? "")
    }

    static func id(_ node: JSONNode, type: String) throws(ARMError) -> ResourceID {
        guard let text = node["id"].string, let id = ResourceID(text), id.type == type else {
            throw .malformed(
                path: type,
                reason: "an item has the id '\(node["id"].string ?? "")', which is none of \(type)")
        }
        return id
    }

    static func state(_ node: JSONNode) -> String { node["properties"]["provisioningState"].string ?? "" }

    static func account(_ node: JSONNode) throws(ARMError) -> Account {
        let properties = node["properties"]
        let created = node["systemData"]["createdAt"].string ?? properties["dateCreated"].string
        let endpoints = (properties["privateEndpointConnections"].items ?? []).filter { connection in
            let status =
                connection["properties"]["privateLinkServiceConnectionState"]["status"].string
                ?? connection["privateLinkServiceConnectionState"]["status"].string
                ?? connection["status"].string
            // What cannot be read might be in use.
            return !["pending", "rejected", "disconnected"].contains(status?.lowercased() ?? "approved")
        }
        return Account(
            id: try id(node, type: "accounts"), kind: node["kind"].string ?? "",
            location: node["location"].string ?? "", sku: node["sku"]["name"].string ?? "",
            tags: node["tags"].texts.map { Account.Tag(name: $0.name, value: $0.value) },
            etag: node["etag"].string ?? "", createdAt: created.flatMap { Timestamp($0) },
            state: state(node), privateEndpointCount: endpoints.count)
    }

    static func deployment(_ node: JSONNode) throws(ARMError) -> Deployment {
        let model = node["properties"]["model"]
        return Deployment(
            id: try id(node, type: "deployments"), model: model["name"].string ?? "",
            format: model["format"].string ?? "", version: model["version"].string ?? "",
            sku: node["sku"]["name"].string ?? "", capacityUnits: node["sku"]["capacity"].int ?? 0,
            state: state(node))
    }

    static func project(_ node: JSONNode) throws(ARMError) -> Project {
        Project(
            id: try id(node, type: "projects"), isDefault: node["properties"]["isDefault"].bool ?? false,
            state: state(node))
    }

    static func host(_ node: JSONNode) throws(ARMError) -> CapabilityHost {
        CapabilityHost(id: try id(node, type: "capabilityhosts"), state: state(node))
    }

    static func deletedAccount(_ node: JSONNode) throws(ARMError) -> DeletedAccount {
        let id = try id(node, type: "deletedaccounts")
        let properties = node["properties"]
        return DeletedAccount(
            id: id, kind: node["kind"].string ?? "",
            location: node["location"].string ?? id.value(of: "locations") ?? "",
            deletedAt: properties["deletionDate"].string.flatMap { Timestamp($0) },
            purgeAt: properties["scheduledPurgeDate"].string.flatMap { Timestamp($0) })
    }

    /// The scope of a lock; nil when the id is not one of a lock.
    static func lockScope(_ node: JSONNode) -> ResourceID? {
        guard let text = node["id"].string else { return nil }
        let options: String.CompareOptions = [.caseInsensitive, .backwards]
        guard let suffix = text.range(of: ServicePaths.lockSuffix, options: options) else { return nil }
        return ResourceID(String(text[..<suffix.lowerBound]))
    }

    static func metric(_ node: JSONNode) -> MetricSum? {
        guard let name = node["name"]["value"].string else { return nil }
        let totals = (node["timeseries"].items ?? []).flatMap { series in
            (series["data"].items ?? []).compactMap { $0["total"].double }
        }
        return MetricSum(name: name, total: totals.isEmpty ? nil : totals.reduce(0, +))
    }
}
