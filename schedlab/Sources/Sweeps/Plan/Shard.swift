private import Kit

/// A part of a sweep: the points whose key falls to it.
///
/// Every number of shards cuts the same points into parts that do not overlap, whatever order they are planned in.
public struct Shard: Equatable, Sendable {
    /// Which one, 0 ..< ``count``.
    public let index: Int
    /// How many there are.
    public let count: Int

    /// Where schedulers say which of an array's tasks this is, in the order of asking.
    static let variables = [
        "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX", "SGE_TASK_ID", "PROCESS", "HQ_TASK_ID",
    ]
    private static let limit = 1_000_000
    private static let expected =
        "I/N with whole numbers, counted from 0 or from 1, or auto/N inside an array job "
        + "(\(variables.joined(separator: ", ")))"

    /// One of several shards.
    public init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// Reads `2/7`, or `auto/7` with the index from the scheduler's environment.
    ///
    /// The index counts modulo the number of shards: counting from 0 and counting from 1 both cover everything.
    ///
    /// - Throws: ``SweepError/badArgument(name:found:expected:)``.
    public init(_ text: String, environment: [String: String]) throws(SweepError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let count = DecimalNumber.int(parts[1]), (1...Self.limit).contains(count)
        else {
            throw .badArgument(name: "--shard", found: text, expected: Self.expected)
        }
        let isAutomatic = parts[0] == "auto" || parts[0].isEmpty
        let given =
            isAutomatic
            ? Self.variables.lazy.compactMap { environment[$0] }.first { DecimalNumber.int($0) != nil }
            : parts[0]
        guard let given, let index = DecimalNumber.int(given), (0...count).contains(index) else {
            throw .badArgument(name: "--shard", found: text, expected: Self.expected)
        }
        self.count = count
        self.index = index % count
    }

    /// Whether a point falls to this shard.
    public func holds(_ key: String) -> Bool { Self.index(key, of: count) == index }

    /// The shard that a point falls to.
    static func index(_ key: String, of count: Int) -> Int {
        Int((UInt64(key.prefix(16), radix: 16) ?? 0) % UInt64(count))
    }
}
