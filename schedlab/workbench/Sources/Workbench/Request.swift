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

/// An answer.
public struct Response: Sendable {
    /// Code of HTTP.
    public var status: Int
    /// Header fields.
    public var headers: [(String, String)]
    /// What it says.
    public var body: [UInt8]

    /// Puts an answer together.
    public init(status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
