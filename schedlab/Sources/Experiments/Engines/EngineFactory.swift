private import Foundation
public import LinearPrograms

/// Makes engines; knows where on this machine a solver may be.
public enum EngineFactory {
    /// The engines that can be asked for by name.
    public enum Kind: String, Sendable, CaseIterable {
        /// The structured engine, and HiGHS behind it where it is there.
        case auto
        /// The structured engine alone.
        case structured
        /// HiGHS alone.
        case highs
    }

    /// An engine for one thread.
    ///
    /// - Parameters:
    ///   - kind: Which.
    ///   - choice: Which of several optima is wanted. HiGHS answers with its interior point or its simplex.
    /// - Returns: A new engine; a program that one method cannot prove goes to the next.
    /// - Throws: `LinearProgramError.highsMissing` with every place that was tried, where it is needed.
    public static func engine(
        _ kind: Kind, _ choice: StructuredEngine.Choice
    ) throws(LinearProgramError) -> any AllocationEngine {
        switch kind {
        case .structured: return StructuredEngine(choice, isAlone: true)
        case .highs: return EngineChain(try highsEngines(choice))
        case .auto:
            guard (try? highs()) != nil else { return StructuredEngine(choice, isAlone: true) }
            return EngineChain([StructuredEngine(choice)] + (try highsEngines(choice)))
        }
    }

    /// HiGHS's two methods, the one that fits the choice first; it keeps programs by shape.
    private static func highsEngines(
        _ choice: StructuredEngine.Choice
    ) throws(LinearProgramError) -> [any AllocationEngine] {
        let library = try highs()
        let first: HiGHSEngine.Method = choice == .interior ? .interior : .simplex
        let second: HiGHSEngine.Method = choice == .interior ? .simplex : .interior
        return [
            try HiGHSEngine(library: library, method: first, keptColumnLimit: HiGHSEngine.keptColumnLimit),
            try HiGHSEngine(library: library, method: second),
        ]
    }

    /// The HiGHS library of this machine.
    ///
    /// - Throws: `LinearProgramError.highsMissing` with every place that was tried.
    public static func highs() throws(LinearProgramError) -> HiGHSLibrary {
        // What the system says was started; a command line's first word can be anything.
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath()
        return try HiGHSLibrary.load(
            environment: ProcessInfo.processInfo.environment,
            folders: executable.map { [$0.deletingLastPathComponent().path] } ?? [])
    }
}
