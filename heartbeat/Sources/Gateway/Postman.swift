internal import Delivery
private import Foundation
internal import HeartbeatFile
internal import Ledger
internal import Settings
private import Synchronization

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// Brings the outbox to its routes, each route by itself.
final class Postman: Sendable {
    private struct State {
        var routesUnderWay: Set<String> = []
        var listeners: [String: SignalReceipts] = [:]
        var acknowledgedCount = 0
    }

    private let ledger: Ledger
    private let clock: GatewayClock
    private let log: Log
    private let wake: Wake
    private let state = Mutex(State())

    init(ledger: Ledger, clock: GatewayClock, log: Log, wake: Wake) {
        self.ledger = ledger
        self.clock = clock
        self.log = log
        self.wake = wake
    }

    /// Sends what a route has to send, unless that is under way already, and notes what has arrived.
    ///
    /// A try that runs into its time limit ends the turn, and after one limit no new try begins.
    ///
    /// - Parameters:
    ///   - route: The route.
    ///   - channel: Its channel.
    ///   - waitsForReceipts: Whether to stay for the receipts of what was sent, for a moment.
    func deliver(_ route: RouteSettings, _ channel: any Channel, waitsForReceipts: Bool) async {
        guard state.withLock({ $0.routesUnderWay.insert(route.name).inserted }) else { return }
        defer { state.withLock { _ = $0.routesUnderWay.remove(route.name) } }
        do {
            let listener = try await listen(route)
            let start = ContinuousClock.now
            var sent = 0
            while ContinuousClock.now - start < .seconds(route.timeoutSeconds), !Task.isCancelled,
                let message = try ledger.nextDeliverable(route: route.name, now: clock.now)
            {
                sent += 1
                guard try await send(message, route, channel) else { break }
                try noteReceipts(route, listener)
            }
            guard let listener else { return }
            try noteReceipts(route, listener)
            let end = ContinuousClock.now + .milliseconds(sent > 0 ? 2000 : 500)
            while waitsForReceipts, ContinuousClock.now < end,
                try !ledger.unacknowledged(route: route.name).isEmpty
            {
                try? await Task.sleep(for: .milliseconds(20))
                try noteReceipts(route, listener)
            }
        } catch {
            log.line("delivery", [("route", route.name), ("error", "\(error)")], .error)
        }
    }

    /// How many messages were acknowledged since this was last asked.
    func takeAcknowledgedCount() -> Int {
        state.withLock { state in
            defer { state.acknowledgedCount = 0 }
            return state.acknowledgedCount
        }
    }

    /// Whether anything is being sent.
    var isBusy: Bool { state.withLock { !$0.routesUnderWay.isEmpty } }

    /// Ends everything that listens.
    func close() {
        for listener in state.withLock({ $0.listeners.values }) { listener.disconnect() }
    }

    /// - Returns: Whether the route can go on.
    private func send(_ message: MessageRow, _ route: RouteSettings, _ channel: any Channel) async throws
        -> Bool
    {
        let uncertain = message.uncertainTries + (message.state == .sending ? 1 : 0)
        guard channel.recognizesRepeats || uncertain < DeliveryPolicy.uncertainLimit else {
            try end(message, .bury("interrupted twice; it may have arrived"), route)
            return true
        }
        try ledger.beginTry(message.id)
        let result = await channel.send(
            Letter(
                id: message.id, task: message.task, due: Instant.text(message.due), text: message.body,
                mayBeRepeat: uncertain > 0))
        let step = DeliveryPolicy.step(
            after: result, id: message.id, tries: message.tries + 1, uncertain: uncertain,
            recognizesRepeats: channel.recognizesRepeats, now: clock.now)
        try end(message, step, route)
        if case .unknown(_, tookTooLong: true) = result { return false }
        return true
    }

    private func end(_ message: MessageRow, _ step: DeliveryPolicy.Step, _ route: RouteSettings) throws {
        let now = clock.now
        switch step {
        case .accept(let reference):
            let isDone = route.needed == .accepted
            try ledger.accept(message.id, reference: reference, isDone: isDone, now: now)
            if isDone { state.withLock { $0.acknowledgedCount += 1 } }
            logEnd(message, isDone ? .done : .accepted, tries: message.tries + 1)
        case .bury(let reason):
            try ledger.bury(message.id, error: Masking.text(reason))
            logEnd(message, .dead, reason, tries: message.tries + 1)
        case .retry(let time, let reason, let isUncertain, let routeOpensAt):
            try ledger.retry(
                message.id, at: time, error: Masking.text(reason), isUncertain: isUncertain,
                routeOpensAt: routeOpensAt)
            logEnd(message, .pending, "\(reason); again in \(time - now) s", tries: message.tries + 1)
        }
    }

    /// The line of a try that has ended, or of an acknowledgement.
    func logEnd(_ message: MessageRow, _ state: MessageState, _ reason: String? = nil, tries: Int? = nil) {
        log.line(
            "delivery",
            [
                ("id", message.id), ("kind", message.kind.rawValue), ("task", message.task),
                ("due", Instant.text(message.due)), ("route", message.route), ("state", state.rawValue),
                ("tries", "\(tries ?? message.tries)"), ("reason", reason),
            ], state == .dead ? .error : state == .pending ? .warning : .info)
    }

    private func listen(_ route: RouteSettings) async throws -> SignalReceipts? {
        guard case .signal(let url, _, _) = route.kind, route.needed == .delivered else { return nil }
        let wake = wake
        let listener = state.withLock { state in
            if let known = state.listeners[url] { return known }
            let new = SignalReceipts(url: url) { wake.call() }
            state.listeners[url] = new
            return new
        }
        let hasWork =
            try ledger.nextDeliverable(route: route.name, now: clock.now) != nil
            || !ledger.unacknowledged(route: route.name).isEmpty
        // Before anything is sent: a receipt that nobody hears is lost.
        if hasWork { await listener.connect(limitSeconds: 1) }
        return listener
    }

    private func noteReceipts(_ route: RouteSettings, _ listener: SignalReceipts?) throws {
        guard let listener, case .signal(_, _, let recipients) = route.kind else { return }
        for (message, reference) in try ledger.unacknowledged(route: route.name) {
            guard let timestamp = reference.flatMap(Int64.init),
                listener.receiverCount(timestamp) >= recipients.count,
                try ledger.acknowledge(message.id, .delivered, needed: route.needed, now: clock.now)
            else { continue }
            state.withLock { $0.acknowledgedCount += 1 }
            logEnd(message, .done)
        }
    }

    /// Calls the dead man's switch.
    func ping(_ url: String) async {
        guard let address = URL(string: url) else { return }
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        let outcome = await HTTPExchange.send(request, limitSeconds: 10)
        if case .answer(200..<300, _, _) = outcome { return log.line("ping", [("state", "done")]) }
        log.line("ping", [("state", "failed")], .warning)
    }
}

extension RouteSettings {
    /// What ends its messages; programs and files have no way to tell of a delivery, so what they took is delivered.
    var needed: AcknowledgementLevel {
        let level = AcknowledgementLevel(rawValue: acknowledgement) ?? .accepted
        switch kind {
        case .command, .file: return level == .delivered ? .accepted : level
        case .signal, .webhook: return level
        }
    }
}
