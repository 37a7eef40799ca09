/// Why a PDF is no document of the kind that was asked for.
public struct PayDocumentError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Such as `w2.wrongYear`.
    public let code: String
    /// What was found, what was expected, what to do; one line.
    public let description: String

    /// An error.
    public init(code: String, description: String) {
        self.code = code
        self.description = description
    }
}
