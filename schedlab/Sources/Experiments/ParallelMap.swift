private import Foundation

/// Computes independent things at a time.
public enum ParallelMap {
    /// Computes `result(0)` to `result(count - 1)`.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - threads: How many at a time, >= 1; nil = one per core.
    ///   - result: Computes one; called from several threads.
    /// - Returns: The results, in order.
    /// - Throws: The error of the first that failed.
    public static func results<Result: Sendable>(
        count: Int, threads: Int?, _ result: @escaping @Sendable (Int) throws -> Result
    ) throws -> [Result] {
        let board = Board<Result>(count: count)
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = threads ?? ProcessInfo.processInfo.activeProcessorCount
        for index in 0..<count {
            queue.addOperation { board.set(index, Swift.Result { try result(index) }) }
        }
        queue.waitUntilAllOperationsAreFinished()
        return try board.all()
    }

    /// Collects results from several threads; every access holds the lock, hence `@unchecked Sendable`.
    private final class Board<Value: Sendable>: @unchecked Sendable {
        private let lock = NSLock()
        private var results: [Result<Value, any Error>?]

        init(count: Int) { results = Array(repeating: nil, count: count) }

        func set(_ index: Int, _ result: Result<Value, any Error>) {
            lock.withLock { results[index] = result }
        }

        func all() throws -> [Value] {
            try lock.withLock { try results.compactMap { try $0?.get() } }
        }
    }
}
