private import Delivery
private import Foundation
private import HeartbeatFile
private import Ledger
package import Settings

/// Sends one message on a route, beside the ledger.
package enum RouteTrial {
    /// How it ended.
    package enum Outcome: Equatable {
        /// As far as the route asks for, or as far as this can see.
        case proved(String)
        /// Refused, or not delivered in time.
        case unproved(String)
        /// Nobody answered.
        case unreachable(String)
    }

    /// Tries a route.
    package static func run(
        _ route: RouteSettings, folder: String, environment: [String: String], waitSeconds: Int
    ) async throws -> Outcome {
        let channel: any Channel
        switch Channels.channel(route, folder: folder, environment: environment) {
        case .success(let made): channel = made
        case .failure(let missing): return .unproved("\(missing)")
        }
        var receipts: (listener: SignalReceipts, recipientCount: Int)?
        if case .signal(let url, _, let recipients) = route.kind, route.needed == .delivered {
            receipts = (SignalReceipts(url: url) {}, recipients.count)
            await receipts?.listener.connect(limitSeconds: 2)
        }
        defer { receipts?.listener.disconnect() }
        let now = GatewayClock.system.now
        let letter = Letter(
            id: MessageID.of("test", UUID().uuidString, due: now, route: route.name), task: "route test",
            due: Instant.text(now), text: "heartbeat: a test of this route", mayBeRepeat: false)
        switch await channel.send(letter) {
        case .refused(let reason), .unauthorized(let reason): return .unproved(reason)
        case .notNow(let reason, _), .unknown(let reason, _): return .unreachable(reason)
        case .accepted(let reference):
            guard let receipts, let timestamp = reference.flatMap(Int64.init) else {
                return .proved(
                    route.needed == .accepted
                        ? "accepted" : "accepted; '\(route.needed)' is told by heartbeat ack")
            }
            let end = ContinuousClock.now + .seconds(waitSeconds)
            while ContinuousClock.now < end {
                if receipts.listener.receiverCount(timestamp) >= receipts.recipientCount {
                    return .proved("delivered")
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            return .unproved("accepted, but no receipt came within \(waitSeconds) s")
        }
    }
}
