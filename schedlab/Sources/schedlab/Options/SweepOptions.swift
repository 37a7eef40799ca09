internal import ArgumentParser
private import Experiments
private import Foundation
internal import Sweeps

/// A sweep file and where its results are.
struct SweepOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("YAML file of the sweep.", valueName: "sweep"))
    var file: String

    @Option(
        help: ArgumentHelp(
            "Folder of results, shared by any number of sweeps (default: schedlab-results beside the sweep file).",
            valueName: "dir"))
    var store: String?

    /// Part of every result's name: results of another version, or of a program that computes something else, are not
    /// taken for this one's.
    static var engine: String {
        "schedlab \(RootCommand.configuration.version) results \(EngineRevision.current)"
    }

    /// The points.
    func plan() throws -> SweepPlan { try SweepPlan(try SweepFile.read(file), engine: Self.engine) }

    /// The store, which may not be there yet.
    func resultStore() throws -> ResultStore {
        if store == "" { throw ValidationError("--store is empty, expected a path") }
        let beside = URL(fileURLWithPath: file).deletingLastPathComponent().path
        return try ResultStore(path: store ?? "\(beside)/schedlab-results")
    }

    /// The points with their results.
    func results() throws -> SweepResults { SweepResults(try plan(), store: try resultStore()) }

    /// Reads a rule from the command line.
    static func condition(_ flag: String, _ text: String?) throws -> Condition? {
        guard let text else { return nil }
        do throws(Condition.Problem) {
            return try Condition(text)
        } catch {
            throw SweepError.badArgument(name: flag, found: error.found, expected: error.expected)
        }
    }
}
