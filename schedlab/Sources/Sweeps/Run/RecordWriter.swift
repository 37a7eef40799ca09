public import Experiments

/// Runs an experiment and leaves its record in a folder; the command knows how.
public struct RecordWriter: Sendable {
    private let body: @Sendable (PreparedExperiment, String) throws -> (ExperimentRun, [String])

    /// A writer.
    ///
    /// - Parameter body: Runs what was prepared, writes into the folder, returns the names of the files.
    public init(
        _ body: @escaping @Sendable (PreparedExperiment, String) throws -> (ExperimentRun, [String])
    ) {
        self.body = body
    }

    func run(_ prepared: PreparedExperiment, in folder: String) throws -> (ExperimentRun, [String]) {
        try body(prepared, folder)
    }
}
