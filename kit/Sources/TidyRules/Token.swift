/// A word of Swift source, with comments and texts kept apart from code.
public struct Token: Equatable, Sendable {
    /// What a token is.
    public enum Kind: Equatable, Sendable {
        /// A name or a keyword; backticks are taken off.
        case word
        /// A number as written.
        case number
        /// The text of a literal between its quotes; what is interpolated follows as tokens of its own.
        case text
        /// `///` or `/** */`.
        case documentation
        /// Any other comment.
        case comment
        /// Anything else, one character each.
        case mark
    }

    /// What it is.
    public var kind: Kind
    /// As written.
    public var text: String
    /// Line of its first character, from 1.
    public var line: Int
    /// Whether nothing stands between it and the token before.
    var isGlued = false
}
