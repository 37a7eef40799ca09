private import Foundation
private import Synchronization

/// Where the time comes from: the system, a test that gives it, or a test that lets it run faster.
public struct GatewayClock: Sendable {
    /// Seconds since 1970.
    public let seconds: @Sendable () -> Double
    /// How many of its seconds pass in a real one; waits become so much shorter.
    public let rate: Double

    /// Whole seconds since 1970.
    public var now: Int { Int(seconds().rounded(.down)) }

    /// The system's clock.
    public static let system = GatewayClock(seconds: { Date().timeIntervalSince1970 }, rate: 1)

    /// A clock that stands where somebody puts it.
    public static func given(_ time: GivenTime) -> GatewayClock {
        GatewayClock(seconds: { Double(time.seconds) }, rate: 1)
    }

    /// A clock that showed `start` when the system's showed `origin` and runs at a multiple of its rate.
    public static func accelerated(start: Int, origin: Double, rate: Double) -> GatewayClock {
        GatewayClock(seconds: { Double(start) + (Date().timeIntervalSince1970 - origin) * rate }, rate: rate)
    }

    /// A time that somebody sets.
    public final class GivenTime: Sendable {
        private let value: Mutex<Int>

        /// Begins at a time.
        public init(_ seconds: Int) { value = Mutex(seconds) }

        /// Seconds since 1970.
        public var seconds: Int {
            get { value.withLock { $0 } }
            set { value.withLock { $0 = newValue } }
        }
    }
}
