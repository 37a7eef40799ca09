package import Foundation
private import Synchronization

#if canImport(FoundationNetworking)
    package import FoundationNetworking
#endif

/// Sends one request by a session of its own, around the traps of URLSession on Linux (decision 0043).
///
/// On a kept-alive connection that has died, URLSession repeats a POST without a word; its limits of time are those of
/// idleness; it follows redirects with headers and all.
package enum HTTPExchange {
    /// How an exchange ended.
    package enum Outcome: Sendable {
        /// There was an answer.
        case answer(status: Int, retryAfterSeconds: Int?, body: Data)
        /// No connection was made: nothing was sent.
        case unreachable(String)
        /// Something may have been sent.
        case noAnswer(String, tookTooLong: Bool)
    }

    /// Answers longer than this are cut off, in bytes.
    static let answerLimitBytes = 1 << 20

    /// Sends a request exactly once.
    package static func send(_ request: URLRequest, limitSeconds: Double) async -> Outcome {
        let listener = Listener()
        let settings = URLSessionConfiguration.ephemeral
        settings.urlCache = nil
        settings.httpCookieStorage = nil
        settings.timeoutIntervalForRequest = limitSeconds + 60
        let session = URLSession(configuration: settings, delegate: listener, delegateQueue: nil)
        defer { session.invalidateAndCancel() }
        let alarm = Task {
            try? await Task.sleep(for: .seconds(limitSeconds))
            if !Task.isCancelled {
                listener.end(.noAnswer("no answer within \(Int(limitSeconds)) s", tookTooLong: true))
            }
        }
        defer { alarm.cancel() }
        return await withCheckedContinuation { continuation in
            listener.begin(continuation)
            session.dataTask(with: request).resume()
        }
    }

    private final class Listener: NSObject, URLSessionDataDelegate {
        private struct State {
            var continuation: CheckedContinuation<Outcome, Never>?
            var status = 0
            var retryAfterSeconds: Int?
            var body = Data()
        }

        private let state = Mutex(State())

        func begin(_ continuation: CheckedContinuation<Outcome, Never>) {
            state.withLock { $0.continuation = continuation }
        }

        /// Ends the exchange; the first end counts.
        func end(_ outcome: Outcome) {
            let continuation = state.withLock { state in
                defer { state.continuation = nil }
                return state.continuation
            }
            continuation?.resume(returning: outcome)
        }

        func urlSession(
            _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
            completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
        ) {
            if let response = response as? HTTPURLResponse {
                state.withLock {
                    $0.status = response.statusCode
                    $0.retryAfterSeconds = response.value(forHTTPHeaderField: "Retry-After").flatMap(
                        RetryAfter.seconds)
                }
            }
            completionHandler(.allow)
        }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
            state.withLock { $0.body.append(data.prefix(answerLimitBytes - $0.body.count)) }
        }

        func urlSession(
            _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
            newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) {
            completionHandler(nil)
            end(.answer(status: response.statusCode, retryAfterSeconds: nil, body: Data()))
        }

        func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?)
        {
            switch (error as? URLError)?.code {
            case .cannotConnectToHost?, .cannotFindHost?, .dnsLookupFailed?, .secureConnectionFailed?,
                .serverCertificateUntrusted?, .unsupportedURL?, .badURL?:
                return end(.unreachable("no connection"))
            default: break
            }
            let answer = state.withLock { ($0.status, $0.retryAfterSeconds, $0.body) }
            if error != nil || answer.0 == 0 {
                return end(.noAnswer("the connection died", tookTooLong: false))
            }
            end(.answer(status: answer.0, retryAfterSeconds: answer.1, body: answer.2))
        }
    }
}
