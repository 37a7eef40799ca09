/// One point of a sweep: a run or a fill with a place of its own in the store.
public struct SweepPoint: Sendable, Equatable {
    /// What is done.
    public let task: SweepTask
    /// Counts of GPUs that the sweep set, by field.
    let gpuCounts: [(name: String, value: String)]
    /// What names the result: SHA-256, in hexadecimal, of ``identity``.
    public let key: String
    /// Everything that determines the result, one thing a line.
    public let identity: String

    /// The value of a field; nil where it has none.
    public func value(_ name: String) -> String? {
        gpuCounts.first { $0.name == name }?.value ?? task.value(name)
    }

    /// Compares keys, which stand for everything else.
    public static func == (a: SweepPoint, b: SweepPoint) -> Bool { a.key == b.key }
}
