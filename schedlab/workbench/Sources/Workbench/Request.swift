/// A request as handlers see it, without any HTTP library.
public struct Request: Sendable {
    /// GET, HEAD, ...
    public var method: String
    /// Path, with escapes undone.
    public var path: String
    /// Fields after the question mark, with escapes undone.
    public var query: [String: String]
    /// Header fields by name in small letters.
    public var headers: [String: String]

    /// Puts a request together.
    public init(
        method: String = "GET", path: String, query: [String: String] = [:], headers: [String: String] = [:]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
    }
}
