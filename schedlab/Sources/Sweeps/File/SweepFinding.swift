/// One thing that is wrong with a sweep file.
public struct SweepFinding: Equatable, Sendable, CustomStringConvertible {
    /// Line of the file, from 1; nil = the file as a whole.
    public let line: Int?
    /// What was found.
    public let found: String
    /// What would have been right.
    public let expected: String

    /// What was found and what was expected.
    public var description: String { "\(found), expected \(expected)" }

    /// Rules after which nothing is left.
    static let everyPointLeftOut = SweepFinding(
        line: nil, found: "the rules leave out every point", expected: "at least one")
}
