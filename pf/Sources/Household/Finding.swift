/// Something about a document that keeps it from being accepted, or refuses it.
public struct Finding: Hashable, Sendable {
    /// Such as `w2.socialSecurityRate`; the code is part of the document's JSON.
    public let code: String
    /// Where, what was found, what was expected, what to do; one line, for people.
    public let message: String

    /// A finding.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
