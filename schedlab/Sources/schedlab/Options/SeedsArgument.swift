internal import ArgumentParser

/// `A-B` on the command line: seeds A to B, at most a thousand.
struct SeedsArgument: ExpressibleByArgument {
    let seeds: [UInt64]

    private static let limit: UInt64 = 1000

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last,
            last - first < Self.limit
        else {
            return nil
        }
        seeds = Array(first...last)
    }

    /// Reads a range, and says what is wrong with one that is none.
    static func parse(_ text: String) throws -> SeedsArgument {
        if let seeds = SeedsArgument(argument: text) { return seeds }
        throw ValidationError(
            "--seeds is '\(text)', expected A-B with whole numbers A <= B, at most \(limit) seeds")
    }
}
