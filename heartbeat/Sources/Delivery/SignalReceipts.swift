private import Foundation
private import Synchronization

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// Listens to signal-cli's events and remembers who has received what.
public final class SignalReceipts: Sendable {
    private struct State {
        /// Who has received the message of a timestamp.
        var receivers: [Int64: Set<String>] = [:]
        /// Timestamps in the order of their first receipt; the oldest are forgotten.
        var order: [Int64] = []
        var task: URLSessionDataTask?
        var isListening = false
    }

    /// Most timestamps that are remembered: receipts of other programs' messages come here, too.
    private static let memory = 4096

    private let url: URL?
    private let state = Mutex(State())
    private let heard: @Sendable () -> Void

    /// A listener that does not listen yet.
    ///
    /// - Parameters:
    ///   - url: The address of the daemon.
    ///   - heard: Called after each receipt.
    public init(url: String, heard: @escaping @Sendable () -> Void) {
        self.url = URL(string: url + "/api/v1/events")
        self.heard = heard
    }

    /// How many have received the message of a timestamp.
    public func receiverCount(_ timestamp: Int64) -> Int {
        state.withLock { $0.receivers[timestamp]?.count ?? 0 }
    }

    /// Begins to listen, unless it does already; comes back when it does, or after the limit.
    public func connect(limitSeconds: Double) async {
        begin()
        let end = ContinuousClock.now + .seconds(limitSeconds)
        while state.withLock({ !$0.isListening && $0.task != nil }), ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private func begin() {
        guard let url, state.withLock({ $0.task == nil }) else { return }
        let settings = URLSessionConfiguration.ephemeral
        // The daemon writes something every quarter of a minute; a connection that says nothing is dead.
        settings.timeoutIntervalForRequest = 120
        let listener = Listener(owner: self)
        let session = URLSession(configuration: settings, delegate: listener, delegateQueue: nil)
        let task = session.dataTask(with: url)
        state.withLock { $0.task = task }
        task.resume()
        session.finishTasksAndInvalidate()
    }

    /// Stops listening.
    public func disconnect() {
        let task = state.withLock { state in
            defer { (state.task, state.isListening) = (nil, false) }
            return state.task
        }
        task?.cancel()
    }

    private func ended(_ task: URLSessionTask) {
        state.withLock { if $0.task === task { ($0.task, $0.isListening) = (nil, false) } }
    }

    private func note(_ line: String) {
        guard line.hasPrefix("data:"),
            let event = (try? JSONSerialization.jsonObject(with: Data(line.dropFirst(5).utf8)))
                as? [String: Any],
            let envelope = (event["envelope"] ?? (event["params"] as? [String: Any])?["envelope"])
                as? [String: Any],
            let receipt = envelope["receiptMessage"] as? [String: Any], receipt["isDelivery"] as? Bool == true
        else { return }
        let sender =
            ["sourceUuid", "sourceNumber", "source"].lazy.compactMap { envelope[$0] as? String }.first ?? ""
        state.withLock { state in
            for timestamp in (receipt["timestamps"] as? [NSNumber] ?? []).map(\.int64Value) {
                if state.receivers[timestamp] == nil { state.order.append(timestamp) }
                state.receivers[timestamp, default: []].insert(sender)
            }
            while state.order.count > Self.memory { state.receivers[state.order.removeFirst()] = nil }
        }
        heard()
    }

    private final class Listener: NSObject, URLSessionDataDelegate {
        private let owner: SignalReceipts
        private let rest = Mutex<[UInt8]>([])

        init(owner: SignalReceipts) { self.owner = owner }

        func urlSession(
            _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
            completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
        ) {
            owner.state.withLock { $0.isListening = (response as? HTTPURLResponse)?.statusCode == 200 }
            completionHandler(.allow)
        }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
            let lines = rest.withLock { rest in
                rest += data
                guard let end = rest.lastIndex(of: 0x0A) else {
                    if rest.count > HTTPExchange.answerLimitBytes { rest = [] }
                    return [String]()
                }
                defer { rest.removeFirst(end + 1) }
                return rest[...end].split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
            }
            for line in lines { owner.note(line) }
        }

        func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?)
        {
            owner.ended(task)
        }
    }
}
