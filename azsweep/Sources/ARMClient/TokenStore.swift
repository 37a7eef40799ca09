private import Foundation
private import Synchronization

/// Keeps a token, fetches a new one when it is refused or about to end.
package actor TokenStore {
    private let source: CredentialSource
    private let transport: any Transport
    private var current: String?
    private var endsAtSeconds = Double.infinity

    /// A store without a token yet.
    package init(source: CredentialSource, transport: any Transport) {
        self.source = source
        self.transport = transport
    }

    /// A token that should still be good.
    ///
    /// - `refused`: A token that the service refused; another one is fetched then.
    /// - Fails with ``ARMError/noCredential(reason:)``, also when there is no other.
    package func token(insteadOf refused: String? = nil, limitSeconds: Double) async throws(ARMError)
        -> String
    {
        let isFresh = endsAtSeconds - Date().timeIntervalSince1970 > 300
        if let current, current != refused, isFresh { return current }
        let fetched: (token: String, lifetimeSeconds: Double)
        switch source {
        case .token(let token):
            guard Self.isHeaderSafe(token) else {
                throw .noCredential(reason: "AZSWEEP_TOKEN has blanks or control characters")
            }
            guard refused == nil else { throw .noCredential(reason: "the service refuses AZSWEEP_TOKEN") }
            fetched = (token, .infinity)
        case .clientSecret(let authority, let tenant, let client, let secret):
            fetched = try await fromEntra(authority, tenant, client, secret, limitSeconds)
        case .azureCLI:
            fetched = (try await AzureCLI.token(limitSeconds: limitSeconds), 1_800)
        }
        guard Self.isHeaderSafe(fetched.token) else {
            throw .noCredential(reason: "the token cannot be sent")
        }
        (current, endsAtSeconds) = (fetched.token, Date().timeIntervalSince1970 + fetched.lifetimeSeconds)
        return fetched.token
    }

    /// Every text that must not be shown.
    package var secrets: [String] {
        var result = current.map { [$0] } ?? []
        if case .clientSecret(_, _, _, let secret) = source { result.append(secret) }
        return result
    }

    private static func isHeaderSafe(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
    }

    /// The client credentials flow of OAuth 2.0 as Microsoft Entra has it.
    private func fromEntra(
        _ authority: String, _ tenant: String, _ client: String, _ secret: String, _ limitSeconds: Double
    ) async throws(ARMError) -> (token: String, lifetimeSeconds: Double) {
        let host = try Endpoint(authority)
        let url = try host.url("/\(tenant)/oauth2/v2.0/token", query: [])
        let fields = [
            ("client_id", client), ("client_secret", secret), ("grant_type", "client_credentials"),
            ("scope", "https://management.azure.com/.default"),
        ]
        let body = fields.map { "\($0.0)=\(Self.formEncoded($0.1))" }.joined(separator: "&")
        let request = ARMRequest(
            method: .post, url: url, headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Data(body.utf8))
        let response: ARMResponse
        do {
            response = try await transport.send(request, limitSeconds: limitSeconds)
        } catch {
            throw .unreachable(path: "\(host)", reason: "\(error)")
        }
        let answer = JSONNode(response.body)
        guard response.status == 200, let token = answer?["access_token"].string else {
            // Only the code: the description may repeat what was sent.
            throw .noCredential(
                reason: "\(host) answers HTTP \(response.status) \(answer?["error"].string ?? "")")
        }
        return (token, answer?["expires_in"].double ?? 1_800)
    }

    private static func formEncoded(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: CharacterSet(charactersIn: "-._~").union(.alphanumerics)) ?? ""
    }
}
