private import AzureModel
package import Foundation

/// Talks to Azure Resource Manager: tokens, retries of reads, pages.
///
/// Writes are sent once.
package final class ARMClient: Sendable {
    /// Where the service is.
    package let endpoint: Endpoint
    /// The version of the Cognitive Services interface.
    package let apiVersion: String
    /// How much time there is.
    package let pacer: Pacer
    private let transport: any Transport
    private let tokens: TokenStore
    private let allowsWrites: Bool
    /// No single answer is waited for longer than this.
    private let requestLimitSeconds: Double
    private let log: @Sendable (String) -> Void

    /// The version that the vendor's client library uses by default.
    package static let defaultAPIVersion = "2025-06-01"
    /// Reads that failed for want of a good answer are tried this often.
    private static let readAttempts = 4
    /// A list with more pages than this never ends.
    private static let pageLimit = 10_000

    /// A client.
    ///
    /// - `allowsWrites`: Without it everything but GET is refused before it is sent.
    /// - `log`: Takes one line for each request; never a query, never a token.
    package init(
        endpoint: Endpoint, apiVersion: String = ARMClient.defaultAPIVersion, transport: any Transport,
        tokens: TokenStore, pacer: Pacer, allowsWrites: Bool, requestLimitSeconds: Double = 30,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.endpoint = endpoint
        self.apiVersion = apiVersion
        self.transport = transport
        self.tokens = tokens
        self.pacer = pacer
        self.allowsWrites = allowsWrites
        self.requestLimitSeconds = requestLimitSeconds
        self.log = log
    }

    /// The address of a resource.
    package func url(
        _ path: String, version: String? = nil, query: [(String, String)] = []
    ) throws(ARMError) -> URL {
        try endpoint.url(path, query: [("api-version", version ?? apiVersion)] + query)
    }

    /// Reads one resource.
    ///
    /// - Throws: ``ARMError``; a status that is not 2xx is ``ARMError/refused(status:code:message:path:)``.
    package func get(
        _ path: String, version: String? = nil, query: [(String, String)] = []
    ) async throws(ARMError) -> JSONNode {
        let response = try await read(try url(path, version: version, query: query))
        guard (200..<300).contains(response.status) else { throw Self.refusal(response, path: path) }
        guard let node = JSONNode(response.body) else {
            throw .malformed(path: path, reason: "the answer is not JSON")
        }
        return node
    }

    /// Reads one resource that may not be there.
    ///
    /// - Returns: nil for 404.
    package func getIfThere(_ path: String, version: String? = nil) async throws(ARMError) -> JSONNode? {
        do {
            return try await get(path, version: version)
        } catch .refused(let status, _, _, _) where status == 404 {
            return nil
        }
    }

    /// Reads all pages of a list.
    ///
    /// - `take`: Gets each item.
    /// - Fails with ``ARMError``, also for a page that leads to another host or back to an earlier one.
    package func list(
        _ path: String, version: String? = nil, take: (JSONNode) throws(ARMError) -> Void
    ) async throws(ARMError) {
        var next: URL? = try url(path, version: version)
        var seen: Set<String> = []
        while let url = next {
            guard seen.insert(url.absoluteString).inserted, seen.count <= Self.pageLimit else {
                throw .malformed(path: path, reason: "its pages never end")
            }
            let response = try await read(url)
            guard response.status == 200 else { throw Self.refusal(response, path: path) }
            guard let node = JSONNode(response.body) else {
                throw .malformed(path: path, reason: "the answer is not JSON")
            }
            guard let items = node["value"].items else {
                throw .malformed(path: path, reason: "the answer has no list 'value'")
            }
            for item in items { try take(item) }
            let link = node["nextLink"].string ?? ""
            next = link.isEmpty ? nil : try endpoint.own(link)
        }
    }

    /// Reads an address with retries: 429 after the time that the service asks for, 5xx and lost answers soon.
    ///
    /// - Returns: An answer with any other status.
    package func read(_ url: URL) async throws(ARMError) -> ARMResponse {
        var backoff = Backoff(from: 0.5, to: 8, factor: 2)
        var throttle = Backoff(from: 2, to: 60, factor: 2)
        var attempts = 0
        while true {
            attempts += 1
            do {
                let response = try await once(ARMRequest(method: .get, url: url))
                if response.status == 429 {
                    attempts -= 1
                    try await waitForLeave(response, &throttle, path: url.path)
                    continue
                }
                guard response.status >= 500, attempts < Self.readAttempts else { return response }
                if let seconds = RetryAfter.seconds(response) {
                    try await pacer.pauseAsAsked(seconds, for: url.path)
                    continue
                }
            } catch .effectUnknown(let path, let reason) {
                guard attempts < Self.readAttempts else { throw .effectUnknown(path: path, reason: reason) }
            } catch .unreachable(let path, let reason) {
                guard attempts < Self.readAttempts else { throw .unreachable(path: path, reason: reason) }
            }
            try await pacer.pause(backoff.seconds(), for: url.path)
        }
    }

    /// Waits as long as a 429 asks for; without a word of it, for a time that grows.
    package func waitForLeave(
        _ response: ARMResponse, _ backoff: inout Backoff, path: String
    ) async throws(ARMError) {
        let fallback = backoff.seconds()
        try await pacer.pauseAsAsked(RetryAfter.seconds(response) ?? fallback, for: path)
    }

    /// Sends a write once.
    ///
    /// - Throws: ``ARMError/writeNotAllowed(method:path:)`` without leave, ``ARMError/unreachable(path:reason:)``
    ///   when nothing was sent, ``ARMError/effectUnknown(path:reason:)`` when that is not known.
    package func write(
        _ method: ARMRequest.Method, _ path: String, version: String? = nil, body: Data? = nil
    ) async throws(ARMError) -> ARMResponse {
        guard allowsWrites else { throw .writeNotAllowed(method: method.rawValue, path: path) }
        var request = ARMRequest(method: method, url: try url(path, version: version), body: body)
        if body != nil { request.headers.append(("Content-Type", "application/json")) }
        return try await once(request)
    }

    /// Sends a request once; a second time with a new token after a 401, which had no effect.
    private func once(_ request: ARMRequest) async throws(ARMError) -> ARMResponse {
        let token = try await tokens.token(limitSeconds: limit)
        let response = try await send(request, token: token)
        guard response.status == 401 else { return response }
        let renewed: String
        do {
            renewed = try await tokens.token(insteadOf: token, limitSeconds: limit)
        } catch .noCredential {
            return response
        }
        return renewed == token ? response : try await send(request, token: renewed)
    }

    private var limit: Double { min(requestLimitSeconds, pacer.remainingSeconds) }

    private func send(_ request: ARMRequest, token: String) async throws(ARMError) -> ARMResponse {
        let path = request.url.path
        if pacer.remainingSeconds <= 0 { throw .deadlinePassed(path: path) }
        var request = request
        request.headers.append(("Authorization", "Bearer \(token)"))
        request.headers.append(("Accept", "application/json"))
        let start = pacer.elapsedSeconds
        do throws(TransportError) {
            let response = Redaction.without(
                await tokens.secrets + [token], try await transport.send(request, limitSeconds: limit))
            let milliseconds = Int((pacer.elapsedSeconds - start) * 1_000)
            log("\(request.method.rawValue) \(path) \(response.status) \(milliseconds) ms")
            return response
        } catch {
            log("\(request.method.rawValue) \(path) \(error)")
            switch error {
            case .unreachable(let reason): throw ARMError.unreachable(path: path, reason: reason)
            case .noAnswer(let reason): throw ARMError.effectUnknown(path: path, reason: reason)
            case .deadlinePassed where pacer.remainingSeconds <= 0: throw ARMError.deadlinePassed(path: path)
            case .deadlinePassed: throw ARMError.effectUnknown(path: path, reason: "no answer in time")
            }
        }
    }

    /// The service's refusal in an answer.
    package static func refusal(_ response: ARMResponse, path: String) -> ARMError {
        let error = JSONNode(response.body)?["error"]
        return .refused(
            status: response.status, code: error?["code"].string ?? "",
            message: error?["message"].string ?? "no reason given", path: path)
    }
}
