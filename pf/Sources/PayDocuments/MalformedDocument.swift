/// A stored document that is not as pf writes it.
public struct MalformedDocument: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is missing.
    public let description: String
}
