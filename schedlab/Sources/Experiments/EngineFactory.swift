private import Foundation
public import LinearPrograms

/// Makes engines; knows where on this machine a solver may be.
public enum EngineFactory {
    /// HiGHS as an interior-point solver: the engine that answers with a point inside the set of optima.
    ///
    /// - Throws: `LinearProgramError.highsMissing` with every place that was tried.
    public static func interior() throws(LinearProgramError) -> any AllocationEngine {
        try HiGHSEngine(library: highs(), method: .interior)
    }

    /// The HiGHS library of this machine.
    ///
    /// - Throws: `LinearProgramError.highsMissing` with every place that was tried.
    public static func highs() throws(LinearProgramError) -> HiGHSLibrary {
        let executable = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return try HiGHSLibrary.load(
            environment: ProcessInfo.processInfo.environment,
            folders: [FileManager.default.currentDirectoryPath, executable.deletingLastPathComponent().path])
    }
}
