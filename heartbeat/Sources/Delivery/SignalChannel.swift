internal import Foundation
private import Settings

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// Sends by the daemon of signal-cli; receipts come by ``SignalReceipts``.
struct SignalChannel: Channel {
    let url: String
    let account: String
    let recipients: [String]
    let limitSeconds: Double
    // Signal shows whatever it gets.
    let recognizesRepeats = false

    func send(_ letter: Letter) async -> SendResult {
        guard let url = URL(string: url + "/api/v1/rpc") else { return .notNow("its url is no address") }
        let text = letter.mayBeRepeat ? "(possible repeat) \(letter.text)" : letter.text
        let call: [String: Any] = [
            "jsonrpc": "2.0", "id": letter.id, "method": "send",
            "params": ["account": account, "recipient": recipients, "message": text],
        ]
        var request = URLRequest(url: url)
        request.httpMethod = "POST"
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try? JSONSerialization.data(withJSONObject: call)
        let outcome = await HTTPExchange.send(request, limitSeconds: limitSeconds)
        guard case .answer(200, _, let body) = outcome else {
            let result = WebhookChannel.result(outcome)
            if case .accepted = result { return .unknown("an answer that is not signal-cli's") }
            return result
        }
        return Self.result(body, recipientCount: recipients.count)
    }

    func problem() async -> String? {
        guard let url = URL(string: url + "/api/v1/check") else { return "its url is no address" }
        switch await HTTPExchange.send(URLRequest(url: url), limitSeconds: min(limitSeconds, 5)) {
        case .answer(200, _, _): return nil
        case .answer(let status, _, _): return "signal-cli answers HTTP \(status)"
        case .unreachable(let reason), .noAnswer(let reason, _): return "signal-cli: \(reason)"
        }
    }

    /// Reads an answer: a timestamp alone proves nothing, every recipient's `type` counts.
    static func result(_ body: Data, recipientCount: Int) -> SendResult {
        guard let answer = (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] else {
            return .unknown("an answer that is not JSON")
        }
        let error = answer["error"] as? [String: Any]
        let data = (error?["data"] as? [String: Any])?["response"] as? [String: Any]
        let result = answer["result"] as? [String: Any] ?? data
        let results = result?["results"] as? [[String: Any]] ?? []
        let types = results.map { $0["type"] as? String ?? "none" }
        if error == nil, results.count >= max(recipientCount, 1), types.allSatisfy({ $0 == "SUCCESS" }),
            let timestamp = (result?["timestamp"] as? NSNumber)?.int64Value
        {
            return .accepted(reference: String(timestamp))
        }
        let failures = results.filter { $0["type"] as? String != "SUCCESS" }.map { entry in
            let address = entry["recipientAddress"] as? [String: Any]
            return
                "\(entry["type"] as? String ?? "none") for \(Masking.number(address?["number"] as? String ?? ""))"
        }
        let message = (error?["message"] as? String).map { Masking.text(String($0.prefix(200))) }
        let reason = failures.isEmpty ? message ?? "no recipient's result" : failures.joined(separator: ", ")
        if types.contains("UNREGISTERED_FAILURE") || types.contains("IDENTITY_FAILURE") {
            return .refused(reason)
        }
        if types.contains("SUCCESS") { return .unknown("\(reason); others got it") }
        if types.contains("RATE_LIMIT_FAILURE") {
            let waits = results.compactMap { ($0["retryAfterSeconds"] as? NSNumber)?.doubleValue }
            let wait = waits.max().map { Int(min(max($0, 0), 604_800).rounded(.up)) }
            return .notNow(reason, afterSeconds: wait ?? DeliveryPolicy.breakerSeconds)
        }
        return error == nil ? .unknown(reason) : .notNow(reason)
    }
}
