package import Foundation

/// One request.
package struct ARMRequest: Sendable {
    /// The verb.
    package enum Method: String, Sendable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
    }

    /// The verb.
    package let method: Method
    /// Where it goes.
    package let url: URL
    /// Names and values of its header.
    package var headers: [(name: String, value: String)]
    /// What it carries; nil for nothing.
    package let body: Data?

    /// A request.
    package init(
        method: Method, url: URL, headers: [(name: String, value: String)] = [], body: Data? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// One answer.
package struct ARMResponse: Sendable {
    /// The HTTP status.
    package let status: Int
    /// Its header; names in lower case.
    package let headers: [String: String]
    /// What it carries.
    package let body: Data

    /// An answer; the names of its header in any case.
    package init(status: Int, headers: [String: String] = [:], body: Data = Data()) {
        self.status = status
        self.headers = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        self.body = body
    }
}

/// Why there was no answer.
package enum TransportError: Error, Equatable, Sendable {
    /// No connection was made: nothing was sent.
    case unreachable(String)
    /// Something may have been sent: the effect is unknown.
    case noAnswer(String)
    /// Time ran out: the effect is unknown.
    case deadlinePassed
}

/// Sends requests; the tests have one that plays the service.
package protocol Transport: Sendable {
    /// Sends a request exactly once.
    ///
    /// - `request`: What to send.
    /// - `limitSeconds`: After this there is no more waiting.
    /// - Gives the answer with any status, redirects too: they are not followed.
    func send(
        _ request: ARMRequest, limitSeconds: Double
    ) async throws(TransportError) -> ARMResponse
}
