package import ARMClient
package import AzureModel
private import Foundation
private import Kit

/// Brings a deleted account back (F7).
package struct Restorer: Sendable {
    private let client: ARMClient
    private static let attemptLimit = 5
    private static let lingerSeconds = 600.0

    /// A restorer.
    package init(client: ARMClient) { self.client = client }

    /// Whether the group of a deleted account is there.
    package func hasGroup(_ account: ResourceID) async throws(ARMError) -> Bool {
        guard let group = account.groupID else { return false }
        return try await client.getIfThere(group.text, version: ServicePaths.groupsVersion) != nil
    }

    /// Creates the group again, in the account's region.
    package func createGroup(of account: ResourceID, location: String) async throws {
        guard let group = account.groupID else { return }
        let body = JSONValue.object([("location", .string(location))])
        let response = try await client.write(
            .put, group.text, version: ServicePaths.groupsVersion, body: Data(body.oneLine.utf8))
        guard (200..<300).contains(response.status) else {
            throw ARMClient.refusal(response, path: group.text)
        }
    }

    /// Recovers an account and waits until it is there and no longer among the deleted ones.
    ///
    /// - Throws: ``ARMError``, a refusal of the service among them.
    package func recover(_ deleted: DeletedAccount, to account: ResourceID, conflictLimitSeconds: Double)
        async throws
    {
        let body = JSONValue.object([
            ("location", .string(deleted.location)), ("properties", .object([("restore", .bool(true))])),
        ])
        var conflict = Backoff(from: 10, to: 300, factor: 2)
        var throttle = Backoff(from: 2, to: 60, factor: 2)
        var conflictSeconds = 0.0
        var unclear = 0
        while true {
            try client.pacer.checkpoint(account.text)
            do {
                let response = try await client.write(.put, account.text, body: Data(body.oneLine.utf8))
                let code = JSONNode(response.body)?["error"]["code"].string?.lowercased()
                switch response.status {
                case 200..<300: return try await follow(response, deleted, account)
                case 429:
                    try await client.waitForLeave(response, &throttle, path: account.text)
                    continue
                case 409 where code == "requestconflict" && conflictSeconds < conflictLimitSeconds:
                    let seconds = conflict.seconds()
                    conflictSeconds += seconds
                    try await client.pacer.pause(seconds, for: account.text)
                    continue
                case 500... where unclear < Self.attemptLimit: break
                default: throw ARMClient.refusal(response, path: account.text)
                }
            } catch ARMError.effectUnknown(let path, let reason) {
                guard unclear < Self.attemptLimit else {
                    throw ARMError.effectUnknown(path: path, reason: reason)
                }
            }
            unclear += 1
            if try await client.getIfThere(account.text) != nil { return try await verify(deleted, account) }
            try await client.pacer.pause(2, for: account.text)
        }
    }

    private func follow(_ response: ARMResponse, _ deleted: DeletedAccount, _ account: ResourceID)
        async throws
    {
        let operation = ServiceOperation(response)
        if response.status == 202 || operation.statusURL != nil, operation.isKnown {
            let end = try await client.end(
                of: operation, path: account.text, firstWaitSeconds: RetryAfter.seconds(response))
            if case .failed(let code, let message) = end {
                throw ARMError.refused(status: 200, code: code, message: message, path: account.text)
            }
        }
        try await verify(deleted, account)
    }

    private func verify(_ deleted: DeletedAccount, _ account: ResourceID) async throws {
        var backoff = Backoff(from: 2, to: 30, factor: 1.5)
        let start = client.pacer.elapsedSeconds
        while true {
            if let node = try await client.getIfThere(account.text),
                ProvisioningState.isTerminal(Answers.state(node)),
                try await !Inventory(client: client, now: Timestamp(seconds: 0))
                    .deletedAccounts(in: [account.subscription]).contains(where: { $0.id == deleted.id })
            {
                return
            }
            guard client.pacer.elapsedSeconds - start < Self.lingerSeconds * client.pacer.scale else {
                throw ARMError.malformed(
                    path: account.text, reason: "the service took the request, but the account is not back")
            }
            try await client.pacer.pause(backoff.seconds(), for: account.text)
        }
    }
}
