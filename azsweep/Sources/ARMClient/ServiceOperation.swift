private import Foundation

/// A long-running operation of the service, by the addresses it gave (F5).
package struct ServiceOperation: Sendable, Equatable {
    /// Answers with a status.
    package let statusURL: String?
    /// Answers 202 until it is done.
    package let resultURL: String?

    /// An operation from its addresses; the queries are signed: they go to the journal only.
    package init(statusURL: String?, resultURL: String?) {
        self.statusURL = statusURL
        self.resultURL = resultURL
    }

    /// The operation that an answer began.
    package init(_ response: ARMResponse) {
        statusURL = response.headers["azure-asyncoperation"]
        resultURL = response.headers["location"]
    }

    /// Whether it can be asked for.
    package var isKnown: Bool { statusURL != nil || resultURL != nil }
}

/// How an operation ended.
package enum ServiceOperationEnd: Sendable, Equatable {
    /// Well.
    case succeeded
    /// Not well.
    case failed(code: String, message: String)
    /// Nobody knows: the resource must tell.
    case unknown(reason: String)
}

extension ARMClient {
    /// Asks for an operation until it has ended.
    ///
    /// - `operation`: What the service gave.
    /// - `path`: What it works on, for messages.
    /// - `firstWaitSeconds`: What the service asked for before the first question; nil when it did not.
    /// - Fails with ``ARMError`` when time is out, on interrupt, or when the service cannot be reached.
    package func end(
        of operation: ServiceOperation, path: String, firstWaitSeconds: Double?
    ) async throws(ARMError) -> ServiceOperationEnd {
        guard let text = operation.statusURL ?? operation.resultURL else {
            return .unknown(reason: "no address given")
        }
        let url: URL
        do {
            url = try endpoint.own(text)
        } catch {
            return .unknown(reason: "\(error)")
        }
        var backoff = Backoff(from: 2, to: 30, factor: 1.5)
        var asked = firstWaitSeconds
        while true {
            let own = backoff.seconds()
            if let asked {
                try await pacer.pauseBetweenQuestions(asked, for: path)
            } else {
                try await pacer.pause(own, for: path)
            }
            let response = try await read(url)
            if let end = Self.end(response, hasStatus: operation.statusURL != nil, path: path) { return end }
            asked = RetryAfter.seconds(response)
        }
    }

    /// What an answer says of an operation; nil while it runs.
    private static func end(_ response: ARMResponse, hasStatus: Bool, path: String) -> ServiceOperationEnd? {
        let node = JSONNode(response.body)
        guard (200..<300).contains(response.status) else {
            if response.status == 404 || response.status >= 500 {
                return .unknown(reason: "HTTP \(response.status) for the operation")
            }
            let refusal = node?["error"]
            return .failed(
                code: refusal?["code"].string ?? "HTTP \(response.status)",
                message: refusal?["message"].string ?? "no reason given")
        }
        guard hasStatus else { return response.status == 202 ? nil : .succeeded }
        switch node?["status"].string {
        case "Succeeded": return .succeeded
        case "Failed", "Canceled":
            let error = node?["error"]
            return .failed(
                code: error?["code"].string ?? node?["status"].string ?? "",
                message: error?["message"].string ?? "no reason given")
        case nil: return response.status == 202 ? nil : .unknown(reason: "the operation gives no status")
        default: return nil
        }
    }
}
