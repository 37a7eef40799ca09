private import LinearPrograms

/// How an experiment's programs are solved, checked and kept.
public struct SolverSettings: Sendable, Equatable {
    /// Which engine.
    public var engine = EngineFactory.Kind.auto
    /// Whether every answer is held against HiGHS's.
    public var verifiesPrograms = false
    /// Folder for every program; nil = none is kept.
    public var programsFolder: String?

    /// The structured engine with HiGHS behind it; nothing is checked twice or kept.
    public init() {}

    /// The engine of a run, for one thread.
    ///
    /// - Parameter isOriginal: Whether the answers shall lie where the original's solver stops.
    /// - Returns: A new engine that counts.
    /// - Throws: `LinearProgramError.highsMissing` where HiGHS is needed and missing.
    func measuredEngine(isOriginal: Bool) throws -> MeasuredEngine {
        let choice: StructuredEngine.Choice = isOriginal ? .interior : .corner
        return MeasuredEngine(
            try EngineFactory.engine(engine, choice),
            reference: verifiesPrograms ? try EngineFactory.engine(.highs, .corner) : nil,
            programsFolder: programsFolder)
    }
}
