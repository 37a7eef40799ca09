private import Foundation
private import Synchronization

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// Sends requests by Foundation's URLSession, around its traps on Linux (decision 0030).
///
/// - A write gets a session of its own: on a shared one a kept-alive connection that has died makes
///   URLSession send a DELETE a second time without a word.
/// - A deadline of our own stands around each task: a slow drip passes both limits of URLSession.
/// - Redirects are not followed, so that no token goes to another host.
package final class URLSessionTransport: Transport {
    private let readers: URLSession
    private let exchanges: Exchanges

    /// Answers longer than this are refused, in bytes.
    static let answerLimitBytes = 64 << 20

    /// A transport with one session for all reads.
    ///
    /// - Parameter connectionCount: The most connections that reads use at a time.
    package init(connectionCount: Int = 8) {
        exchanges = Exchanges()
        readers = Self.session(exchanges, connectionCount: connectionCount)
    }

    deinit { readers.invalidateAndCancel() }

    private static func session(_ delegate: Exchanges, connectionCount: Int) -> URLSession {
        let settings = URLSessionConfiguration.ephemeral
        settings.urlCache = nil
        settings.httpCookieStorage = nil
        settings.requestCachePolicy = .reloadIgnoringLocalCacheData
        settings.httpMaximumConnectionsPerHost = connectionCount
        // An idle limit only; the deadline around the task is the one that counts.
        settings.timeoutIntervalForRequest = 3_600
        return URLSession(configuration: settings, delegate: delegate, delegateQueue: nil)
    }

    /// Sends a request exactly once.
    package func send(
        _ request: ARMRequest, limitSeconds: Double
    ) async throws(TransportError) -> ARMResponse {
        var message = URLRequest(url: request.url)
        message.httpMethod = request.method.rawValue
        for header in request.headers { message.setValue(header.value, forHTTPHeaderField: header.name) }
        message.httpBody = request.body
        guard request.method != .get else {
            return try await Self.run(message, on: readers, exchanges, limitSeconds)
        }
        let own = Exchanges()
        let session = Self.session(own, connectionCount: 1)
        defer { session.invalidateAndCancel() }
        return try await Self.run(message, on: session, own, limitSeconds)
    }

    private static func run(
        _ message: URLRequest, on session: URLSession, _ exchanges: Exchanges, _ limitSeconds: Double
    ) async throws(TransportError) -> ARMResponse {
        guard limitSeconds > 0 else { throw .deadlinePassed }
        let task = session.dataTask(with: message)
        let number = task.taskIdentifier
        let alarm = Task {
            try? await Task.sleep(nanoseconds: UInt64(limitSeconds * 1e9))
            guard !Task.isCancelled else { return }
            exchanges.finish(number, .failure(.deadlinePassed))
            task.cancel()
        }
        defer { alarm.cancel() }
        let result = await withCheckedContinuation { continuation in
            exchanges.begin(number, continuation)
            task.resume()
        }
        return try result.get()
    }
}

/// The answers that are under way on a session, by the number of their task.
private final class Exchanges: NSObject, URLSessionDataDelegate {
    typealias Outcome = Result<ARMResponse, TransportError>

    private struct Exchange {
        let continuation: CheckedContinuation<Outcome, Never>
        var status = 0
        var headers: [String: String] = [:]
        var body = Data()
    }

    private let running = Mutex<[Int: Exchange]>([:])

    func begin(_ number: Int, _ continuation: CheckedContinuation<Outcome, Never>) {
        running.withLock { $0[number] = Exchange(continuation: continuation) }
    }

    /// Ends an exchange; the first end counts.
    func finish(_ number: Int, _ outcome: Outcome) {
        let exchange = running.withLock { $0.removeValue(forKey: number) }
        exchange?.continuation.resume(returning: outcome)
    }

    private func note(_ response: URLResponse, of number: Int) {
        guard let response = response as? HTTPURLResponse else { return }
        var headers: [String: String] = [:]
        for (name, value) in response.allHeaderFields { headers["\(name)"] = "\(value)" }
        running.withLock {
            $0[number]?.status = response.statusCode
            $0[number]?.headers = headers
        }
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        note(response, of: dataTask.taskIdentifier)
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let number = dataTask.taskIdentifier
        let length = running.withLock { running in
            running[number]?.body.append(data)
            return running[number]?.body.count ?? 0
        }
        guard length > URLSessionTransport.answerLimitBytes else { return }
        finish(number, .failure(.noAnswer("the answer has more than 64 MiB")))
        dataTask.cancel()
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
        finish(task.taskIdentifier, .success(ARMResponse(status: response.statusCode)))
        task.cancel()
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let number = task.taskIdentifier
        if let error { return finish(number, .failure(Self.transportError(error))) }
        let exchange = running.withLock { $0[number] }
        guard let exchange, exchange.status > 0 else {
            return finish(number, .failure(.noAnswer("the answer is not HTTP")))
        }
        if let promised = exchange.headers.first(where: { $0.key.lowercased() == "content-length" }),
            let length = Int(promised.value), exchange.body.count < length
        {
            return finish(number, .failure(.noAnswer("the answer ended half way")))
        }
        finish(
            number,
            .success(
                ARMResponse(status: exchange.status, headers: exchange.headers, body: exchange.body)))
    }

    private static func transportError(_ error: any Error) -> TransportError {
        let code = (error as? URLError)?.code
        let reason = "\(code.map { "URLError \($0.rawValue)" } ?? "\(type(of: error))")"
        switch code {
        case .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .secureConnectionFailed,
            .serverCertificateUntrusted, .unsupportedURL, .badURL:
            return .unreachable(reason)
        default: return .noAnswer(reason)
        }
    }
}
