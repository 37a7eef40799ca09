private import Synchronization

/// Hands out the numbers of steps that re-plans add.
final class StepNumbers: Sendable {
    private let last: Mutex<Int>

    /// Numbers after the last one that is taken.
    init(after last: Int) { self.last = Mutex(last) }

    /// The next number.
    func next() -> Int {
        last.withLock {
            $0 += 1
            return $0
        }
    }
}
