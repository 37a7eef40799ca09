private import Foundation
public import LinearPrograms

/// Makes engines; knows where on this machine a solver may be.
public enum EngineFactory {
    /// HiGHS as an interior-point solver, which answers with a point inside the set of optima; a program
    /// that it cannot prove goes to HiGHS's simplex.
    ///
    /// - Returns: A new engine, for one thread.
    /// - Throws: `LinearProgramError.highsMissing` with every place that was tried.
    public static func interior() throws(LinearProgramError) -> any AllocationEngine {
        let library = try highs()
        return EngineChain([
            StructuredEngine(.interior),
            try HiGHSEngine(library: library, method: .interior),
            try HiGHSEngine(library: library, method: .simplex),
        ])
    }

    /// HiGHS's simplex, which answers with a corner of the set of optima to 1e-9; a program that it cannot
    /// prove goes to the interior-point solver.
    ///
    /// - Returns: A new engine, for one thread.
    /// - Throws: `LinearProgramError.highsMissing` with every place that was tried.
    public static func vertex() throws(LinearProgramError) -> any AllocationEngine {
        let library = try highs()
        return EngineChain([
            StructuredEngine(.corner),
            try HiGHSEngine(library: library, method: .simplex),
            try HiGHSEngine(library: library, method: .interior),
        ])
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
