extension AllocationEngine {
    /// Water filling by one program per level, for engines that have nothing better.
    ///
    /// - Parameter problem: Its needs say who takes part in the levels, its slopes choose among the optima.
    /// - Returns: Levels, values and proofs.
    /// - Throws: ``LinearProgramError`` when a program has no certified answer.
    /// - Complexity: One program per distinct level and one for the choice.
    public func solveLexicographically(_ problem: AllocationProblem) throws -> LexicographicAllocation {
        var filling = StagedWaterFilling(problem, engine: self)
        return try filling.fill()
    }
}
