private import Foundation
private import Kit

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// POSTs the text, with the message's id as `Idempotency-Key`.
struct WebhookChannel: Channel {
    let url: String
    let headers: [(name: String, value: String)]
    let signingKey: String?
    let limitSeconds: Double
    let recognizesRepeats = true

    func send(_ letter: Letter) async -> SendResult {
        guard let url = URL(string: url) else { return .notNow("its url is no address") }
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("text/plain; charset=utf-8", forHTTPHeaderField: "Content-Type")
        for header in headers { request.setValue(header.value, forHTTPHeaderField: header.name) }
        request.setValue(letter.id, forHTTPHeaderField: "Idempotency-Key")
        if let signingKey {
            let signature = HMAC.hexDigest(Array(letter.text.utf8), key: Array(signingKey.utf8))
            request.setValue("sha256=\(signature)", forHTTPHeaderField: "X-Heartbeat-Signature")
        }
        request.httpBody = Data(letter.text.utf8)
        return Self.result(await HTTPExchange.send(request, limitSeconds: limitSeconds))
    }

    func problem() async -> String? { URL(string: url)?.host() == nil ? "its url is no address" : nil }

    static func result(_ outcome: HTTPExchange.Outcome) -> SendResult {
        switch outcome {
        case .unreachable(let reason): .notNow(reason)
        case .noAnswer(let reason, let tookTooLong): .unknown(reason, tookTooLong: tookTooLong)
        case .answer(let status, let retryAfter, _):
            switch status {
            case 200..<300: .accepted(reference: nil)
            case 401, 403: .unauthorized("HTTP \(status)")
            case 429: .notNow("HTTP 429", afterSeconds: retryAfter)
            case 408, 425, 500...: .notNow("HTTP \(status)", afterSeconds: retryAfter)
            default: .refused("HTTP \(status)")
            }
        }
    }
}

/// HMAC-SHA256.
///
/// - Note: RFC 2104.
enum HMAC {
    static func hexDigest(_ message: [UInt8], key: [UInt8]) -> String {
        let short = key.count > 64 ? bytes(SHA256.hexDigest(key)) : key
        let padded = short + [UInt8](repeating: 0, count: 64 - short.count)
        let inner = SHA256.hexDigest(padded.map { $0 ^ 0x36 } + message)
        return SHA256.hexDigest(padded.map { $0 ^ 0x5C } + bytes(inner))
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap { $0.hexDigitValue.map(UInt8.init) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
