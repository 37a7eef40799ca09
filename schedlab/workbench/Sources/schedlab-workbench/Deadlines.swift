import Foundation
import Synchronization

/// Ends connections that let the other side wait too long.
final class Deadlines: Sendable {
    private let ends = Mutex<[Int32: ContinuousClock.Instant]>([:])
    private let count = Mutex(0)

    /// Connections at a time; a browser has six.
    static let connectionLimit = 500

    /// Takes a new connection in; false when there are too many.
    func admit(_ file: Int32) -> Bool {
        let isAdmitted = count.withLock { count in
            guard count < Self.connectionLimit else { return false }
            count += 1
            return true
        }
        if isAdmitted { set(file, .seconds(30)) }
        return isAdmitted
    }

    /// Gives a connection so much time from now on; nil = as long as it takes.
    func set(_ file: Int32, _ patience: Duration?) {
        ends.withLock { $0[file] = patience.map { ContinuousClock.now.advanced(by: $0) } }
    }

    /// A connection is about to be closed.
    func forget(_ file: Int32) {
        ends.withLock { $0[file] = nil }
        count.withLock { $0 -= 1 }
    }

    /// Looks every half second, until the task is cancelled.
    func watch() async throws {
        while true {
            try await Task.sleep(for: .milliseconds(500))
            let now = ContinuousClock.now
            // Under the lock a number still means the connection that it was given for.
            ends.withLock { ends in
                for (file, end) in ends where end < now {
                    shutdown(file, Int32(SHUT_RDWR))
                    ends[file] = nil
                }
            }
        }
    }
}
