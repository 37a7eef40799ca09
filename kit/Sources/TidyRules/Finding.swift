/// Something that a rule forbids: where, what, and what to do.
public struct Finding: Equatable, Sendable {
    /// Path below the package.
    public var path: String
    /// Line, from 1.
    public var line: Int
    /// What was found, and what to do.
    public var message: String
}
