private import Foundation

/// Takes secrets out of what the service answers: it may repeat what was sent.
package enum Redaction {
    /// The answer without any of the secrets in its body or header.
    package static func without(_ secrets: [String], _ response: ARMResponse) -> ARMResponse {
        var body = response.body
        var headers = response.headers
        for secret in secrets where !secret.isEmpty {
            let needle = Data(secret.utf8)
            while let range = body.range(of: needle) {
                body.replaceSubrange(range, with: Data("[secret]".utf8))
            }
            for (name, value) in headers where value.contains(secret) {
                headers[name] = value.replacingOccurrences(of: secret, with: "[secret]")
            }
        }
        return ARMResponse(status: response.status, headers: headers, body: body)
    }
}
