private import Delivery
private import Foundation
private import HeartbeatFile
private import Ledger
private import Settings

extension Gateway {
    /// Longest wait between passes, in seconds of the gateway's clock.
    private static let longestWaitSeconds = 30.0
    /// How long agents may go on after the gateway was asked to end, in seconds.
    private static let farewellSeconds = 30.0

    /// Repeats passes until ``stop()``.
    ///
    /// - Parameter notifier: Who is told that the gateway is ready and alive.
    /// - Throws: What the first pass throws; later ones write it to the log and go on.
    package func run(_ notifier: Notifier) async throws {
        try await pass()
        notifier.tell("READY=1\nSTATUS=\(files?.tasks.count ?? 0) tasks")
        await probe()
        while !isStopping {
            notifier.tell("WATCHDOG=1")
            await wake.wait(seconds: waitSeconds() / parts.clock.rate)
            if isStopping { break }
            do {
                try await pass()
            } catch {
                parts.log.line("pass", [("error", "\(error)")], .alert)
            }
        }
        notifier.tell("STOPPING=1")
        await endAgents(limitSeconds: Self.farewellSeconds)
    }

    /// No new slots from now on; the loop ends.
    package func stop() {
        isStopping = true
        wake.call()
    }

    /// The files are read anew at once.
    package func reload() { wake.call() }

    /// Slots are whole minutes, so the loop wakes at the next one, or when a message may be tried again.
    private func waitSeconds() -> Double {
        let time = parts.clock.seconds()
        let toMinute = 60 - time.truncatingRemainder(dividingBy: 60)
        let nextTry = (try? ledger.nextTry()).flatMap(\.self).map { max(1, Double($0) - time) }
        return max(0.01, min(Self.longestWaitSeconds, toMinute, nextTry ?? toMinute))
    }

    /// Looks at each route before it is needed.
    private func probe() async {
        guard let files else { return }
        let log = parts.log
        for route in files.settings.routes {
            guard let channel = files.channels[route.name] else { continue }
            Task {
                let problem = await channel.problem()
                log.line(
                    "probe", [("route", route.name), ("problem", problem ?? "none")],
                    problem == nil ? .info : .warning)
            }
        }
    }
}
