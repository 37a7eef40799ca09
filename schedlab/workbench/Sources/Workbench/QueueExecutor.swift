private import Dispatch

/// Runs an actor's work on a queue of its own.
///
/// Reading a long record takes seconds. The few threads of the common pool serve every connection and must not wait for
/// that.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(_ label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
