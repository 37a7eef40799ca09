/// GPUs in the order in which they were given, as runs of consecutive ids; one run takes no memory of its own.
public struct GPURuns: Sendable, Equatable, Sequence {
    /// Consecutive ids.
    public struct Run: Sendable, Equatable {
        /// The first id.
        public var first: Int32
        /// How many, >= 1.
        public var count: Int32
    }

    private var head: Run
    private var tail: [Run] = []

    /// No GPUs.
    public init() { head = Run(first: 0, count: 0) }

    /// Puts ids into runs; the order is kept.
    public init(_ gpus: some Sequence<Int32>) {
        self.init()
        for gpu in gpus { append(first: gpu, count: 1) }
    }

    /// Puts ids into runs; the order is kept.
    public init(_ gpus: [Int32]) {
        head = Run(first: gpus.first ?? 0, count: gpus.isEmpty ? 0 : 1)
        for gpu in gpus.dropFirst() { append(first: gpu, count: 1) }
    }

    /// One run.
    init(first: Int32, count: Int32) { head = Run(first: first, count: count) }

    /// Number of GPUs.
    public var count: Int { tail.reduce(Int(head.count)) { $0 + Int($1.count) } }

    /// The runs, in order.
    public var runs: [Run] { head.count == 0 ? [] : [head] + tail }

    /// The first GPU; nil when there are none.
    public var first: Int32? { head.count == 0 ? nil : head.first }

    /// The id after the last one; 0 when there are none.
    var end: Int32 {
        let last = tail.last ?? head
        return last.first + last.count
    }

    /// Adds a run at the end; it grows the last one where it continues it.
    mutating func append(first: Int32, count: Int32) {
        if head.count == 0 {
            head = Run(first: first, count: count)
        } else if let last = tail.last {
            if last.first + last.count == first {
                tail[tail.count - 1].count += count
            } else {
                tail.append(Run(first: first, count: count))
            }
        } else if head.first + head.count == first {
            head.count += count
        } else {
            tail.append(Run(first: first, count: count))
        }
    }

    /// Calls with each run, without making an array.
    func forEachRun(_ body: (Run) -> Void) {
        if head.count > 0 { body(head) }
        for run in tail { body(run) }
    }

    /// The ids as a list.
    public var ids: [Int32] {
        var ids: [Int32] = []
        ids.reserveCapacity(count)
        forEachRun { run in for gpu in run.first..<run.first + run.count { ids.append(gpu) } }
        return ids
    }

    /// Goes over the ids in order.
    public func makeIterator() -> IndexingIterator<[Int32]> { ids.makeIterator() }

    /// Whether both hold the same GPUs, in whatever order.
    func hasSameGPUs(as other: GPURuns) -> Bool {
        if self == other { return true }
        // One run against one run: equal sets are equal runs.
        if tail.isEmpty && other.tail.isEmpty { return false }
        return count == other.count && ids.sorted() == other.ids.sorted()
    }
}
