internal import Experiments
private import Kit
internal import Synchronization

/// Runs the points of a plan that are not finished, several at a time.
public struct SweepRunner: Sendable {
    /// What became of a point.
    public enum Outcome: Sendable, Equatable {
        /// Finished now, in so many seconds.
        case finished(seconds: Double)
        /// Somebody else finished it meanwhile.
        case foundFinished
        /// Failed, with the reason.
        case failed(message: String)
        /// Not begun, since the store takes nothing more.
        case notBegun
    }

    /// Told of every point as it begins and ends; called from several threads.
    public protocol Watcher: Sendable {
        /// A point begins.
        func began(_ point: SweepPoint)
        /// A point has ended.
        func ended(_ point: SweepPoint, _ outcome: Outcome)
    }

    private let plan: SweepPlan
    private let store: ResultStore
    private let runner: PointRunner
    /// Why the store takes nothing more; nil while it does.
    private let storeFailure = StoreFailure()

    /// A runner.
    ///
    /// - Parameters:
    ///   - plan: The points.
    ///   - store: Where results go.
    ///   - record: Keeps records as well; nil = summaries and job tables only.
    ///   - peakMemoryBytes: Peak memory of the process in bytes, when asked.
    public init(
        _ plan: SweepPlan, store: ResultStore, record: RecordWriter? = nil,
        peakMemoryBytes: @escaping @Sendable () -> Int
    ) {
        self.plan = plan
        self.store = store
        let planned = Dictionary(plan.inputs.map { ($0.path, $0.sha256) }) { $1 }
        runner = PointRunner(store: store, planned: planned, record: record, peakMemoryBytes: peakMemoryBytes)
    }

    /// Runs points.
    ///
    /// - Parameters:
    ///   - points: The points, in the order in which they are begun.
    ///   - threads: Points at a time, >= 1; nil = one per core.
    ///   - watcher: Told of every point.
    /// - Returns: What became of each, in the order of the points.
    /// - Throws: ``SweepError/storeFailed(reason:)`` when the store took nothing more, after everything under way has ended.
    public func run(
        _ points: [SweepPoint], threads: Int?, watcher: some Watcher
    ) throws -> [Outcome] {
        let outcomes = try ParallelMap.results(count: points.count, threads: threads) { index in
            guard storeFailure.reason == nil else { return Outcome.notBegun }
            watcher.began(points[index])
            let outcome = outcome(points[index])
            watcher.ended(points[index], outcome)
            return outcome
        }
        if let reason = storeFailure.reason { throw SweepError.storeFailed(reason: reason) }
        return outcomes
    }

    private func outcome(_ point: SweepPoint) -> Outcome {
        do {
            guard let seconds = try runner.run(point) else { return .foundFinished }
            return .finished(seconds: seconds)
        } catch let error as FileError {
            if case .cannotWrite = error {
                storeFailure.note("\(error)")
                return .notBegun
            }
            return failed(point, error)
        } catch {
            return failed(point, error)
        }
    }

    private func failed(_ point: SweepPoint, _ error: any Error) -> Outcome {
        store.noteFailure(
            point.key, message: "\(error)", command: ShellWords.line(["schedlab"] + point.task.arguments))
        return .failed(message: "\(error)")
    }

    /// The first error of the store; every access holds the lock.
    private final class StoreFailure: Sendable {
        private let text = Mutex<String?>(nil)

        var reason: String? { text.withLock { $0 } }

        func note(_ reason: String) {
            text.withLock { if $0 == nil { $0 = reason } }
        }
    }
}
