/// Where things lie in a packed sweep.
///
///     PACK/README.txt              what it is, the engine's version, the command that runs it again
///     PACK/points.tsv              fields and key of each point, in the order of the plan
///     PACK/inputs.tsv              SHA-256 and path of each input
///     PACK/tree/…/sweep.yaml       the sweep file in a folder where its inputs have the paths that it names
///     PACK/results/                a store with the results
struct PackLayout {
    static let readme = "README.txt"
    static let points = "points.tsv"
    static let inputs = "inputs.tsv"
    static let results = "results"
    static let again = "again"
    static let sweep = "sweep.yaml"

    /// The folder that paths of the sweep are read from, inside the pack.
    let workingFolder: String

    /// Folders down, so that a path that climbs stays inside the pack.
    private static let limit = 16

    /// A layout for inputs.
    ///
    /// - Parameter paths: Inputs as the sweep names them.
    /// - Throws: ``SweepError/badArgument(name:found:expected:)`` for a path that has no place in a pack.
    init(_ paths: [String]) throws(SweepError) {
        var deepest = 0
        for path in paths {
            let climb = Self.climb(path)
            guard !path.hasPrefix("/"), climb <= Self.limit else {
                throw .badArgument(
                    name: "an input", found: path,
                    expected: "a path relative to the working folder, which a pack can hold")
            }
            deepest = max(deepest, climb)
        }
        workingFolder = (["tree"] + (0..<deepest).map { "\($0 + 1)" }).joined(separator: "/")
    }

    /// How many folders above the working folder a path leads.
    private static func climb(_ path: String) -> Int {
        var (depth, lowest) = (0, 0)
        for part in path.split(separator: "/") where part != "." {
            depth += part == ".." ? -1 : 1
            lowest = min(lowest, depth)
        }
        return -lowest
    }

    /// Where an input lies in the pack, without `.` and `..`.
    func place(_ path: String) -> String {
        var parts = workingFolder.split(separator: "/").map(String.init)
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { parts.removeLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}
