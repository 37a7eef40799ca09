private import Kit
private import Traces
private import Yams

/// Reads a sweep file: YAML with the names of the flags of `schedlab run` or `schedlab fill`.
///
///     cluster: philly-108
///     workload: gavel
///     policy: [max_min_fairness, max_min_fairness_perf]
///     rate: 0.4..5.6 step 0.4
///     seeds: 0-4
///     skip: [policy=max_min_fairness and rate>5]
public enum SweepFile {
    /// Keys that are no fields.
    static let ownKeys = ["command", "groups", "zip", "skip", "seeds"]

    /// Reads a file.
    ///
    /// - Throws: ``SweepError/malformed(file:findings:)`` with everything that is wrong, or a `FileError`.
    public static func read(_ path: String) throws -> SweepDefinition {
        try definition(try TextFile.text(path, limit: YAMLFile.limitBytes), path: path)
    }

    /// Reads a text; the path is for messages.
    ///
    /// - Throws: ``SweepError/malformed(file:findings:)``.
    public static func definition(_ text: String, path: String) throws(SweepError) -> SweepDefinition {
        let root: Node?
        do throws(YAMLFile.Problem) {
            root = try YAMLFile.root(text)
        } catch {
            throw .malformed(
                file: path, findings: [SweepFinding(line: nil, found: error.text, expected: "a sweep file")])
        }
        guard let mapping = root?.mapping else {
            throw .malformed(
                file: path,
                findings: [
                    SweepFinding(
                        line: nil, found: "no names and values", expected: "a line for each flag, NAME: VALUE"
                    )
                ])
        }
        var reader = SweepFileReader(mapping)
        let definition = reader.definition(mapping, path: path)
        guard reader.findings.isEmpty else {
            // In the order of the file, so that somebody can go through it from the top.
            let findings = reader.findings.enumerated().sorted {
                ($0.element.line ?? .max, $0.offset) < ($1.element.line ?? .max, $1.offset)
            }
            throw .malformed(file: path, findings: findings.map(\.element))
        }
        return definition
    }
}
