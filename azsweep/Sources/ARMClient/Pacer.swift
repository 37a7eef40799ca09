private import Foundation
private import Synchronization

/// How much time there is, and how to wait; an interrupt ends every wait.
package final class Pacer: Sendable {
    /// Waits of our own choice are multiplied by this; tests make it small.
    ///
    /// Those that the service asks for are never shortened.
    package let scale: Double
    private let start = ContinuousClock.now
    private let limitSeconds: Double
    private let isInterrupted = Atomic<Bool>(false)

    /// A pacer whose time begins now.
    package init(limitSeconds: Double, scale: Double = 1) {
        self.limitSeconds = limitSeconds
        self.scale = scale
    }

    private static let attosecond = 1e-18

    /// Seconds since the beginning.
    package var elapsedSeconds: Double {
        let elapsed = ContinuousClock.now - start
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * Self.attosecond
    }

    /// Seconds until time is out; negative after that.
    var remainingSeconds: Double { limitSeconds - elapsedSeconds }

    /// Ends all waits; no new step begins.
    package func interrupt() { isInterrupted.store(true, ordering: .relaxed) }

    /// Whether it goes on.
    ///
    /// - Throws: ``ARMError/interrupted``, ``ARMError/deadlinePassed(path:)``.
    package func checkpoint(_ path: String) throws(ARMError) {
        if isInterrupted.load(ordering: .relaxed) { throw .interrupted }
        if remainingSeconds <= 0 { throw .deadlinePassed(path: path) }
    }

    /// Waits for a time of our own choice.
    package func pause(_ seconds: Double, for path: String) async throws(ARMError) {
        try await wait(seconds * scale, for: path)
    }

    /// Waits for as long as the service asks for.
    ///
    /// - Throws: ``ARMError/throttled(path:seconds:)`` at once when there is less time than that.
    func pauseAsAsked(_ seconds: Double, for path: String) async throws(ARMError) {
        // A little longer: the service's clock began before the answer was here.
        if seconds + 0.05 > remainingSeconds {
            throw .throttled(path: path, seconds: Int(seconds.rounded(.up)))
        }
        try await wait(seconds + 0.05, for: path)
    }

    /// Waits as long as the service asks before a further question about work that it has begun.
    func pauseBetweenQuestions(_ seconds: Double, for path: String) async throws(ARMError) {
        try await wait(seconds, for: path)
    }

    private func wait(_ seconds: Double, for path: String) async throws(ARMError) {
        try checkpoint(path)
        if seconds > remainingSeconds { throw .deadlinePassed(path: path) }
        let end = elapsedSeconds + seconds
        while true {
            let left = end - elapsedSeconds
            guard left > 0 else { return }
            try? await Task.sleep(nanoseconds: UInt64(min(left, 0.1) * 1e9))
            try checkpoint(path)
        }
    }
}

/// Waits that grow.
package struct Backoff: Sendable {
    private var next: Double
    private let factor: Double
    private let most: Double

    /// Waits from one length to another, in seconds.
    package init(from first: Double, to most: Double, factor: Double) {
        next = first
        self.most = most
        self.factor = factor
    }

    /// The next wait, in seconds.
    package mutating func seconds() -> Double {
        defer { next = min(most, next * factor) }
        return next
    }
}
